import { Duration, Stack } from 'aws-cdk-lib';
import {
  ContainerImage,
  JobCompute,
  NotebookJobStep,
  NotebookJobStepProps,
  NotebookSource,
  PipelineParameter,
} from '../../lib/pipelines';
import { JOB_ROLE_ARN, OUTPUT_KEY_ARN, permissionsOf, renderedIn, stackIn, VOLUME_KEY_ARN } from './definitions';
import { told } from './private/told';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a notebook runs as a training job, isolated and encrypted', () => {
  const rendered = renderedIn(stack, [reportWith({})]);

  expect(rendered).toEqual({
    Name: 'Report',
    Type: 'Training',
    Arguments: {
      AlgorithmSpecification: {
        TrainingImage: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
        TrainingInputMode: 'File',
        ContainerEntrypoint: ['amazon_sagemaker_scheduler'],
      },
      InputDataConfig: [
        {
          ChannelName: 'sagemaker_headless_execution_pipelinestep',
          DataSource: {
            S3DataSource: {
              S3DataType: 'S3Prefix',
              S3Uri: 's3://acme-code/reports/',
              S3DataDistributionType: 'FullyReplicated',
            },
          },
        },
      ],
      OutputDataConfig: { S3OutputPath: 's3://acme-data/reports', KmsKeyId: OUTPUT_KEY_ARN },
      ResourceConfig: {
        InstanceType: 'ml.m5.xlarge',
        InstanceCount: 1,
        VolumeSizeInGB: 30,
        VolumeKmsKeyId: VOLUME_KEY_ARN,
      },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] },
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: true,
      RoleArn: JOB_ROLE_ARN,
      RetryStrategy: { MaximumRetryAttempts: 1 },
      Environment: {
        AWS_DEFAULT_REGION: 'eu-west-1',
        SM_JOB_DEF_VERSION: '1.0',
        SM_ENV_NAME: 'sagemaker-default-env',
        SM_SKIP_EFS_SIMULATION: 'true',
        SM_EXECUTION_INPUT_PATH: '/opt/ml/input/data/sagemaker_headless_execution_pipelinestep',
        SM_KERNEL_NAME: 'python3',
        SM_INPUT_NOTEBOOK_NAME: 'report.ipynb',
        SM_OUTPUT_NOTEBOOK_NAME: 'Report.ipynb',
      },
      Tags: [
        { Key: 'sagemaker:name', Value: 'Report' },
        { Key: 'sagemaker:notebook-name', Value: 'report.ipynb' },
        { Key: 'sagemaker:notebook-job-origin', Value: 'PIPELINE_STEP' },
        { Key: 'sagemaker:is-studio-archived', Value: 'false' },
      ],
    },
  });
});

test('a notebook gets parameters, variables and a script, and may call others for a reason', () => {
  const month = PipelineParameter.ofInteger('Month', { defaultValue: 3 });
  const step = reportWith({
    notebook: NotebookSource.fromFolder({
      s3Uri: 's3://acme-code/reports/',
      notebookName: 'report.ipynb',
      initScriptName: 'install.sh',
    }),
    jobName: 'monthly_report',
    parameters: { month: month.asString },
    environmentVariables: { LOG_LEVEL: 'debug' },
    compute: JobCompute.onDemand({ maxRuntime: Duration.hours(2) }),
    internalErrorRetries: 3,
    tags: { team: 'marine-life' },
    networkCallsReason: 'reads the feature store',
  });

  const rendered = renderedIn(stack, [step], { parameters: [month] });

  expect(rendered.Arguments).toMatchObject({
    HyperParameters: { month: { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Month' }] } } },
    Environment: {
      LOG_LEVEL: 'debug',
      SM_INIT_SCRIPT: 'install.sh',
      SM_OUTPUT_NOTEBOOK_NAME: 'monthly-report.ipynb',
    },
    RetryStrategy: { MaximumRetryAttempts: 3 },
    EnableNetworkIsolation: false,
    Tags: expect.arrayContaining([
      { Key: 'team', Value: 'marine-life' },
      { Key: 'sagemaker:name', Value: 'monthly_report' },
    ]),
  });
  expect(step._relaxations).toEqual([{ setting: 'networkCallsReason', reason: 'reads the feature store' }]);
});

test('later steps find the notebook and its results', () => {
  const { properties } = reportWith({});

  expect(properties.computingJobName._render()).toEqual({ Get: 'Steps.Report.TrainingJobName' });
  expect(properties.computingJobStatus._render()).toEqual({ Get: 'Steps.Report.TrainingJobStatus' });
  expect(properties.inputLocation._render()).toEqual({
    Get: 'Steps.Report.InputDataConfig[0].DataSource.S3DataSource.S3Uri',
  });
  expect(properties.outputLocationPrefix._render()).toEqual({ Get: 'Steps.Report.OutputDataConfig.S3OutputPath' });
  expect(properties.inputNotebookName._render()).toEqual({
    Get: "Steps.Report.Environment['SM_INPUT_NOTEBOOK_NAME']",
  });
  expect(properties.outputNotebookName._render()).toEqual({
    Get: "Steps.Report.Environment['SM_OUTPUT_NOTEBOOK_NAME']",
  });
});

test("the pipeline's role runs a training job", () => {
  const permissions = permissionsOf(stack, reportWith({})) as { actions: string[] }[];

  expect(permissions.flatMap(({ actions }) => actions).sort()).toEqual([
    'iam:PassRole',
    'sagemaker:AddTags',
    'sagemaker:CreateTrainingJob',
    'sagemaker:DescribeTrainingJob',
    'sagemaker:StopTrainingJob',
  ]);
});

test('a step whose name is none for a job gives it one', () => {
  const step = new NotebookJobStep('2026', { ...PROPS });

  expect(told((problems) => step._check(problems))).toEqual([
    'NameMalformed: steps.2026.jobName is "2026", the name of a notebook job is 1 to 63 letters, digits, hyphens and underscores, beginning with a letter; choose a name of that form',
  ]);
});

const PROPS: NotebookJobStepProps = {
  notebook: NotebookSource.fromFolder({ s3Uri: 's3://acme-code/reports/', notebookName: 'report.ipynb' }),
  image: ContainerImage.scikitLearn('1.2-1'),
  kernelName: 'python3',
  outputS3Uri: 's3://acme-data/reports',
};

function reportWith(wished: Partial<NotebookJobStepProps>): NotebookJobStep {
  return new NotebookJobStep('Report', { ...PROPS, ...wished });
}
