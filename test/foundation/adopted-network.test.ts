import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AdoptedNetwork, AdoptedNetworkProps, EndpointService, TrustedPerimeter } from '../../lib/foundation';

const PRIVATE_A = {
  subnetId: 'subnet-0a1b2c3d4e5f6789a',
  routeTableId: 'rtb-0a1b2c3d4e5f6789a',
  availabilityZone: 'eu-west-1a',
};
const PRIVATE_B = {
  subnetId: 'subnet-0a1b2c3d4e5f6789b',
  routeTableId: 'rtb-0a1b2c3d4e5f6789b',
  availabilityZone: 'eu-west-1b',
};
const PROPS: AdoptedNetworkProps = {
  vpcId: 'vpc-0a1b2c3d4e5f67890',
  cidr: '10.8.0.0/16',
  subnets: [PRIVATE_A, PRIVATE_B],
  existingEndpoints: EndpointService.all(),
  perimeter: TrustedPerimeter.organization('o-a1b2c3d4e5'),
};

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Workspace', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('a complete VPC gets nothing but the security group of the workloads', () => {
  new AdoptedNetwork(stack, 'Network', PROPS);

  const { Resources } = Template.fromStack(stack).toJSON();

  expect(new Set(Object.values<{ Type: string }>(Resources).map(({ Type }) => Type))).toEqual(
    new Set(['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress']),
  );
});

test('an adopted network offers what a new one does', () => {
  const network = new AdoptedNetwork(stack, 'Network', {
    ...PROPS,
    subnets: [PRIVATE_B, { ...PRIVATE_A, availabilityZone: 'eu-west-1b' }, PRIVATE_A].map((subnet, i) => ({
      ...subnet,
      subnetId: `subnet-0a1b2c3d4e5f6789${i}`,
    })),
  });

  const offered = {
    vpc: network.vpc.vpcId,
    zones: network.availabilityZones,
    subnets: network.subnets.map((subnet) => [subnet.subnetId, subnet.availabilityZone]),
  };

  expect(offered).toEqual({
    vpc: PROPS.vpcId,
    zones: ['eu-west-1b', 'eu-west-1a'],
    subnets: [
      ['subnet-0a1b2c3d4e5f67890', 'eu-west-1b'],
      ['subnet-0a1b2c3d4e5f67891', 'eu-west-1b'],
      ['subnet-0a1b2c3d4e5f67892', 'eu-west-1a'],
    ],
  });
});

test('missing endpoints are a problem that names them all', () => {
  const network = () =>
    new AdoptedNetwork(stack, 'Network', {
      ...PROPS,
      existingEndpoints: EndpointService.all().filter(({ name }) => name !== 'sts' && name !== 'kms'),
    });

  expect(network).toThrow(
    'EndpointsMissing: existingEndpoints lacks sts, kms, workloads without internet access reach an AWS service by an endpoint only; have them added to the VPC and name them here, set addMissingEndpoints, or narrow endpoints',
  );
});

test('a service that the workloads do not reach is not missed', () => {
  const network = () =>
    new AdoptedNetwork(stack, 'Network', {
      ...PROPS,
      existingEndpoints: [EndpointService.S3],
      endpoints: [EndpointService.S3],
    });

  expect(network).not.toThrow();
});

test('missing endpoints are added on request, gateways to the stated route tables', () => {
  new AdoptedNetwork(stack, 'Network', {
    ...PROPS,
    existingEndpoints: EndpointService.all().filter(({ name }) => name !== 's3' && name !== 'kms'),
    addMissingEndpoints: true,
  });

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
    VpcEndpointType: 'Gateway',
    VpcId: PROPS.vpcId,
    RouteTableIds: [PRIVATE_A.routeTableId, PRIVATE_B.routeTableId],
  });
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
    VpcEndpointType: 'Interface',
    ServiceName: 'com.amazonaws.eu-west-1.kms',
    SubnetIds: [PRIVATE_A.subnetId, PRIVATE_B.subnetId],
  });
});

test('a flow log is added where a bucket for it is given', () => {
  new AdoptedNetwork(stack, 'Network', {
    ...PROPS,
    flowLogBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'acme-flow-logs'),
  });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::EC2::FlowLog', { ResourceId: PROPS.vpcId, TrafficType: 'ALL' });
});

test('subnets in one zone are too few', () => {
  const network = () => new AdoptedNetwork(stack, 'Network', { ...PROPS, subnets: [PRIVATE_A] });

  expect(network).toThrow(
    'SubnetsInOneZone: subnets lie in one availability zone, eu-west-1a, a network spans at least 2 zones; add a private subnet in another zone',
  );
});

test('a VPC without subnets is refused', () => {
  const network = () => new AdoptedNetwork(stack, 'Network', { ...PROPS, subnets: [] });

  expect(network).toThrow(
    'SubnetsInOneZone: subnets is empty, a network spans at least 2 zones; add a private subnet in another zone',
  );
});

test.each([
  {
    wrong: { vpcId: 'acl-0a1b2c3d4e5f67890' },
    message:
      'ResourceIdMalformed: vpcId is "acl-0a1b2c3d4e5f67890", the id of a VPC is "vpc-" and 8 or 17 hexadecimal digits; copy the id from the VPC console, as "vpc-0a1b2c3d4e5f67890"',
  },
  {
    wrong: { subnets: [PRIVATE_A, { ...PRIVATE_B, subnetId: 'subnet-b' }] },
    message:
      'ResourceIdMalformed: subnets[1].subnetId is "subnet-b", the id of a subnet is "subnet-" and 8 or 17 hexadecimal digits; copy the id from the VPC console, as "subnet-0a1b2c3d4e5f67890"',
  },
  {
    wrong: { subnets: [PRIVATE_A, { ...PRIVATE_B, routeTableId: 'main' }] },
    message:
      'ResourceIdMalformed: subnets[1].routeTableId is "main", the id of a route table is "rtb-" and 8 or 17 hexadecimal digits; copy the id from the VPC console, as "rtb-0a1b2c3d4e5f67890"',
  },
  {
    wrong: { subnets: [PRIVATE_A, PRIVATE_B, { ...PRIVATE_B, subnetId: PRIVATE_A.subnetId }] },
    message:
      'SubnetRepeated: subnets[2].subnetId is "subnet-0a1b2c3d4e5f6789a", which subnets[0].subnetId is too, each subnet stands once; write the id of another subnet, or remove the entry',
  },
])('what is stated wrongly is refused: $message', ({ wrong, message }) => {
  const network = () => new AdoptedNetwork(stack, 'Network', { ...PROPS, ...wrong });

  expect(network).toThrow(message);
});

test('everything that is wrong is told at once', () => {
  const network = () =>
    new AdoptedNetwork(stack, 'Network', { ...PROPS, vpcId: 'vpc', subnets: [PRIVATE_A], existingEndpoints: [] });

  expect(network).toThrow(
    /^3 problems:\n {2}ResourceIdMalformed: .*\n {2}SubnetsInOneZone: .*\n {2}EndpointsMissing: /,
  );
});
