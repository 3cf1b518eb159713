import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  ModelOptimization,
  ModelOptimizationProps,
  OptimizationSource,
  OptimizationTechnique,
} from '../../lib/pipelines';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { definitionOf, environmentIn, JOB_ROLE_ARN, OUTPUT_KEY_ARN, pipelineIn, stackIn } from './definitions';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000007';
const MODEL = 's3://acme-models/abalone/llm/';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a step asks a queue for the model, and brings the result', () => {
  const optimization = optimizationWith({});

  pipelineIn(stack, [optimization.step]);

  expect(definitionOf(stack).Steps).toEqual([
    {
      Name: 'Optimise',
      Type: 'Callback',
      Arguments: { modelS3Uri: MODEL, outputS3Uri: 's3://acme-models/optimised/' },
      SqsQueueUrl: expect.stringContaining('OptimizationQueue'),
      OutputParameters: [
        { OutputName: 'optimizedModelS3Uri', OutputType: 'String' },
        { OutputName: 'optimizationJobName', OutputType: 'String' },
      ],
    },
  ]);
  expect([optimization.optimizedModelS3Uri, optimization.optimizationJobName].map((value) => value._render())).toEqual([
    { Get: "Steps.Optimise.OutputParameters['optimizedModelS3Uri']" },
    { Get: "Steps.Optimise.OutputParameters['optimizationJobName']" },
  ]);
});

test('the job runs in the environment, as its role and with its key', () => {
  optimizationWith({ maxRuntime: Duration.minutes(20), maxInstanceCount: 2 });

  expect(settings()).toEqual({
    jobNamePrefix: expect.stringMatching(/^team/),
    mostReceipts: 16,
    waitMinutes: 80,
    job: {
      RoleArn: JOB_ROLE_ARN,
      ModelSource: { S3: {} },
      DeploymentInstanceType: 'ml.g5.2xlarge',
      MaxInstanceCount: 2,
      OptimizationConfigs: [{ ModelQuantizationConfig: {} }],
      OutputConfig: { KmsKeyId: OUTPUT_KEY_ARN },
      VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
      StoppingCondition: { MaxRuntimeInSeconds: 1_200 },
    },
  });
});

test('the function runs optimisations, and those of its own prefix alone', () => {
  optimizationWith({});

  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const statement = policy.Properties.PolicyDocument.Statement.find(({ Action }: { Action: string[] }) =>
    Action.includes('sagemaker:CreateOptimizationJob'),
  );
  expect(statement).toMatchObject({
    Action: ['sagemaker:CreateOptimizationJob', 'sagemaker:DescribeOptimizationJob', 'sagemaker:StopOptimizationJob'],
    Resource: {
      'Fn::Join': [
        '',
        [expect.anything(), expect.anything(), expect.stringMatching(/:optimization-job\/team[a-z0-9]+-\*$/)],
      ],
    },
  });
});

test('everything that is wrong is told at once', () => {
  const optimization = () =>
    optimizationWith({
      pipelineName: 'abalone_1',
      source: OptimizationSource.model('acme_llm'),
      deploymentInstanceType: 'ml.m5.large',
      maxInstanceCount: 0,
      outputS3Uri: 'acme-models',
      maxRuntime: Duration.seconds(59),
      environment: environmentIn(stackIn(), { subnets: [] }),
    });

  expect(optimization).toThrow(
    [
      '7 problems:',
      'NameMalformed: steps.Optimise.pipelineName is "abalone_1", a pipeline name is 1 to 256 characters: letters, digits and hyphens between them; write "abalone-1"',
      'NameMalformed: steps.Optimise.source.modelName is "acme_llm", a name is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
      'InstanceTypeNotOptimised: steps.Optimise.deploymentInstanceType is "ml.m5.large", SageMaker optimises models for p4d, p4de, p5, p5e, p5en, g4dn, g5, g6, g6e, inf2, trn1, trn1n; write "ml.g5.2xlarge", or another of those',
      'NumberOutOfRange: steps.Optimise.maxInstanceCount is 0, an optimisation runs on 1 instance or more; write 1, or leave it out',
      'S3UriMalformed: steps.Optimise.outputS3Uri is "acme-models", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
      'DurationOutOfRange: steps.Optimise.maxRuntime is 59 seconds, a step waits 1 minute to 2 days for an optimisation; use Duration.hours(6)',
      'NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
    ].join('\n  '),
  );
});

test('the licence that was accepted is kept in the template', () => {
  const acceptedLicence = 'Jane Doe (legal) accepted the Llama 3.1 Community License';

  optimizationWith({ source: OptimizationSource.files({ modelS3Uri: MODEL, acceptedLicence }) });

  Template.fromStack(stack).hasResource('AWS::SQS::Queue', {
    Metadata: { 'governed-ml:licences': [acceptedLicence] },
  });
});

test('no rule pack finds anything', () => {
  optimizationWith({});

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test('another technique keeps the queues', () => {
  optimizationWith({});
  const queues = Object.keys(Template.fromStack(stack).findResources('AWS::SQS::Queue'));
  stack = stackIn();

  optimizationWith({ techniques: [OptimizationTechnique.sharding()], maxRuntime: Duration.hours(2) });

  expect(Object.keys(Template.fromStack(stack).findResources('AWS::SQS::Queue'))).toEqual(queues);
});

function optimizationWith(wished: Partial<ModelOptimizationProps>): ModelOptimization {
  return new ModelOptimization(stack, 'Optimization', {
    stepName: 'Optimise',
    pipelineName: 'abalone',
    source: OptimizationSource.files({ modelS3Uri: MODEL }),
    deploymentInstanceType: 'ml.g5.2xlarge',
    techniques: [OptimizationTechnique.quantization()],
    outputS3Uri: 's3://acme-models/optimised/',
    encryptionKey: kms.Key.fromKeyArn(stack, 'FunctionKey', KEY_ARN),
    // Made elsewhere, so that the pipeline of the same stack has room for its own.
    environment: environmentIn(stackIn()),
    ...wished,
  });
}

/** The settings as the handler reads them. */
function settings(): unknown {
  const [handler] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));

  return JSON.parse(handler.Properties.Environment.Variables.SETTINGS);
}
