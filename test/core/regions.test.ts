import { Token } from 'aws-cdk-lib';
import { Problems, checkAvailabilityZone, checkRegion, partitionOf, renderProblem } from '../../lib/core';

function told(checks: (problems: Problems) => void): string[] {
  const problems = new Problems();
  checks(problems);

  return problems.all.map(renderProblem);
}

test.each(['eu-west-1', 'us-gov-west-1', 'cn-north-1'])('the region %s is known', (region) => {
  expect(told((problems) => checkRegion(problems, 'region', region))).toEqual([]);
});

test.each([
  ['eu-west1', 'did you mean "eu-west-1"'],
  ['EU-WEST-1', 'did you mean "eu-west-1"'],
  ['eu-wset-1', 'did you mean "eu-west-1"'],
  ['', 'write a region name such as "eu-west-1"'],
  ['Frankfurt', 'write a region name such as "eu-west-1"'],
])('the region %j is refused', (region, remedy) => {
  expect(told((problems) => checkRegion(problems, 'region', region))).toEqual([
    `RegionUnknown: region is "${region}", AWS has no such region; ${remedy}`,
  ]);
});

test('a zone of the region is accepted', () => {
  expect(told((problems) => checkAvailabilityZone(problems, 'zone', 'eu-west-1c', 'eu-west-1'))).toEqual([]);
});

test.each(['', 'eu-west-1', 'eu-west-2a', 'a', 'eu-west-1aa', 'eu-west-1A', 'euw1-az1'])(
  '%j is no zone of eu-west-1',
  (zone) => {
    expect(told((problems) => checkAvailabilityZone(problems, 'zone', zone, 'eu-west-1'))).toEqual([
      `AvailabilityZoneOutsideRegion: zone is "${zone}", an availability zone of eu-west-1 is the region's name and one letter; write a zone such as "eu-west-1a"`,
    ]);
  },
);

test.each([
  ['eu-west-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['atlantis-1', undefined],
  ['', undefined],
])('the region %j lies in the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test('tokens pass', () => {
  const token = Token.asString({ Ref: 'AWS::Region' });

  expect(told((problems) => checkRegion(problems, 'region', token))).toEqual([]);
  expect(told((problems) => checkAvailabilityZone(problems, 'zone', token, 'eu-west-1'))).toEqual([]);
  expect(told((problems) => checkAvailabilityZone(problems, 'zone', 'eu-west-1a', token))).toEqual([]);
});
