import { Duration, Size, Stack } from 'aws-cdk-lib';
import { Permission } from '../../lib/core';
import {
  ContainerImage,
  JobCompute,
  PipelineParameter,
  ProcessingInput,
  ProcessingOutput,
  ProcessingStep,
  ProcessingStepProps,
} from '../../lib/pipelines';
import {
  JOB_ROLE_ARN,
  OUTPUT_KEY_ARN,
  VOLUME_KEY_ARN,
  definitionOf,
  permissionsOf,
  pipelineIn,
  renderedIn,
  stackIn,
} from './definitions';
import { told } from './private/told';

const EVALUATION = ProcessingOutput.toS3('evaluation', 's3://acme-data/evaluation');
const FEATURES = ProcessingOutput.toFeatureGroup('features', 'customers');

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a processing job runs its command over its files, isolated and encrypted', () => {
  const step = evaluateWith({
    arguments: ['--verbose'],
    inputs: [ProcessingInput.fromS3('test', 's3://acme-data/test')],
    outputs: [EVALUATION],
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toEqual({
    Name: 'Evaluate',
    Type: 'Processing',
    Arguments: {
      AppSpecification: {
        ImageUri: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
        ContainerEntrypoint: ['python3', 'evaluate.py'],
        ContainerArguments: ['--verbose'],
      },
      ProcessingInputs: [
        {
          InputName: 'test',
          AppManaged: false,
          S3Input: {
            S3Uri: 's3://acme-data/test',
            LocalPath: '/opt/ml/processing/test',
            S3DataType: 'S3Prefix',
            S3InputMode: 'File',
            S3DataDistributionType: 'FullyReplicated',
            S3CompressionType: 'None',
          },
        },
      ],
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: 'evaluation',
            AppManaged: false,
            S3Output: {
              S3Uri: 's3://acme-data/evaluation',
              LocalPath: '/opt/ml/processing/evaluation',
              S3UploadMode: 'EndOfJob',
            },
          },
        ],
        KmsKeyId: OUTPUT_KEY_ARN,
      },
      ProcessingResources: {
        ClusterConfig: {
          InstanceType: 'ml.m5.xlarge',
          InstanceCount: 1,
          VolumeSizeInGB: 30,
          VolumeKmsKeyId: VOLUME_KEY_ARN,
        },
      },
      NetworkConfig: {
        EnableInterContainerTrafficEncryption: true,
        EnableNetworkIsolation: true,
        VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] },
      },
      RoleArn: JOB_ROLE_ARN,
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
  });
});

test('a job without arguments and files leaves their lists out, because SageMaker refuses empty ones', () => {
  const rendered = renderedIn(stack, [evaluateWith({ arguments: [], inputs: [], outputs: [], propertyFiles: [] })]);

  expect(rendered).not.toHaveProperty('PropertyFiles');
  expect(rendered.Arguments).not.toHaveProperty('ProcessingInputs');
  expect(rendered.Arguments).not.toHaveProperty('AppSpecification.ContainerArguments');
});

test('instances, their time and the key can be chosen', () => {
  const step = evaluateWith({
    compute: JobCompute.onDemand({
      instanceType: 'ml.c5.4xlarge',
      instanceCount: 3,
      volumeSize: Size.tebibytes(1),
      maxRuntime: Duration.minutes(20),
    }),
    outputKeyArn: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts',
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments).toMatchObject({
    ProcessingOutputConfig: { KmsKeyId: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts' },
    ProcessingResources: {
      ClusterConfig: { InstanceType: 'ml.c5.4xlarge', InstanceCount: 3, VolumeSizeInGB: 1024 },
    },
    StoppingCondition: { MaxRuntimeInSeconds: 1200 },
  });
});

test('later steps find an output and a value in a property file', () => {
  const evaluate = evaluateWith({
    outputs: [EVALUATION],
    propertyFiles: [{ fileName: 'Report', outputName: 'evaluation', filePath: 'evaluation.json' }],
  });
  const explain = new ProcessingStep('Explain', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'explain.py'],
    arguments: [
      evaluate.output('evaluation').asString,
      evaluate.propertyFileValue('Report', 'regression_metrics.mse.value').asString,
    ],
  });

  pipelineIn(stack, [evaluate, explain]);

  const [first, second] = definitionOf(stack).Steps;
  expect(first).toMatchObject({
    PropertyFiles: [{ PropertyFileName: 'Report', OutputName: 'evaluation', FilePath: 'evaluation.json' }],
  });
  expect(second.Arguments.AppSpecification).toMatchObject({
    ContainerArguments: [
      { Get: "Steps.Evaluate.ProcessingOutputConfig.Outputs['evaluation'].S3Output.S3Uri" },
      {
        'Std:JsonGet': {
          PropertyFile: { Get: 'Steps.Evaluate.PropertyFiles.Report' },
          Path: 'regression_metrics.mse.value',
        },
      },
    ],
  });
});

