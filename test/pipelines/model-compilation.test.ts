import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  CompilationSource,
  CompilationTarget,
  ModelCompilation,
  ModelCompilationProps,
  NeoDevice,
  NeoFramework,
} from '../../lib/pipelines';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { definitionOf, environmentIn, JOB_ROLE_ARN, OUTPUT_KEY_ARN, pipelineIn, stackIn } from './definitions';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000007';
const MODEL = 's3://acme-models/abalone/model.tar.gz';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a step asks a queue for the model, and brings the result', () => {
  const compilation = compilationWith({});

  pipelineIn(stack, [compilation.step]);

  expect(definitionOf(stack).Steps).toEqual([
    {
      Name: 'Compile',
      Type: 'Callback',
      Arguments: { modelS3Uri: MODEL, outputS3Uri: 's3://acme-models/compiled/' },
      SqsQueueUrl: expect.stringContaining('CompilationQueue'),
      OutputParameters: [
        { OutputName: 'compiledModelS3Uri', OutputType: 'String' },
        { OutputName: 'compilationJobName', OutputType: 'String' },
      ],
    },
  ]);
  expect([compilation.compiledModelS3Uri, compilation.compilationJobName].map((value) => value._render())).toEqual([
    { Get: "Steps.Compile.OutputParameters['compiledModelS3Uri']" },
    { Get: "Steps.Compile.OutputParameters['compilationJobName']" },
  ]);
});

test('the job runs in the environment, as its role and with its key', () => {
  compilationWith({ maxRuntime: Duration.minutes(20) });

  expect(settings()).toEqual({
    jobNamePrefix: expect.stringMatching(/^team/),
    mostReceipts: 16,
    waitMinutes: 80,
    job: {
      RoleArn: JOB_ROLE_ARN,
      InputConfig: { Framework: 'XGBOOST' },
      OutputConfig: { TargetDevice: 'ml_c5', KmsKeyId: OUTPUT_KEY_ARN },
      VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
      StoppingCondition: { MaxRuntimeInSeconds: 1_200 },
    },
  });
});

test('the function runs compilations, and those of its own prefix alone', () => {
  compilationWith({});

  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const statement = policy.Properties.PolicyDocument.Statement.find(({ Action }: { Action: string[] }) =>
    Action.includes('sagemaker:CreateCompilationJob'),
  );
  expect(statement).toMatchObject({
    Action: ['sagemaker:CreateCompilationJob', 'sagemaker:DescribeCompilationJob', 'sagemaker:StopCompilationJob'],
    Resource: {
      'Fn::Join': [
        '',
        [expect.anything(), expect.anything(), expect.stringMatching(/:compilation-job\/team[a-z0-9]+-\*$/)],
      ],
    },
  });
});

test('everything that is wrong is told at once', () => {
  const compilation = () =>
    compilationWith({
      pipelineName: 'abalone_1',
      source: CompilationSource.archive({ modelS3Uri: MODEL, framework: NeoFramework.KERAS }),
      target: CompilationTarget.device(NeoDevice.COREML),
      outputS3Uri: 'acme-models',
      maxRuntime: Duration.seconds(59),
      environment: environmentIn(stackIn(), { subnets: [] }),
    });

  expect(compilation).toThrow(
    [
      '6 problems:',
      'NameMalformed: steps.Compile.pipelineName is "abalone_1", a pipeline name is 1 to 256 characters: letters, digits and hyphens between them; write "abalone-1"',
      'DataInputConfigMissing: steps.Compile.source.dataInputConfig is missing, a model of KERAS does not tell names and shapes of its inputs; write it as {"data": [1, 3, 224, 224]}',
      'FrameworkUnsupported: steps.Compile.target is coreml for a model of KERAS, Neo converts models of PYTORCH and TENSORFLOW to Core ML; compile for another device, or train with one of those',
      'S3UriMalformed: steps.Compile.outputS3Uri is "acme-models", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
      'DurationOutOfRange: steps.Compile.maxRuntime is 59 seconds, a step waits 1 minute to 1 day for a compilation; use Duration.minutes(30)',
      'NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
    ].join('\n  '),
  );
});

test('no rule pack finds anything', () => {
  compilationWith({});

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test('another target keeps the queues', () => {
  compilationWith({});
  const queues = Object.keys(Template.fromStack(stack).findResources('AWS::SQS::Queue'));
  stack = stackIn();

  compilationWith({ target: CompilationTarget.device(NeoDevice.ML_G4DN), maxRuntime: Duration.hours(2) });

  expect(Object.keys(Template.fromStack(stack).findResources('AWS::SQS::Queue'))).toEqual(queues);
});

function compilationWith(wished: Partial<ModelCompilationProps>): ModelCompilation {
  return new ModelCompilation(stack, 'Compilation', {
    stepName: 'Compile',
    pipelineName: 'abalone',
    source: CompilationSource.archive({ modelS3Uri: MODEL, framework: NeoFramework.XGBOOST }),
    target: CompilationTarget.device(NeoDevice.ML_C5),
    outputS3Uri: 's3://acme-models/compiled/',
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
