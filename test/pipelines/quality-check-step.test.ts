import { Stack } from 'aws-cdk-lib';
import {
  CheckBaseline,
  QualityCheck,
  QualityCheckStep,
  QualityCheckStepProps,
  QualityDatasetFormat,
  RunChoice,
} from '../../lib/pipelines';
import { JOB_ROLE_ARN, OUTPUT_KEY_ARN, permissionsOf, renderedIn, stackIn, VOLUME_KEY_ARN } from './definitions';
import { told } from './private/told';

const BASELINE = CheckBaseline.fromFiles({
  constraintsS3Uri: 's3://acme-data/constraints.json',
  statisticsS3Uri: 's3://acme-data/statistics.json',
});

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a quality check measures a dataset, isolated and encrypted, and compares with a baseline', () => {
  const rendered = renderedIn(stack, [checkWith({ environmentVariables: { REGION: 'north' } })]);

  expect(rendered).toEqual({
    Name: 'CheckData',
    Type: 'QualityCheck',
    Arguments: {
      AppSpecification: {
        ImageUri: '468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer',
      },
      ProcessingInputs: [
        {
          InputName: 'baseline_dataset_input',
          AppManaged: false,
          S3Input: {
            S3Uri: 's3://acme-data/train',
            LocalPath: '/opt/ml/processing/input/baseline_dataset_input',
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
            OutputName: 'quality_check_output',
            AppManaged: false,
            S3Output: {
              S3Uri: 's3://acme-data/quality',
              LocalPath: '/opt/ml/processing/output',
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
      Environment: {
        REGION: 'north',
        output_path: '/opt/ml/processing/output',
        publish_cloudwatch_metrics: 'Disabled',
        dataset_format: '{"json":{"lines":true}}',
        dataset_source: '/opt/ml/processing/input/baseline_dataset_input',
      },
      NetworkConfig: {
        EnableInterContainerTrafficEncryption: true,
        EnableNetworkIsolation: true,
        VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] },
      },
      RoleArn: JOB_ROLE_ARN,
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
    CheckType: 'DATA_QUALITY',
    SkipCheck: false,
    FailOnViolation: true,
    RegisterNewBaseline: false,
    SuppliedBaselineConstraints: 's3://acme-data/constraints.json',
    SuppliedBaselineStatistics: 's3://acme-data/statistics.json',
  });
});

test('later steps find limits and figures', () => {
  const { properties } = checkWith({});

  expect(properties.calculatedBaselineStatistics._render()).toEqual({
    Get: 'Steps.CheckData.CalculatedBaselineStatistics',
  });
  expect(properties.baselineUsedForDriftCheckStatistics._render()).toEqual({
    Get: 'Steps.CheckData.BaselineUsedForDriftCheckStatistics',
  });
});

test("the pipeline's role runs the job; for files it looks nothing up", () => {
  const permissions = permissionsOf(stack, checkWith({})) as { actions: string[] }[];

  expect(permissions.flatMap(({ actions }) => actions)).not.toContain('sagemaker:ListModelPackages');
});

test('the first baseline is drawn without a comparison', () => {
  const step = checkWith({
    baseline: undefined,
    skipCheck: RunChoice.always(),
    registerNewBaseline: RunChoice.always(),
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toMatchObject({ SkipCheck: true, RegisterNewBaseline: true });
  expect(rendered).not.toHaveProperty('SuppliedBaselineConstraints');
});

test('the variables of the check itself are not given twice', () => {
  const step = checkWith({ environmentVariables: { output_path: '/tmp' } });

  expect(told((problems) => step._check(problems))).toEqual([
    'EnvironmentVariableReserved: steps.CheckData.environmentVariables.output_path is given, the step sets this variable itself; leave it out',
  ]);
});

function checkWith(wished: Partial<QualityCheckStepProps>): QualityCheckStep {
  return new QualityCheckStep('CheckData', {
    check: QualityCheck.dataQuality({ datasetS3Uri: 's3://acme-data/train', format: QualityDatasetFormat.jsonLines() }),
    outputS3Uri: 's3://acme-data/quality',
    baseline: BASELINE,
    ...wished,
  });
}
