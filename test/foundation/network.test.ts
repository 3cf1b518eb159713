import { App, Lazy, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AccessLogBucket, DataKey, EndpointService, LogBucket, Network, TrustedPerimeter } from '../../lib/foundation';
import { permanentParts } from './second-deployment';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const PERIMETER = TrustedPerimeter.organization('o-a1b2c3d4e5');
const CIDR = '10.40.0.0/20';

interface CfnShape {
  readonly Type: string;
  readonly DeletionPolicy?: string;
}

interface Wishes {
  readonly removalPolicy?: RemovalPolicy;
  readonly cidr?: string;
  readonly availabilityZones?: string[];
  readonly endpoints?: EndpointService[];
}

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Workspace', { env: ENV });
});

test('nothing in a network leads to the internet', () => {
  networkIn(stack);

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::EC2::InternetGateway', 0);
  template.resourceCountIs('AWS::EC2::NatGateway', 0);
  template.resourceCountIs('AWS::EC2::Route', 0);
  template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
});

test('private names of endpoints resolve in a network', () => {
  networkIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::EC2::VPC', {
    CidrBlock: CIDR,
    EnableDnsHostnames: true,
    EnableDnsSupport: true,
  });
});

test('what a retained domain lives in can be retained with it, and what costs money goes', () => {
  networkIn(stack, { removalPolicy: RemovalPolicy.RETAIN });

  const { Resources: resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, CfnShape> };

  const retained = Object.values(resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
  expect(retained.map(({ Type }) => Type)).toEqual([
    'AWS::EC2::VPC',
    'AWS::EC2::Subnet',
    'AWS::EC2::Subnet',
    'AWS::EC2::SecurityGroup',
  ]);
});

test("each subnet lies in the eighth of the block that belongs to its zone's letter", () => {
  networkIn(stack, { availabilityZones: ['eu-west-1c', 'eu-west-1a'] });

  const blocks = Template.fromStack(stack).findResources('AWS::EC2::Subnet');

  expect(Object.values(blocks).map(({ Properties }) => [zoneLetter(Properties), Properties.CidrBlock])).toEqual([
    ['c', '10.40.4.0/23'],
    ['a', '10.40.0.0/23'],
  ]);
});

test('a network offers its VPC, its subnets in the given order, its zones and a security group', () => {
  const network = networkIn(stack, { availabilityZones: ['eu-west-1b', 'eu-west-1a'] });

  const offered = {
    zones: network.availabilityZones,
    zonesOfSubnets: network.subnets.map((subnet) => subnet.availabilityZone),
    isolated: network.vpc.isolatedSubnets.length,
    block: network.vpc.vpcCidrBlock,
  };

  expect(offered).toEqual({
    zones: ['eu-west-1b', 'eu-west-1a'],
    zonesOfSubnets: ['eu-west-1b', 'eu-west-1a'],
    isolated: 2,
    block: CIDR,
  });
  expect(stack.resolve(network.securityGroup.securityGroupId)).toEqual({
    'Fn::GetAtt': [expect.stringContaining('WorkloadSecurityGroup'), 'GroupId'],
  });
});

test('nothing is looked up', () => {
  networkIn(stack);

  const { manifest } = app.synth();

  expect(manifest.missing).toBeUndefined();
});

test('all traffic is recorded in the given bucket, once its policy admits the delivery', () => {
  const key = new DataKey(stack, 'Key', { alias: 'acme-logs', description: 'Encrypts logs' });
  const access = new AccessLogBucket(stack, 'AccessLogs', { bucketName: 'acme-access-logs' });
  const logs = new LogBucket(stack, 'Logs', {
    bucketName: 'acme-flow-logs',
    encryptionKey: key.key,
    accessLogBucket: access.bucket,
    sourceAccounts: [ENV.account],
  });

  new Network(stack, 'Network', { ...wishes(stack), flowLogBucket: logs.bucket });

  Template.fromStack(stack).hasResource('AWS::EC2::FlowLog', {
    Properties: Match.objectLike({
      ResourceType: 'VPC',
      ResourceId: { Ref: Match.stringLikeRegexp('^Network') },
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Logs'), 'Arn'] },
    }),
    DependsOn: [Match.stringLikeRegexp('^LogsBucketPolicy')],
  });
});

test('every service of the list gets an endpoint', () => {
  networkIn(stack);

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::EC2::VPCEndpoint', EndpointService.all().length);
});

test('a narrowed list gets no other endpoint, and each of it one', () => {
  networkIn(stack, { endpoints: [EndpointService.S3, EndpointService.KMS, EndpointService.KMS] });

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
});

test.each([
  { edit: 'a zone is added in front', availabilityZones: ['eu-west-1c', 'eu-west-1a', 'eu-west-1b'] },
  { edit: 'the zones are reordered', availabilityZones: ['eu-west-1b', 'eu-west-1a'] },
  { edit: 'an endpoint is removed', endpoints: EndpointService.all().filter(({ name }) => name !== 'athena') },
])('when $edit, what both deployments have is not replaced', ({ availabilityZones, endpoints }) => {
  const before = new Stack(new App(), 'Workspace', { env: ENV });
  networkIn(before);
  networkIn(stack, { availabilityZones, endpoints });

  const [first, second] = [before, stack].map((deployed) => permanentParts(Template.fromStack(deployed)));

  const both = Object.keys(first).filter((id) => id in second);
  expect(both.length).toBeGreaterThanOrEqual(Object.keys(first).length - 1);
  for (const id of both) expect(second[id]).toEqual(first[id]);
});

test('when a zone is removed, the subnets of the others stay', () => {
  const before = new Stack(new App(), 'Workspace', { env: ENV });
  networkIn(before, { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] });
  networkIn(stack, { availabilityZones: ['eu-west-1b', 'eu-west-1c'] });

  const [first, second] = [before, stack].map((deployed) => permanentParts(Template.fromStack(deployed)));

  expect(first).toEqual(expect.objectContaining(second));
});

