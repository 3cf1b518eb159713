import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AnalysisEngine,
  CheckBaseline,
  Condition,
  ConditionStep,
  DataQualityGate,
  DataQualityGateProps,
  ExecutionVariable,
  GateDataset,
  PipelineParameter,
  QualityGate,
  RunChoice,
} from '../../lib/pipelines';
import { definitionOf, OUTPUT_KEY_ARN, pipelineIn, renderedIn, stackIn, stepNamed } from './definitions';

const BASELINE = CheckBaseline.fromFiles({
  constraintsS3Uri: 's3://acme-data/baseline/constraints.json',
  statisticsS3Uri: 's3://acme-data/baseline/statistics.json',
});

let stack: Stack;
let open: AnalysisEngine;

beforeEach(() => {
  stack = stackIn();
  open = AnalysisEngine.open(stack, 'Analysis');
});

test('an open gate is an isolated job of our scripts that leaves its files even when it fails', () => {
  const gate = gateOf({});
  const zip = `${open.scripts?.assetHash}.zip`;

  const rendered = renderedIn(stack, [gate.step]);

  expect(rendered).toMatchObject({
    Name: 'CheckData',
    Type: 'Processing',
    Arguments: {
      AppSpecification: {
        ImageUri: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
        ContainerEntrypoint: ['python3', `/opt/ml/processing/scripts/${zip}`],
        ContainerArguments: ['data_quality', '--format=csv', '--header=true'],
      },
      NetworkConfig: { EnableNetworkIsolation: true },
      ProcessingOutputConfig: {
        Outputs: [
          output('result', 's3://acme-data/check', '/opt/ml/processing/result'),
          output('next-baseline', 's3://acme-data/check/next-baseline', '/opt/ml/processing/next-baseline'),
        ],
        KmsKeyId: OUTPUT_KEY_ARN,
      },
    },
  });
  expect(inputsOf(rendered.Arguments)).toEqual({
    '/opt/ml/processing/scripts': `s3://cdk-hnb659fds-assets-111111111111-eu-west-1/${zip}`,
    '/opt/ml/processing/dataset': 's3://acme-data/train/',
  });
});

test('an open gate compares with the files of a baseline', () => {
  const rendered = renderedIn(stack, [gateOf({ baseline: BASELINE }).step]);

  expect(inputsOf(rendered.Arguments)).toMatchObject({
    '/opt/ml/processing/baseline/constraints': 's3://acme-data/baseline/constraints.json',
    '/opt/ml/processing/baseline/statistics': 's3://acme-data/baseline/statistics.json',
  });
});

test('an open gate is told what a run decides', () => {
  const skip = PipelineParameter.ofBoolean('SkipCheck', { defaultValue: false });
  const gate = gateOf({
    skipCheck: RunChoice.decidedBy(skip),
    failOnViolation: RunChoice.never(),
    registerNewBaseline: RunChoice.always(),
  });

  const rendered = renderedIn(stack, [gate.step], { parameters: [skip] });

  expect(argumentsOf(rendered.Arguments).slice(1, 4)).toEqual([
    { 'Std:Join': { On: '', Values: ['--skip-check=', { Get: 'Parameters.SkipCheck' }] } },
    '--fail-on-violation=false',
    '--register-new-baseline=true',
  ]);
});

test('the role of the jobs may read the bucket of the scripts', () => {
  pipelineIn(stack, [gateOf({}).step]);

  const policies = Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy');

  const texts = Object.values(policies).map((policy) => JSON.stringify(policy.Properties));
  expect(texts.filter((text) => text.includes(`:s3:::${open.scripts?.s3BucketName}/*"`))).toHaveLength(1);
});

test('steps that a gate guards wait for it', () => {
  const gate = gateOf({});
  const [train, report] = [stepNamed('Train'), stepNamed('Report')];

  gate.guards(train, report);

  pipelineIn(stack, [gate.step, train, report]);
  expect(definitionOf(stack).Steps.map((step) => step.DependsOn)).toEqual([undefined, ['CheckData'], ['CheckData']]);
});

test('a later step may count the violations, and reads no more than that', () => {
  const gate = gateOf({ failOnViolation: RunChoice.never() });
  const decide = new ConditionStep('Decide', {
    conditions: [Condition.lessThanOrEqualTo(gate.violationCount.asNumber, 3)],
    ifSteps: [stepNamed('Train')],
  });

  pipelineIn(stack, [gate.step, decide]);

  const [check, condition] = definitionOf(stack).Steps;
  expect(check).toMatchObject({
    PropertyFiles: [{ PropertyFileName: 'Gate', OutputName: 'result', FilePath: 'gate.json' }],
  });
  expect(condition.Arguments.Conditions).toEqual([
    {
      Type: 'LessThanOrEqualTo',
      LeftValue: {
        'Std:JsonGet': { PropertyFile: { Get: 'Steps.CheckData.PropertyFiles.Gate' }, Path: 'violation_count' },
      },
      RightValue: 3,
    },
  ]);
});

test('a gate whose count nobody reads declares no file', () => {
  const rendered = renderedIn(stack, [gateOf({}).step]);

  expect(rendered).not.toHaveProperty('PropertyFiles');
});

