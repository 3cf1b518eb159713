import { Duration, Size, Stack } from 'aws-cdk-lib';
import { ContainerImage, JobCompute, ProcessingStep, ProcessingStepProps } from '../../lib/pipelines';
import {
  JOB_ROLE_ARN,
  OUTPUT_KEY_ARN,
  VOLUME_KEY_ARN,
  definitionOf,
  pipelineIn,
  renderedIn,
  stackIn,
} from './definitions';

const EVALUATION = { outputName: 'evaluation', s3Uri: 's3://acme-data/evaluation' };

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a processing job runs its command over its files, isolated and encrypted', () => {
  const step = evaluateWith({
    arguments: ['--verbose'],
    inputs: [{ inputName: 'test', s3Uri: 's3://acme-data/test' }],
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

test('files, instances and key can be chosen', () => {
  const step = evaluateWith({
    inputs: [{ inputName: 'test', s3Uri: 's3://acme-data/test', localPath: '/opt/ml/processing/in' }],
    outputs: [{ ...EVALUATION, localPath: '/opt/ml/processing/out' }],
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
    ProcessingInputs: [{ S3Input: { LocalPath: '/opt/ml/processing/in' } }],
    ProcessingOutputConfig: {
      Outputs: [{ S3Output: { LocalPath: '/opt/ml/processing/out' } }],
      KmsKeyId: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts',
    },
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
    outputs: [EVALUATION, { outputName: 'plots', s3Uri: 's3://acme-data/plots' }],
    wanted: 'it has "evaluation", "plots"',
  },
  { outputs: [], wanted: 'it has no outputs' },
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
  { outputs: [EVALUATION], wanted: 'the step has the outputs "evaluation"' },
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
        { inputName: 'evaluation', s3Uri: 's3://acme-data/1' },
        { inputName: 'evaluation', s3Uri: 's3://acme-data/2' },
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

function evaluateWith(wished: Partial<ProcessingStepProps>): ProcessingStep {
  return new ProcessingStep('Evaluate', {
    image: ContainerImage.xgboost('3.2-0'),
    entrypoint: ['python3', 'evaluate.py'],
    ...wished,
  });
}