test('when a tag is added, nothing is replaced', () => {
  const before = new Stack(new App(), 'Workspace', { env: ENV });
  networkIn(before);
  networkIn(stack);
  Tags.of(app).add('cost-centre', '4711');

  const [first, second] = [before, stack].map((deployed) => permanentParts(Template.fromStack(deployed)));

  expect(second).toEqual(first);
});

test.each(['10.40.0.0/23', '10.0.0.0/16'])('%s has room for every endpoint and for workloads', (cidr) => {
  const network = () => networkIn(stack, { cidr });

  expect(network).not.toThrow();
});

test('a block that the endpoints would fill is refused with the smallest that they do not', () => {
  const network = () => networkIn(stack, { cidr: '10.40.0.0/24' });

  expect(network).toThrow(
    'NetworkTooSmall: cidr is "10.40.0.0/24", 32 addresses for each zone, a zone needs 43: 5 that AWS keeps, 22 for endpoints and 16 for workloads; choose a /23 block or a larger one',
  );
});

test('with fewer endpoints a smaller block has room', () => {
  const network = () =>
    networkIn(stack, { cidr: '10.40.0.0/24', endpoints: [EndpointService.S3, EndpointService.KMS] });

  expect(network).not.toThrow();
});

test('a block that is none is refused', () => {
  const network = () => networkIn(stack, { cidr: '10.40.0.1/20' });

  expect(network).toThrow(
    'CidrMalformed: cidr is "10.40.0.1/20", an IPv4 block is four numbers up to 255 and a prefix, and begins at the block\'s first address; write a block such as "10.40.0.0/16"',
  );
});

test('a block that is known at deployment only cannot be laid out', () => {
  const network = () => networkIn(stack, { cidr: Lazy.string({ produce: () => CIDR }) });

  expect(network).toThrow(
    'NetworkUnknownAtSynth: cidr is known at deployment only, the subnets of a network are laid out at synth; write the value out',
  );
});

test('one zone is too few', () => {
  const network = () => networkIn(stack, { availabilityZones: ['eu-west-1a'] });

  expect(network).toThrow(
    'AvailabilityZoneCount: availabilityZones has 1, a network spans at least 2 zones; name another zone of the region',
  );
});

test('a zone of another region is refused', () => {
  const network = () => networkIn(stack, { availabilityZones: ['eu-west-1a', 'eu-west-2b'] });

  expect(network).toThrow(
    'AvailabilityZoneOutsideRegion: availabilityZones[1] is "eu-west-2b", an availability zone of eu-west-1 is the region\'s name and one letter; write a zone such as "eu-west-1a"',
  );
});

test('a zone stands once', () => {
  const network = () => networkIn(stack, { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1a'] });

  expect(network).toThrow(
    'AvailabilityZoneRepeated: availabilityZones[2] is "eu-west-1a", which availabilityZones[0] is too, each zone stands once; name another zone of the region, or remove the entry',
  );
});

test('a zone beyond the eighth letter has no place', () => {
  const network = () => networkIn(stack, { availabilityZones: ['eu-west-1a', 'eu-west-1i'] });

  expect(network).toThrow(
    'AvailabilityZoneBeyondLayout: availabilityZones[1] is "eu-west-1i", a network has places for the zones a to h; choose another zone of the region',
  );
});

test('everything that is wrong is told at once', () => {
  const network = () => networkIn(stack, { cidr: '10.40.0.0/29', availabilityZones: ['eu-west-9a'] });

  expect(network).toThrow(
    /^4 problems:\n {2}CidrSizeOutOfRange: .*\n {2}NetworkTooSmall: .*\n {2}AvailabilityZoneCount: .*\n {2}AvailabilityZoneOutsideRegion: /,
  );
});

function networkIn(scope: Stack, wished: Wishes = {}): Network {
  return new Network(scope, 'Network', { ...wishes(scope), ...withoutUndefined(wished) });
}

function wishes(scope: Stack) {
  return {
    cidr: CIDR,
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    perimeter: PERIMETER,
    flowLogBucket: s3.Bucket.fromBucketName(scope, 'CentralLogs', 'acme-flow-logs'),
  };
}

function withoutUndefined(wished: Wishes): Wishes {
  return Object.fromEntries(Object.entries(wished).filter(([, value]) => value !== undefined));
}

function zoneLetter(properties: { AvailabilityZone: { 'Fn::Join': [string, [unknown, string]] } }): string {
  return properties.AvailabilityZone['Fn::Join'][1][1];
}
