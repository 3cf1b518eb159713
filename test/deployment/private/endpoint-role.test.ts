import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { ProductionVariant, ServedModel, ServingContainer } from '../../../lib/deployment';
import { EndpointRole, EndpointRoleProps } from '../../../lib/deployment/private/endpoint-role';
import { findingsIn, NOTHING_FOUND } from '../../findings';
import { asynchronousIn } from '../asynchronous';
import { captureIn, endpointIn, functionsIn, stackIn, variantsOf, version, VOLUME_KEY_ARN } from '../endpoints';
import { container, OUR_IMAGE, REPOSITORY_ARN } from '../served';

const EC2 = 'arn:aws:ec2:eu-west-1:111111111111';
const LOG_GROUP_ARN = 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/sagemaker/Endpoints/abalone';

const LOG = allow(
  ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
  [LOG_GROUP_ARN, `${LOG_GROUP_ARN}:*`],
);
const METRICS = {
  ...allow('cloudwatch:PutMetricData', '*'),
  Condition: { StringEquals: { 'cloudwatch:namespace': ['/aws/sagemaker/Endpoints', 'AWS/SageMaker'] } },
};
const PULL = allow(
  ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  REPOSITORY_ARN,
);

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('SageMaker alone assumes the role, and for this account only', () => {
  roleWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    Description: 'Models of the endpoint abalone',
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sagemaker.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
    },
  });
});

test('a role of nothing but a registered version writes its log and its metrics', () => {
  roleWith({});

  expect(statements()).toEqual([METRICS, LOG]);
});

test('a role has what model, network, capture and alarms need, and nothing else', () => {
  const { subnets, securityGroups } = functionsIn(stack);
  const alarm = cloudwatch.Alarm.fromAlarmArn(
    stack,
    'Alarm',
    'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:abalone-errors',
  );

  roleWith({
    variants: [ProductionVariant.instances({ model: ServedModel.of(container()) })],
    subnets,
    securityGroups,
    dataCapture: captureIn(stack),
    alarms: [alarm],
  });

  expect(statements()).toEqual([
    allow('cloudwatch:DescribeAlarms', 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:abalone-errors'),
    METRICS,
    allow('ec2:CreateNetworkInterface', [
      `${EC2}:network-interface/*`,
      `${EC2}:security-group/sg-1`,
      `${EC2}:subnet/subnet-1`,
      `${EC2}:subnet/subnet-2`,
    ]),
    {
      ...allow(
        ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface', 'ec2:DeleteNetworkInterfacePermission'],
        `${EC2}:network-interface/*`,
      ),
      Condition: { ArnEquals: { 'ec2:Subnet': [`${EC2}:subnet/subnet-1`, `${EC2}:subnet/subnet-2`] } },
    },
    allow(
      [
        'ec2:DescribeDhcpOptions',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcEndpoints',
        'ec2:DescribeVpcs',
        'ecr:GetAuthorizationToken',
      ],
      '*',
    ),
    PULL,
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], VOLUME_KEY_ARN),
    LOG,
    allow(['s3:AbortMultipartUpload', 's3:PutObject'], 'arn:aws:s3:::acme-capture/capture/abalone/*'),
    allow('s3:GetObject', 'arn:aws:s3:::acme-models/abalone/model.tar.gz'),
  ]);
});

test('the models of a shadow and of pools are read as well', () => {
  const model = (name: string): ServedModel =>
    ServedModel.of(ServingContainer.archive({ image: OUR_IMAGE, modelDataUrl: `s3://acme-models/${name}.tar.gz` }));

  roleWith({
    variants: [
      ProductionVariant.instances({
        model: model('champion'),
        fallbackPools: [{ instanceType: 'ml.c5.large', model: model('pool') }],
      }),
    ],
    shadowVariant: ProductionVariant.instances({ variantName: 'Shadow', model: model('shadow') }),
  });

  expect(statements()).toEqual([
    METRICS,
    PULL,
    allow('ecr:GetAuthorizationToken', '*'),
    LOG,
    allow('s3:GetObject', [
      'arn:aws:s3:::acme-models/champion.tar.gz',
      'arn:aws:s3:::acme-models/pool.tar.gz',
      'arn:aws:s3:::acme-models/shadow.tar.gz',
    ]),
  ]);
});

test('an asynchronous endpoint reads requests and writes answers', () => {
  roleWith({ asynchronous: asynchronousIn(stack) });

  expect(statements()).toEqual([
    METRICS,
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], VOLUME_KEY_ARN),
    LOG,
    allow(['s3:AbortMultipartUpload', 's3:PutObject'], 'arn:aws:s3:::acme-async/answers/*'),
    allow('s3:GetObject', 'arn:aws:s3:::acme-async/requests/*'),
  ]);
});

test('what comes later is allowed by one policy beside the others', () => {
  const role = roleWith({});

  const [first, second] = ['champion', 'challenger'].map((name) =>
    role.allow([{ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::acme-models/${name}.tar.gz`] }]),
  );

  expect(second).toBe(first);
  expect(statements()).toEqual([
    METRICS,
    LOG,
    allow('s3:GetObject', 'arn:aws:s3:::acme-models/champion.tar.gz'),
    allow('s3:GetObject', 'arn:aws:s3:::acme-models/challenger.tar.gz'),
  ]);
});

test('no rule pack finds anything in an endpoint with a role of its own', () => {
  endpointIn(stack, {
    executionRole: undefined,
    variants: [ProductionVariant.instances({ model: ServedModel.of(container()) })],
    shadowVariant: ProductionVariant.instances({ variantName: 'Shadow', model: version(4) }),
  });

  const findings = findingsIn(stack);

  expect(findings).toEqual(NOTHING_FOUND);
});

function roleWith(wished: Partial<EndpointRoleProps>): EndpointRole {
  return new EndpointRole(stack, 'Role', {
    endpointName: 'abalone',
    variants: variantsOf('Champion'),
    alarms: [],
    ...wished,
  });
}

function allow(Action: string | string[], Resource: string | string[]): object {
  return { Effect: 'Allow', Action, Resource };
}

/** Every statement of the role, with its ARNs as text. */
function statements(): unknown[] {
  const policies = Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy');
  const all = Object.values(policies).flatMap(({ Properties }) => Properties.PolicyDocument.Statement as unknown[]);

  return JSON.parse(JSON.stringify(all), asText) as unknown[];
}

function asText(_: string, value: Record<string, unknown>): unknown {
  if (value['Ref'] === 'AWS::Partition') return 'aws';
  const [delimiter, parts] = (value['Fn::Join'] ?? []) as [string, string[]];

  return parts?.join(delimiter) ?? value;
}
