import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { workloadSecurityGroup } from '../../../lib/foundation/private/workload-security-group';

const ITSELF = { 'Fn::GetAtt': [Match.stringLikeRegexp('^WorkloadSecurityGroup'), 'GroupId'] };

let template: Template;

beforeEach(() => {
  const stack = new Stack(new App(), 'Network');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0a1b2c3d', availabilityZones: ['eu-west-1a'] });

  workloadSecurityGroup(stack, vpc);

  template = Template.fromStack(stack);
});

test.each([
  { traffic: 'Studio apps, NFS and containers of one job', rule: { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 } },
  { traffic: 'key exchange between containers', rule: { IpProtocol: 'udp', FromPort: 500, ToPort: 500 } },
  { traffic: 'encrypted traffic between containers', rule: { IpProtocol: '50' } },
])('members send and receive $traffic', ({ rule }) => {
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    ...rule,
    GroupId: ITSELF,
    SourceSecurityGroupId: ITSELF,
  });
  template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
    ...rule,
    GroupId: ITSELF,
    DestinationSecurityGroupId: ITSELF,
  });
});

test('beside each other, members reach addresses by HTTPS only, and nobody reaches them', () => {
  template.hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: Match.absent(),
    SecurityGroupEgress: [Match.objectLike({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' })],
  });
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 3);
  template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 3);
});
