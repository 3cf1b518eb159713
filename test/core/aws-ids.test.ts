import { Aws, Token } from 'aws-cdk-lib';
import {
  checkOrganizationId,
  checkOrganizationRootId,
  checkOrganizationalUnitId,
  checkVpcResourceId,
  isBelowRoot,
  isOrganizationRootId,
  isOrganizationalUnitId,
  Problems,
  renderProblem,
} from '../../lib/core';

let problems: Problems;

beforeEach(() => {
  problems = new Problems();
});

test.each(['o-a1b2c3d4e5', `o-${'a'.repeat(32)}`, Aws.ACCOUNT_ID])('%s is taken as an organization id', (id) => {
  checkOrganizationId(problems, 'organization.id', id);

  expect(problems.all).toEqual([]);
});

test.each(['', 'o-short', `o-${'a'.repeat(33)}`, 'O-A1B2C3D4E5', 'r-ab12'])('"%s" is no organization id', (id) => {
  checkOrganizationId(problems, 'organization.id', id);

  expect(problems.all.map(renderProblem)).toEqual([
    `OrganizationIdMalformed: organization.id is "${id}", an organization id is "o-" and 10 to 32 lower-case letters and digits; copy it from the settings page of AWS Organizations, as "o-a1b2c3d4e5"`,
  ]);
});

test.each([
  ['vpc-0a1b2c3d', 'vpc'],
  ['subnet-0a1b2c3d4e5f67890', 'subnet'],
  ['rtb-0a1b2c3d4e5f67890', 'rtb'],
  [Aws.STACK_ID, 'vpc'],
] as const)('%s is taken as an id', (id, prefix) => {
  checkVpcResourceId(problems, 'vpcId', id, prefix);

  expect(problems.all).toEqual([]);
});

test.each([
  ['vpc-0a1b2c3', 'vpc', 'VPC'],
  ['vpc-0a1b2c3d4e5f67890', 'subnet', 'subnet'],
  ['rtb-XYZ', 'rtb', 'route table'],
] as const)('"%s" is no id of its kind', (id, prefix, noun) => {
  checkVpcResourceId(problems, 'id', id, prefix);

  expect(problems.all.map(renderProblem)).toEqual([
    `ResourceIdMalformed: id is "${id}", the id of a ${noun} is "${prefix}-" and 8 or 17 hexadecimal digits; copy the id from the VPC console, as "${prefix}-0a1b2c3d4e5f67890"`,
  ]);
});

test.each(['r-ab12', `r-${'a'.repeat(32)}`, Token.asString({ Ref: 'Value' })])(
  '%s is taken for the id of a root',
  (id) => {
    const problems = new Problems();

    checkOrganizationRootId(problems, 'rootId', id);

    expect(problems.all).toEqual([]);
  },
);

test.each(['r-ab1', `r-${'a'.repeat(33)}`, 'r-AB12', 'ou-ab12-1a2b3c4d', ''])('%s is no id of a root', (id) => {
  const problems = new Problems();

  checkOrganizationRootId(problems, 'rootId', id);

  expect(problems.all.map(({ code }) => code)).toEqual(['OrganizationRootIdMalformed']);
});

test.each([
  ['r-ab12', true],
  ['ou-ab12-1a2b3c4d', false],
  [Token.asString({ Ref: 'Value' }), false],
])('that %s is known to be a root is %s', (id, expected) => {
  const root = isOrganizationRootId(id);

  expect(root).toBe(expected);
});

test.each(['ou-ab12-1a2b3c4d', `ou-${'a'.repeat(32)}-${'b'.repeat(32)}`, Token.asString({ Ref: 'Value' })])(
  '%s is taken for the id of an organisational unit',
  (id) => {
    checkOrganizationalUnitId(problems, 'unitId', id);

    expect(problems.all).toEqual([]);
  },
);

test.each([
  '',
  'r-ab12',
  'ou-ab1-1a2b3c4d',
  'ou-ab12-1a2b3c4',
  `ou-${'a'.repeat(33)}-1a2b3c4d`,
  `ou-ab12-${'b'.repeat(33)}`,
  'ou-AB12-1A2B3C4D',
  'Workloads',
])('"%s" is no id of an organisational unit', (id) => {
  checkOrganizationalUnitId(problems, 'unitId', id);

  expect(problems.all.map(renderProblem)).toEqual([
    `OrganizationalUnitIdMalformed: unitId is "${id}", the id of an organisational unit is "ou-", the four or more characters of its root, "-" and 8 to 32 more; copy it from the account tree of AWS Organizations, as "ou-ab12-1a2b3c4d"`,
  ]);
});

test.each([
  ['ou-ab12-1a2b3c4d', true],
  ['r-ab12', false],
  [Token.asString({ Ref: 'Value' }), false],
])('that %s is known to be an organisational unit is %s', (id, expected) => {
  const unit = isOrganizationalUnitId(id);

  expect(unit).toBe(expected);
});

test.each([
  ['ou-ab12-1a2b3c4d', 'r-ab12', true],
  ['ou-cd34-1a2b3c4d', 'r-ab12', false],
  [Token.asString({ Ref: 'Value' }), 'r-ab12', true],
  ['ou-ab12-1a2b3c4d', Token.asString({ Ref: 'Value' }), true],
])('that %s lies below %s is %s', (unit, root, expected) => {
  const below = isBelowRoot(unit, root);

  expect(below).toBe(expected);
});
