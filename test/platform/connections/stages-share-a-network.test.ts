import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AdoptedNetwork, EndpointService, INetwork, Network, TrustedPerimeter } from '../../../lib/foundation';
import { offerNetwork } from '../../../lib/platform/connections/stages-share-a-network';
import { existingVpc, newApp } from '../synthesis';

const PERIMETER = TrustedPerimeter.organization('o-a1b2c3d4e5');

let stack: Stack;

beforeEach(() => {
  stack = new Stack(newApp(), 'Workspace', { env: { account: '666666666666', region: 'eu-west-1' } });
});

test('a new network exports its subnets and its security group', () => {
  offerNetwork(newNetwork());

  expect(exportedValues()).toEqual([
    { Ref: expect.stringMatching(/^NetworkSubnetA/) },
    { Ref: expect.stringMatching(/^NetworkSubnetB/) },
    { 'Fn::GetAtt': [expect.stringMatching(/^NetworkWorkloadSecurityGroup/), 'GroupId'] },
  ]);
});

test('a network may be offered twice', () => {
  const network = newNetwork();

  offerNetwork(network);
  offerNetwork(network);

  expect(exportedValues()).toHaveLength(3);
});

test('an existing VPC exports the security group that it was given, for the rest is known', () => {
  const { vpcId, cidr, subnets } = existingVpc();

  offerNetwork(
    new AdoptedNetwork(stack, 'Network', {
      vpcId,
      cidr,
      subnets,
      existingEndpoints: EndpointService.all(),
      perimeter: PERIMETER,
    }),
  );

  expect(exportedValues()).toEqual([
    { 'Fn::GetAtt': [expect.stringMatching(/^NetworkWorkloadSecurityGroup/), 'GroupId'] },
  ]);
});

function newNetwork(): INetwork {
  return new Network(stack, 'Network', {
    cidr: '10.40.0.0/20',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    perimeter: PERIMETER,
    flowLogBucket: s3.Bucket.fromBucketName(stack, 'FlowLogs', 'acme-flow-logs'),
  });
}

function exportedValues(): unknown[] {
  const outputs = Object.values(Template.fromStack(stack).findOutputs('*'));

  return outputs.filter((output) => 'Export' in output).map((output) => output.Value);
}
