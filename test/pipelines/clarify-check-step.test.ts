import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  CheckBaseline,
  ClarifyCheck,
  ClarifyCheckStep,
  ClarifyCheckStepProps,
  ClarifyCheckType,
  ClarifyValues,
  ContainerImage,
  PipelineParameter,
  RunChoice,
} from '../../lib/pipelines';
import {
  JOB_ROLE_ARN,
  OUTPUT_KEY_ARN,
  RenderedStep,
  VOLUME_KEY_ARN,
  permissionsOf,
  pipelineIn,
  renderedIn,
  stackIn,
} from './definitions';
import { told } from './private/told';

const GROUP = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package-group/abalone';
const DATA_BIAS = ClarifyCheck.dataBias({
  label: 'y',
  headers: ['y', 'age', 'sex'],
  positiveOutcome: ClarifyValues.ofNumbers(1),
  facets: [{ name: 'age', values: ClarifyValues.above(40) }, { name: 'sex' }],
});
const EXPLAINABILITY = ClarifyCheck.explainability({
  model: { modelName: 'abalone', instanceType: 'ml.m5.large' },
  label: 'y',
});

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a bias check runs Clarify over a dataset, isolated and encrypted, and compares with the approved version', () => {
  const skip = PipelineParameter.ofBoolean('Skip', { defaultValue: false });
  const step = checkWith({ skipCheck: RunChoice.decidedBy(skip) });

  const rendered = renderedIn(stack, [step], { parameters: [skip] });

  expect(rendered).toEqual({
    Name: 'CheckBias',
    Type: 'ClarifyCheck',
    Arguments: {
      AppSpecification: {
        ImageUri: '131013547314.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-clarify-processing:1.0',
      },
      ProcessingInputs: [
        filesIn('analysis_config', expect.stringMatching(/^s3:\/\/cdk-.*\/[0-9a-f]+\.json$/), 'config'),
        filesIn('dataset', 's3://acme-data/train', 'data'),
      ],
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: 'analysis_result',
            AppManaged: false,
            S3Output: {
              S3Uri: 's3://acme-data/bias',
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
      NetworkConfig: {
        EnableInterContainerTrafficEncryption: true,
        EnableNetworkIsolation: true,
        VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] },
      },
      RoleArn: JOB_ROLE_ARN,
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
    CheckType: 'DATA_BIAS',
    ModelPackageGroupName: GROUP,
    SkipCheck: { Get: 'Parameters.Skip' },
    FailOnViolation: true,
    RegisterNewBaseline: false,
  });
});

test('the configuration is a file of the app, the same in every synth', () => {
  const [first, second] = [stackIn(), stackIn()].map((each) => configUriOf(renderedIn(each, [checkWith({})])));

  expect(first).toBe(second);
  expect(fileOf(stack, configUriOf(renderedIn(stack, [checkWith({})])))).toEqual({
    dataset_type: 'text/csv',
    headers: ['y', 'age', 'sex'],
    label: 'y',
    label_values_or_threshold: [1],
    facet: [{ name_or_index: 'age', value_or_threshold: [40] }, { name_or_index: 'sex' }],
    methods: { pre_training_bias: { methods: 'all' }, report: { name: 'report', title: 'Analysis Report' } },
  });
});

test("the jobs' role may read the configuration", () => {
  renderedIn(stack, [checkWith({})]);

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
    Roles: ['acme-jobs'],
    PolicyDocument: { Statement: [{ Action: 's3:GetObject' }, { Action: 's3:ListBucket' }] },
  });
});