test.each([
  {
    outputs: [EVALUATION, ProcessingOutput.toS3('plots', 's3://acme-data/plots'), FEATURES],
    wanted: 'it has "evaluation", "plots"',
  },
  { outputs: [FEATURES], wanted: 'it has no outputs' },
])('an output that a step lacks cannot be used: $wanted', ({ outputs, wanted }) => {
  const output = () => evaluateWith({ outputs }).output('evalution');

  expect(output).toThrow(
    `StepResultUnknown: steps.Evaluate has no output "evalution", ${wanted}; add the output to the step, or correct the name`,
  );
});

test('a property file that a step lacks cannot be read', () => {
  const value = () => evaluateWith({ outputs: [EVALUATION] }).propertyFileValue('Report', 'mse');

  expect(value).toThrow(
    'StepResultUnknown: steps.Evaluate has no property file "Report", it has no property files; add the property file to the step, or correct the name',
  );
});

test.each([
  { outputs: [EVALUATION, FEATURES], wanted: 'the step has the outputs "evaluation"' },
  { outputs: [], wanted: 'the step has no outputs' },
])('a property file lies in an output of its step: $wanted', ({ outputs, wanted }) => {
  const step = evaluateWith({
    outputs,
    propertyFiles: [{ fileName: 'Report', outputName: 'report', filePath: 'evaluation.json' }],
  });

  const pipeline = () => pipelineIn(stack, [step]);

  expect(pipeline).toThrow(
    `PropertyFileWithoutOutput: steps.Evaluate.propertyFiles[0].outputName is "report", ${wanted}; name the output in which the file lies`,
  );
});

test.each([
  {
    prop: 'inputs',
    noun: 'an input',
    parts: {
      inputs: [
        ProcessingInput.fromS3('evaluation', 's3://acme-data/1'),
        ProcessingInput.fromS3('evaluation', 's3://acme-data/2'),
      ],
    },
  },
  { prop: 'outputs', noun: 'an output', parts: { outputs: [EVALUATION, EVALUATION] } },
  {
    prop: 'propertyFiles',
    noun: 'a property file',
    parts: {
      outputs: [EVALUATION],
      propertyFiles: ['a.json', 'b.json'].map((filePath) => ({
        fileName: 'evaluation',
        outputName: 'evaluation',
        filePath,
      })),
    },
  },
])('$prop of one name are refused', ({ prop, noun, parts }) => {
  const pipeline = () => pipelineIn(stack, [evaluateWith(parts)]);

  expect(pipeline).toThrow(
    `StepPartNameTaken: steps.Evaluate.${prop} has "evaluation" more than once, the name of ${noun} is unique in its step; rename all but one`,
  );
});

test('a job without a command is refused', () => {
  const pipeline = () => pipelineIn(stack, [evaluateWith({ entrypoint: [] })]);

  expect(pipeline).toThrow(
    "ProcessingWithoutCommand: steps.Evaluate.entrypoint is empty, a processing job needs a command to run; give one, such as ['python3', '/opt/ml/processing/code/preprocess.py']",
  );
});

test('an instance type that SageMaker offers for something else is refused', () => {
  const pipeline = () =>
    pipelineIn(stack, [evaluateWith({ compute: JobCompute.onDemand({ instanceType: 'ml.m5.huge' }) })]);

  expect(pipeline).toThrow(
    'InstanceTypeNotOffered: steps.Evaluate.compute.instanceType is "ml.m5.huge", SageMaker offers no such type for processing; the nearest are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge; a type newer than this library is written "unlisted:ml.m5.huge"',
  );
});

test('a job gets variables, and text where a parameter is a number', () => {
  const rounds = PipelineParameter.ofInteger('Rounds', { defaultValue: 5 });
  const bucket = PipelineParameter.ofString('Bucket', { defaultValue: 'acme-data' });
  const step = evaluateWith({
    arguments: ['--rounds', rounds.asString, '--bucket', bucket.asString],
    environmentVariables: { LOG_LEVEL: 'debug', ROUNDS: rounds.asString },
  });

  const rendered = renderedIn(stack, [step], { parameters: [rounds, bucket] });

  const asText = { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Rounds' }] } };
  expect(rendered.Arguments).toMatchObject({
    AppSpecification: { ContainerArguments: ['--rounds', asText, '--bucket', { Get: 'Parameters.Bucket' }] },
    Environment: { LOG_LEVEL: 'debug', ROUNDS: asText },
  });
});

test('a job that says why may call others, and stays in its network', () => {
  const step = evaluateWith({ outputs: [FEATURES], networkCallsReason: 'puts records in the feature group' });

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments.NetworkConfig).toEqual({
    EnableInterContainerTrafficEncryption: true,
    EnableNetworkIsolation: false,
    VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] },
  });
  expect(step._relaxations).toEqual([{ setting: 'networkCallsReason', reason: 'puts records in the feature group' }]);
});

