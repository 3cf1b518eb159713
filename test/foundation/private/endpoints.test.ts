import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { EndpointService, TrustedPerimeter } from '../../../lib/foundation';
import { defineEndpoints } from '../../../lib/foundation/private/endpoints';

const ORGANIZATION = TrustedPerimeter.organization('o-a1b2c3d4e5');
const CALLERS = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' };
const RESOURCES = { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' };

const { SAGEMAKER_STUDIO, SAGEMAKER_METRICS, CODECONNECTIONS } = EndpointService;
const WITHOUT_POLICY = [SAGEMAKER_METRICS, CODECONNECTIONS];
const WITH_BOTH_HALVES = EndpointService.all().filter(
  (service) => ![SAGEMAKER_STUDIO, ...WITHOUT_POLICY].includes(service),
);

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

test.each(WITH_BOTH_HALVES)('$name admits callers of the organization to resources of the organization', (service) => {
  const [statement] = policyOf(service);

  expect(statement).toEqual({
    Sid: 'TrustedPerimeter',
    Effect: 'Allow',
    Principal: '*',
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { ...CALLERS, ...RESOURCES } },
  });
});

test('without an organization the given accounts are admitted instead', () => {
  const [statement] = policyOf(EndpointService.KMS, TrustedPerimeter.accounts(['111111111111', '222222222222']));

  expect(statement.Condition).toEqual({
    StringEquals: {
      'aws:PrincipalAccount': ['111111111111', '222222222222'],
      'aws:ResourceAccount': ['111111111111', '222222222222'],
    },
  });
});

test('Studio is limited to domains of the organization alone, because people from Identity Center are no IAM principals', () => {
  const [statement] = policyOf(SAGEMAKER_STUDIO);

  expect(statement.Condition).toEqual({ StringEquals: RESOURCES });
});

test.each(WITHOUT_POLICY)('$name gets no policy, because AWS documents none for it', (service) => {
  const template = templateWith([service], ORGANIZATION);

  template.hasResourceProperties('AWS::EC2::VPCEndpoint', { PolicyDocument: Match.absent() });
});

test.each([...WITH_BOTH_HALVES, SAGEMAKER_STUDIO])('$name admits AWS services that call on their own', (service) => {
  const statements = policyOf(service);

  expect(statements[1]).toMatchObject({ Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } });
});

test.each([
  {
    service: EndpointService.S3,
    exemptions: [
      {
        Action: 's3:GetObject',
        Resource: expect.stringContaining(':s3:::prod-eu-west-1-starport-layer-bucket/*'),
        Condition: undefined,
      },
      {
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: [
          expect.stringMatching(/:s3:::jumpstart-cache-prod-eu-west-1$/),
          expect.stringMatching(/:s3:::jumpstart-cache-prod-eu-west-1\/\*$/),
        ],
        Condition: { StringEquals: CALLERS },
      },
    ],
  },
  {
    service: EndpointService.ECR_DOCKER,
    exemptions: [
      {
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource: expect.stringContaining(':ecr:eu-west-1:*:repository/*'),
        Condition: { StringEquals: CALLERS },
      },
    ],
  },
  {
    service: EndpointService.STS,
    exemptions: [
      {
        Action: ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
        Resource: '*',
        Condition: { StringEquals: RESOURCES },
      },
    ],
  },
  {
    service: EndpointService.SSM,
    exemptions: [
      {
        Action: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
        Resource: expect.stringContaining(':ssm:eu-west-1::parameter/aws/*'),
        Condition: { StringEquals: CALLERS },
      },
    ],
  },
  { service: EndpointService.KMS, exemptions: [] },
])(
  '$service.name admits what lies outside the perimeter and a workload needs, and no more',
  ({ service, exemptions }) => {
    const [, , ...others] = policyOf(service);

    expect(others.map(({ Action, Resource, Condition }) => ({ Action, Resource, Condition }))).toEqual(exemptions);
  },
);

test.each(EndpointService.all())('no exemption of $name lets data out', (service) => {
  const exempted = service._exemptions.flatMap(({ actions }) => actions);

  expect(exempted.filter((action) => /\*|Put|Delete|Upload/.test(action))).toEqual([]);
});

test.each([
  { service: EndpointService.SAGEMAKER_API, name: 'com.amazonaws.eu-west-1.sagemaker.api' },
  {
    service: EndpointService.SAGEMAKER_FEATURE_STORE_RUNTIME,
    name: 'com.amazonaws.eu-west-1.sagemaker.featurestore-runtime',
  },
  { service: EndpointService.SAGEMAKER_STUDIO, name: 'aws.sagemaker.eu-west-1.studio' },
  { service: EndpointService.SAGEMAKER_NOTEBOOK, name: 'aws.sagemaker.eu-west-1.notebook' },
])('$service.name is the endpoint service $name, under its public name', ({ service, name }) => {
  const template = templateWith([service], ORGANIZATION);

  template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: name, PrivateDnsEnabled: true });
});

test('endpoints are reached from the VPC by HTTPS only, and reach nothing', () => {
  const template = templateWith([EndpointService.KMS], ORGANIZATION);

  template.hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.40.0.0/20', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 })],
    SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
  });
});

test('gateways need no security group', () => {
  const template = templateWith([EndpointService.S3, EndpointService.DYNAMODB], ORGANIZATION);

  template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
});

function policyOf(service: EndpointService, perimeter = ORGANIZATION): Statement[] {
  const [endpoint] = Object.values(templateWith([service], perimeter).findResources('AWS::EC2::VPCEndpoint'));

  return withPartition(endpoint.Properties.PolicyDocument.Statement);
}

function templateWith(services: EndpointService[], perimeter: TrustedPerimeter): Template {
  const stack = new Stack(new App(), 'Network', { env: { account: '111111111111', region: 'eu-west-1' } });
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f67890',
    vpcCidrBlock: '10.40.0.0/20',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    isolatedSubnetIds: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'],
    isolatedSubnetRouteTableIds: ['rtb-0a1b2c3d', 'rtb-1a1b2c3d'],
  });

  defineEndpoints(stack, { vpc, subnets: vpc.isolatedSubnets, cidr: '10.40.0.0/20', services, perimeter });

  return Template.fromStack(stack);
}

/** Writes the joins of ARNs out, with the partition as text. */
function withPartition(statements: unknown): Statement[] {
  return JSON.parse(
    JSON.stringify(statements, (_key, part) =>
      part?.['Fn::Join']
        ? part['Fn::Join'][1].map((item: unknown) => (typeof item === 'string' ? item : 'aws')).join('')
        : part,
    ),
  );
}
