import { Size, Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EndpointConfigStep, EndpointConfigStepProps, EndpointVariant } from '../../lib/pipelines';
import { OUTPUT_KEY_ARN, permissionsOf, pipelineIn, renderedIn, stackIn, VOLUME_KEY_ARN } from './definitions';

const CONFIGS = ['arn:aws:sagemaker:eu-west-1:111111111111:endpoint-config/pipelines-*'];
const OTHER_GRANTS = [
  { actions: ['sagemaker:DescribeEndpointConfig'], resources: CONFIGS },
  {
    actions: ['sagemaker:AddTags'],
    resources: CONFIGS,
    conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateEndpointConfig' } },
  },
];

const serverless = EndpointVariant.serverless({
  modelName: 'abalone',
  memory: Size.gibibytes(2),
  maxConcurrency: 5,
});

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('each execution makes a configuration of its own, with the key on its volumes', () => {
  const rendered = renderedIn(stack, [configWith({})]);

  expect(rendered).toEqual({
    Name: 'Configure_Endpoint',
    Type: 'EndpointConfig',
    Arguments: {
      EndpointConfigName: named('-Configure-Endpoint'),
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: 'abalone', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      KmsKeyId: VOLUME_KEY_ARN,
    },
  });
});

test('long names of steps that begin alike stay apart', () => {
  const [champion, challenger] = ['Champion', 'Challenger'].map((noun) => nameOf(`ConfigureTheEndpointOf${noun}`));

  const part = expect.stringMatching(/^-ConfigureTh-[0-9a-f]{8}$/);
  expect([champion, challenger]).toEqual([named(part), named(part)]);
  expect(champion).not.toEqual(challenger);
});

test('a step without letters in its name makes a configuration nevertheless', () => {
  const name = nameOf('---');

  expect(name).toEqual(named('-config'));
});