test('an isolated job puts nothing in a feature group', () => {
  const pipeline = () => pipelineIn(stack, [evaluateWith({ outputs: [EVALUATION, FEATURES] })]);

  expect(pipeline).toThrow(
    'OutputNeedsNetworkCalls: steps.Evaluate.outputs[1] goes to a feature group, from an isolated job, the script itself calls Feature Store; say so in networkCallsReason, or leave files in S3 for another step to ingest',
  );
});

test('later steps know the job itself', () => {
  const { properties } = evaluateWith({});

  expect(properties.processingJobName._render()).toEqual({ Get: 'Steps.Evaluate.ProcessingJobName' });
  expect(properties.processingJobArn._render()).toEqual({ Get: 'Steps.Evaluate.ProcessingJobArn' });
  expect(properties.exitMessage._render()).toEqual({ Get: 'Steps.Evaluate.ExitMessage' });
});

test("the pipeline's role runs the job, and reads its property files and nothing else of S3", () => {
  const step = evaluateWith({
    outputs: [EVALUATION],
    propertyFiles: [{ fileName: 'Report', outputName: 'evaluation', filePath: 'evaluation.json' }],
  });

  const permissions = permissionsOf(stack, step) as Permission[];

  const jobs = permissions.filter(({ resources }) => resources[0].endsWith(':processing-job/pipelines-*'));
  expect(jobs.flatMap(({ actions }) => actions).sort()).toEqual([
    'sagemaker:AddTags',
    'sagemaker:CreateProcessingJob',
    'sagemaker:DescribeProcessingJob',
    'sagemaker:StopProcessingJob',
  ]);
  expect(permissions.filter((permission) => !jobs.includes(permission))).toEqual([
    expect.objectContaining({ actions: ['iam:PassRole'], resources: [JOB_ROLE_ARN] }),
    { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-data/evaluation/evaluation.json'] },
    expect.objectContaining({ actions: ['kms:Decrypt'] }),
  ]);
});

test('ten inputs and ten outputs are enough', () => {
  const numbered = [...Array(11).keys()].map(String);
  const [few, many] = [numbered.slice(1), numbered].map((names) =>
    evaluateWith({
      inputs: names.map((name) => ProcessingInput.fromS3(name, 's3://acme-data/in')),
      outputs: names.map((name) => ProcessingOutput.toS3(name, 's3://acme-data/out')),
    }),
  );

  expect(told((problems) => few._check(problems))).toEqual([]);
  expect(told((problems) => many._check(problems))).toEqual([
    'ProcessingFilesOutOfRange: steps.Evaluate.inputs has 11 entries, a processing job has up to 10 inputs and as many outputs; gather some of them below one prefix',
    'ProcessingFilesOutOfRange: steps.Evaluate.outputs has 11 entries, a processing job has up to 10 inputs and as many outputs; gather some of them below one prefix',
  ]);
});

test('all that is wrong with a job is told at once, by its place in the step', () => {
  const step = evaluateWith({
    inputs: [ProcessingInput.fromS3('test', '/data/test')],
    outputs: [ProcessingOutput.toS3('evaluation', 'evaluation')],
    environmentVariables: { '2FAST': 'yes' },
    networkCallsReason: ' ',
  });

  expect(told((problems) => step._check(problems)).map((problem) => problem.split(',')[0])).toEqual([
    'NetworkCallsWithoutReason: steps.Evaluate.networkCallsReason is empty',
    'VariableNameMalformed: steps.Evaluate.environmentVariables has "2FAST"',
    'S3UriMalformed: steps.Evaluate.inputs[0].s3Uri is "/data/test"',
    'S3UriMalformed: steps.Evaluate.outputs[0].s3Uri is "evaluation"',
  ]);
});

function evaluateWith(wished: Partial<ProcessingStepProps>): ProcessingStep {
  return new ProcessingStep('Evaluate', {
    image: ContainerImage.xgboost('3.2-0'),
    entrypoint: ['python3', 'evaluate.py'],
    ...wished,
  });
}
