import { Stack } from 'aws-cdk-lib';
import { ContainerImage, ModelContainer, ModelInvocation, ModelStep, ModelStepProps } from '../../lib/pipelines';
import { JOB_ROLE_ARN, permissionsOf, pipelineIn, renderedIn, stackIn } from './definitions';

const IMAGE_URI = '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0';
const MODELS = ['arn:aws:sagemaker:eu-west-1:111111111111:model/pipelines-*'];
const OTHER_GRANTS = [
  { actions: ['sagemaker:DescribeModel'], resources: MODELS },
  {
    actions: ['sagemaker:AddTags'],
    resources: MODELS,
    conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateModel' } },
  },
  {
    actions: ['iam:PassRole'],
    resources: [JOB_ROLE_ARN],
    conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  },
];

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test("a model runs as the environment's role in its network, isolated", () => {
  const rendered = renderedIn(stack, [modelOf({})]);

  expect(rendered).toEqual({
    Name: 'CreateModel',
    Type: 'Model',
    Arguments: {
      PrimaryContainer: { Image: IMAGE_URI, ModelDataUrl: 's3://acme-models/model.tar.gz' },
      ExecutionRoleArn: JOB_ROLE_ARN,
      VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] },
      EnableNetworkIsolation: true,
    },
  });
});

test('requests pass several containers one after the other', () => {
  const rendered = renderedIn(stack, [modelOf({ containers: [container('prepare'), container('predict')] })]);

  expect(rendered.Arguments).toMatchObject({
    Containers: [{ ContainerHostname: 'prepare' }, { ContainerHostname: 'predict' }],
    InferenceExecutionConfig: { Mode: 'Serial' },
  });
});

test('requests may name one of several containers', () => {
  const rendered = renderedIn(stack, [
    modelOf({ containers: [container('a'), container('b')], invocation: ModelInvocation.DIRECT }),
  ]);

  expect(rendered.Arguments.InferenceExecutionConfig).toEqual({ Mode: 'Direct' });
});

test('a model for a serverless endpoint leaves the network, for a reason', () => {
  const step = modelOf({ outsideNetworkReason: 'serverless endpoints take no network' });

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments).not.toHaveProperty('VpcConfig');
  expect(rendered.Arguments.EnableNetworkIsolation).toBe(false);
  expect(step._relaxations).toEqual([{ setting: 'outsideNetwork', reason: 'serverless endpoints take no network' }]);
});

test('a later step finds the model', () => {
  const { properties } = modelOf({});

  const found = [properties.modelName._render(), properties.modelArn._render()];

  expect(found).toEqual([{ Get: 'Steps.CreateModel.ModelName' }, { Get: 'Steps.CreateModel.ModelArn' }]);
});

test('the role may create models in the network alone', () => {
  const permissions = permissionsOf(stack, modelOf({}));

  expect(permissions).toEqual([
    {
      actions: ['sagemaker:CreateModel'],
      resources: MODELS,
      conditions: {
        'ForAllValues:StringEquals': {
          'sagemaker:VpcSubnets': ['subnet-1', 'subnet-2'],
          'sagemaker:VpcSecurityGroupIds': ['sg-1'],
        },
        'ForAnyValue:StringLike': { 'sagemaker:VpcSubnets': 'subnet-*', 'sagemaker:VpcSecurityGroupIds': 'sg-*' },
      },
    },
    ...OTHER_GRANTS,
  ]);
});

test('the role may create models outside the network where the step does', () => {
  const permissions = permissionsOf(stack, modelOf({ outsideNetworkReason: 'serverless' }));

  expect(permissions).toEqual([{ actions: ['sagemaker:CreateModel'], resources: MODELS }, ...OTHER_GRANTS]);
});

test('the role may use the versions of the group that a container comes from', () => {
  const modelPackageGroupArn = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone';
  const step = modelOf({
    containers: [
      ModelContainer.registered({
        modelPackageGroupArn,
        modelPackageArn: 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/3',
      }),
    ],
  });

  const permissions = permissionsOf(stack, step);

  expect(permissions).toContainEqual({
    actions: ['sagemaker:CreateModel', 'sagemaker:DescribeModelPackage'],
    resources: ['arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/*'],
  });
});

test.each([
  ['one container', [container('a')], 1],
  ['containers without hostnames', [container(), container()], 2],
])('requests cannot name %s', (_, containers, count) => {
  const pipeline = () => pipelineIn(stack, [modelOf({ containers, invocation: ModelInvocation.DIRECT })]);

  expect(pipeline).toThrow(
    `DirectInvocationWithoutHostnames: steps.CreateModel.invocation is ModelInvocation.DIRECT with ${count} containers, a request names one of several containers by its hostname; give each of 2 or more containers a hostname, or leave invocation out`,
  );
});

function modelOf(wished: Partial<ModelStepProps>): ModelStep {
  return new ModelStep('CreateModel', { containers: [container()], ...wished });
}

function container(hostname?: string): ModelContainer {
  return ModelContainer.of({
    image: ContainerImage.xgboost('3.2-0'),
    modelDataUrl: 's3://acme-models/model.tar.gz',
    hostname,
  });
}