test.each([
  ['open', (gate: QualityGate) => gate.statisticsS3Uri, resultFile('result', 'statistics.json')],
  ['open', (gate: QualityGate) => gate.constraintsS3Uri, resultFile('result', 'constraints.json')],
  ['open', (gate: QualityGate) => gate.violationsS3Uri, resultFile('result', 'constraint_violations.json')],
  ['open', (gate: QualityGate) => gate.nextBaselineStatisticsS3Uri, resultFile('next-baseline', 'statistics.json')],
  ['open', (gate: QualityGate) => gate.nextBaselineConstraintsS3Uri, resultFile('next-baseline', 'constraints.json')],
  ['managed', (gate: QualityGate) => gate.statisticsS3Uri, { Get: 'Steps.CheckData.CalculatedBaselineStatistics' }],
  ['managed', (gate: QualityGate) => gate.constraintsS3Uri, { Get: 'Steps.CheckData.CalculatedBaselineConstraints' }],
  ['managed', (gate: QualityGate) => gate.violationsS3Uri, 's3://acme-data/check/constraint_violations.json'],
  [
    'managed',
    (gate: QualityGate) => gate.nextBaselineStatisticsS3Uri,
    { Get: 'Steps.CheckData.BaselineUsedForDriftCheckStatistics' },
  ],
  [
    'managed',
    (gate: QualityGate) => gate.nextBaselineConstraintsS3Uri,
    { Get: 'Steps.CheckData.BaselineUsedForDriftCheckConstraints' },
  ],
])('the %s engine leaves files that later steps find', (kind, fileOf, expected) => {
  const gate = gateOf({ engine: kind === 'open' ? open : AnalysisEngine.managed() });
  const reader = gateOf({ dataset: GateDataset.csv(fileOf(gate)) }, 'Read');

  pipelineIn(stack, [gate.step, reader.step]);

  const [, rendered] = definitionOf(stack).Steps;
  expect(inputsOf(rendered.Arguments)).toMatchObject({ '/opt/ml/processing/dataset': expected });
});

test('the managed engine computes a baseline where there is none', () => {
  const rendered = renderedIn(stack, [gateOf({ engine: AnalysisEngine.managed() }).step]);

  expect(rendered).toMatchObject({ Type: 'QualityCheck', SkipCheck: true, RegisterNewBaseline: true });
});

test('the managed engine compares with a baseline', () => {
  const gate = gateOf({
    engine: AnalysisEngine.managed(),
    baseline: BASELINE,
    failOnViolation: RunChoice.never(),
    displayName: 'Is the data as it was?',
  });

  const rendered = renderedIn(stack, [gate.step]);

  expect(rendered).toMatchObject({
    DisplayName: 'Is the data as it was?',
    SkipCheck: false,
    FailOnViolation: false,
    RegisterNewBaseline: false,
    SuppliedBaselineConstraints: 's3://acme-data/baseline/constraints.json',
    SuppliedBaselineStatistics: 's3://acme-data/baseline/statistics.json',
  });
});

test('a run may have a place of its own, which ends in a slash or does not', () => {
  const work = `s3://acme-data/${ExecutionVariable.pipelineExecutionId().asString}/`;

  const rendered = renderedIn(stack, [gateOf({ outputS3Uri: work }).step]);

  expect(rendered.Arguments).toMatchObject({
    ProcessingOutputConfig: {
      Outputs: [
        { S3Output: { S3Uri: join('s3://acme-data/', { Get: 'Execution.PipelineExecutionId' }) } },
        { S3Output: { S3Uri: join('s3://acme-data/', { Get: 'Execution.PipelineExecutionId' }, '/next-baseline') } },
      ],
    },
  });
});

test('the managed engine counts no violations', () => {
  const gate = gateOf({ engine: AnalysisEngine.managed() });

  expect(() => gate.violationCount).toThrow(
    'GateUnsupportedByEngine: steps.CheckData.violationCount is asked of the managed engine, its checks count no violations; use AnalysisEngine.open(…)',
  );
});

test('the open engine cannot ask the registry for a baseline', () => {
  const group = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package-group/abalone';

  const gate = () => gateOf({ baseline: CheckBaseline.ofModelPackageGroup(group) });

  expect(gate).toThrow(
    'GateUnsupportedByEngine: steps.CheckData.baseline is given to the open engine, its isolated jobs cannot ask the registry; give the files with CheckBaseline.fromFiles(…), or use AnalysisEngine.managed(…)',
  );
});

function gateOf(wished: Partial<DataQualityGateProps>, stepName = 'CheckData'): DataQualityGate {
  return new DataQualityGate(stepName, {
    engine: open,
    dataset: GateDataset.csv('s3://acme-data/train/'),
    outputS3Uri: 's3://acme-data/check',
    ...wished,
  });
}

function output(name: string, s3Uri: string, localPath: string): unknown {
  return {
    OutputName: name,
    AppManaged: false,
    S3Output: { S3Uri: s3Uri, LocalPath: localPath, S3UploadMode: 'Continuous' },
  };
}

function resultFile(outputName: string, file: string): unknown {
  return join({ Get: `Steps.CheckData.ProcessingOutputConfig.Outputs['${outputName}'].S3Output.S3Uri` }, `/${file}`);
}

function join(...values: unknown[]): unknown {
  return { 'Std:Join': { On: '', Values: values } };
}

/** The inputs of a job, by the folder in which the script finds them. */
function inputsOf({ ProcessingInputs }: Record<string, unknown>): Record<string, unknown> {
  const inputs = ProcessingInputs as { S3Input: { LocalPath: string; S3Uri: unknown } }[];

  return Object.fromEntries(inputs.map(({ S3Input }) => [S3Input.LocalPath, S3Input.S3Uri]));
}

function argumentsOf({ AppSpecification }: Record<string, unknown>): unknown[] {
  return (AppSpecification as { ContainerArguments: unknown[] }).ContainerArguments;
}