test('a check of a model names it beside its job, which says why it calls others', () => {
  const step = checkWith({
    check: EXPLAINABILITY,
    registerNewBaseline: RunChoice.always(),
    failOnViolation: RunChoice.never(),
    networkCallsReason: 'Clarify asks the model',
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toMatchObject({
    CheckType: 'MODEL_EXPLAINABILITY',
    ModelName: 'abalone',
    RegisterNewBaseline: true,
    FailOnViolation: false,
    Arguments: { NetworkConfig: { EnableNetworkIsolation: false } },
  });
  expect(step._relaxations).toEqual([{ setting: 'networkCallsReason', reason: 'Clarify asks the model' }]);
});

test('a check of a model does not work in isolation', () => {
  const step = checkWith({ check: EXPLAINABILITY });

  expect(told((problems) => step._check(problems))).toEqual([
    'CheckNeedsNetworkCalls: steps.CheckBias.networkCallsReason is missing, Clarify makes an endpoint of the model and calls it, which an isolated job cannot; say so in networkCallsReason, or measure in a ProcessingStep',
  ]);
});

test('a configuration of your own, an image of your own and a baseline of your own stay where they are', () => {
  const step = checkWith({
    check: ClarifyCheck.fromConfigFile({
      checkType: ClarifyCheckType.DATA_BIAS,
      configS3Uri: 's3://acme-data/analysis_config.json',
    }),
    image: ContainerImage.scikitLearn('1.2-1'),
    baseline: CheckBaseline.fromFiles({ constraintsS3Uri: 's3://acme-data/constraints.json' }),
  });

  const rendered = renderedIn(stack, [step]);

  expect(configUriOf(rendered)).toBe('s3://acme-data/analysis_config.json');
  expect(rendered.Arguments.AppSpecification).toEqual({ ImageUri: expect.stringContaining('sagemaker-scikit-learn') });
  expect(rendered).toMatchObject({ SuppliedBaselineConstraints: 's3://acme-data/constraints.json' });
  expect(rendered).not.toHaveProperty('ModelPackageGroupName');
  Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
});

test('a monitor gets a configuration of its own, without the dataset', () => {
  const step = checkWith({});
  const uri = step.monitoringConfigS3Uri;

  pipelineIn(stack, [step]);

  expect(fileOf(stack, stack.resolve(uri))).toEqual({
    label_values_or_threshold: [1],
    facet: [{ name_or_index: 'age', value_or_threshold: [40] }, { name_or_index: 'sex' }],
    headers: ['y', 'age', 'sex'],
    label: 'y',
  });
});

test('what a monitor should measure is unknown where the configuration is', () => {
  const step = checkWith({
    check: ClarifyCheck.fromConfigFile({
      checkType: ClarifyCheckType.DATA_BIAS,
      configS3Uri: 's3://acme-data/config.json',
    }),
  });

  expect(() => step.monitoringConfigS3Uri).toThrow(
    'MonitoringConfigUnknown: steps.CheckBias has a configuration of your own, only you know what a monitor should measure; write that file yourself, and name it instead',
  );
});

test('later steps find the baselines', () => {
  const { properties } = checkWith({});

  expect(properties.calculatedBaselineConstraints._render()).toEqual({
    Get: 'Steps.CheckBias.CalculatedBaselineConstraints',
  });
});

test("the pipeline's role runs the job and finds the baseline; the endpoint of the check is the jobs' role's own", () => {
  const step = checkWith({ check: EXPLAINABILITY, networkCallsReason: 'Clarify asks the model' });

  const permissions = permissionsOf(stack, step) as { actions: string[] }[];

  expect(permissions.flatMap(({ actions }) => actions).sort()).toEqual([
    'iam:PassRole',
    'sagemaker:AddTags',
    'sagemaker:CreateProcessingJob',
    'sagemaker:DescribeModelPackage',
    'sagemaker:DescribeProcessingJob',
    'sagemaker:ListModelPackages',
    'sagemaker:StopProcessingJob',
  ]);
});

function checkWith(wished: Partial<ClarifyCheckStepProps>): ClarifyCheckStep {
  return new ClarifyCheckStep('CheckBias', {
    check: DATA_BIAS,
    datasetS3Uri: 's3://acme-data/train',
    outputS3Uri: 's3://acme-data/bias',
    baseline: CheckBaseline.ofModelPackageGroup(GROUP),
    ...wished,
  });
}

function filesIn(name: string, s3Uri: unknown, folder: string): unknown {
  return {
    InputName: name,
    AppManaged: false,
    S3Input: {
      S3Uri: s3Uri,
      LocalPath: `/opt/ml/processing/input/${folder}`,
      S3DataType: 'S3Prefix',
      S3InputMode: 'File',
      S3DataDistributionType: 'FullyReplicated',
      S3CompressionType: 'None',
    },
  };
}

function configUriOf(rendered: RenderedStep): string {
  const [{ S3Input: input }] = rendered.Arguments.ProcessingInputs as { S3Input: { S3Uri: string } }[];

  return input.S3Uri;
}

/** The content of an asset, as the app's assembly has it. */
function fileOf({ node }: Stack, s3Uri: string): unknown {
  const { directory } = (node.root as App).synth();

  return JSON.parse(readFileSync(join(directory, `asset.${s3Uri.slice(s3Uri.lastIndexOf('/') + 1)}`), 'utf8'));
}