test('an endpoint may answer into S3, and tell of it', () => {
  const [success, failure] = ['answers', 'failures'].map((name) =>
    sns.Topic.fromTopicArn(stack, name, `arn:aws:sns:eu-west-1:111111111111:${name}`),
  );
  const step = configWith({
    asyncInference: {
      outputS3Uri: 's3://acme-data/answers/',
      failureS3Uri: 's3://acme-data/failures/',
      maxConcurrentInvocationsPerInstance: 4,
      successTopic: success,
      errorTopic: failure,
    },
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments.AsyncInferenceConfig).toEqual({
    ClientConfig: { MaxConcurrentInvocationsPerInstance: 4 },
    OutputConfig: {
      S3OutputPath: 's3://acme-data/answers/',
      S3FailurePath: 's3://acme-data/failures/',
      KmsKeyId: OUTPUT_KEY_ARN,
      NotificationConfig: {
        SuccessTopic: 'arn:aws:sns:eu-west-1:111111111111:answers',
        ErrorTopic: 'arn:aws:sns:eu-west-1:111111111111:failures',
      },
    },
  });
});

test('answers in S3 are encrypted, whether anybody is told or not', () => {
  const rendered = renderedIn(stack, [configWith({ asyncInference: { outputS3Uri: 's3://acme-data/answers/' } })]);

  expect(rendered.Arguments.AsyncInferenceConfig).toEqual({
    OutputConfig: { S3OutputPath: 's3://acme-data/answers/', KmsKeyId: OUTPUT_KEY_ARN },
  });
});

test.each([
  ['local disks', onInstances('ml.g5.xlarge')],
  ['no instances', serverless],
])('%s take no key', (_, variant) => {
  const rendered = renderedIn(stack, [configWith({ variants: [variant] })]);

  expect(rendered.Arguments).not.toHaveProperty('KmsKeyId');
});

test('the role may make configurations with the key, and lend the key to SageMaker', () => {
  const permissions = permissionsOf(stack, configWith({}));

  expect(permissions).toEqual([
    {
      actions: ['sagemaker:CreateEndpointConfig'],
      resources: CONFIGS,
      conditions: { ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN } },
    },
    ...OTHER_GRANTS,
    { actions: ['kms:DescribeKey'], resources: [VOLUME_KEY_ARN] },
    {
      actions: ['kms:CreateGrant'],
      resources: [VOLUME_KEY_ARN],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ]);
});

test('the role may make serverless configurations without a key', () => {
  const permissions = permissionsOf(stack, configWith({ variants: [serverless] }));

  expect(permissions).toEqual([
    {
      actions: ['sagemaker:CreateEndpointConfig'],
      resources: CONFIGS,
      conditions: { Null: { 'sagemaker:ServerlessMaxConcurrency': 'false' } },
    },
    ...OTHER_GRANTS,
  ]);
});

test('the role may make configurations without a key on local disks', () => {
  const permissions = permissionsOf(stack, configWith({ variants: [onInstances('ml.g5.xlarge')] }));

  expect(permissions).toMatchObject([
    { conditions: { Null: { 'sagemaker:VolumeKmsKeyArn': 'true' } } },
    ...OTHER_GRANTS,
  ]);
});

test('a later step finds the configuration', () => {
  const { properties } = configWith({});

  const found = [properties.endpointConfigName._render(), properties.endpointConfigArn._render()];

  expect(found).toEqual([
    { Get: 'Steps.Configure_Endpoint.EndpointConfigName' },
    { Get: 'Steps.Configure_Endpoint.EndpointConfigArn' },
  ]);
});

test('an endpoint without variants is refused', () => {
  const pipeline = () => pipelineIn(stack, [configWith({ variants: [] })]);

  expect(pipeline).toThrow(
    'VariantsOutOfRange: steps.Configure_Endpoint.variants is empty, an endpoint has 1 to 10 variants; add EndpointVariant.instances(…), or leave out those that are not needed',
  );
});

test('variants of one name are refused', () => {
  const variant = onInstances('ml.m5.large');

  const pipeline = () => pipelineIn(stack, [configWith({ variants: [variant, variant] })]);

  expect(pipeline).toThrow(
    'StepPartNameTaken: steps.Configure_Endpoint.variants has "AllTraffic" more than once, the name of a variant is unique in its step; rename all but one',
  );
});

test('a serverless variant stands alone and answers at once', () => {
  const other = EndpointVariant.instances({ modelName: 'b', variantName: 'b', instanceType: 'ml.m5.large' });
  const step = configWith({
    variants: [serverless, other],
    asyncInference: { outputS3Uri: 's3://acme-data/answers/' },
  });

  const pipeline = () => pipelineIn(stack, [step]);

  expect(pipeline).toThrow(
    [
      '2 problems:',
      '  ServerlessVariantNotAlone: steps.Configure_Endpoint.variants has 2 entries, one of them EndpointVariant.serverless(…), a serverless endpoint has one variant; leave the others out, or put all on instances',
      '  ServerlessVariantAsync: steps.Configure_Endpoint.asyncInference is given with EndpointVariant.serverless(…), a serverless endpoint answers at once; leave it out, or use EndpointVariant.instances(…)',
    ].join('\n'),
  );
});

test('answers outside S3, and more of them at a time than SageMaker takes, are refused', () => {
  const asyncInference = { outputS3Uri: '/answers', maxConcurrentInvocationsPerInstance: 1001 };

  const pipeline = () => pipelineIn(stack, [configWith({ asyncInference })]);

  expect(pipeline).toThrow(
    [
      '2 problems:',
      '  S3UriMalformed: steps.Configure_Endpoint.asyncInference.outputS3Uri is "/answers", an address in S3 reads s3://<bucket>/<key>, in 512 characters or fewer; write one as "s3://acme-data/abalone/"',
      '  NumberOutOfRange: steps.Configure_Endpoint.asyncInference.maxConcurrentInvocationsPerInstance is 1001, an instance gets 1 to 1,000 asynchronous requests at the same time; leave it out, and SageMaker chooses',
    ].join('\n'),
  );
});

function configWith(wished: Partial<EndpointConfigStepProps>): EndpointConfigStep {
  return new EndpointConfigStep('Configure_Endpoint', { variants: [onInstances('ml.m5.large')], ...wished });
}

function onInstances(instanceType: string): EndpointVariant {
  return EndpointVariant.instances({ modelName: 'abalone', instanceType });
}

function nameOf(stepName: string): unknown {
  const step = new EndpointConfigStep(stepName, { variants: [onInstances('ml.m5.large')] });

  return renderedIn(stackIn(), [step]).Arguments.EndpointConfigName;
}

function named(ending: unknown): unknown {
  return { 'Std:Join': { On: '', Values: ['pipelines-', { Get: 'Execution.PipelineExecutionId' }, ending] } };
}
