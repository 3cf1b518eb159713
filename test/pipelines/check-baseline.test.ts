import { CheckBaseline, PipelineParameter, QualityCheckProperties } from '../../lib/pipelines';
import { stackIn, stepNamed } from './definitions';
import { told } from './private/told';

const GROUP = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone';
const FILES = {
  constraintsS3Uri: 's3://acme-data/constraints.json',
  statisticsS3Uri: 's3://acme-data/statistics.json',
};
const FIGURES = { statistics: true };
const LIMITS = { statistics: false };

test('a group gives its latest approved baselines, which the pipeline looks up', () => {
  const baseline = CheckBaseline.ofModelPackageGroup(GROUP);

  expect(baseline._render(FIGURES)).toEqual({ ModelPackageGroupName: GROUP });
  expect(baseline._permissions(stackIn())).toEqual([
    {
      actions: ['sagemaker:ListModelPackages'],
      resources: [GROUP, 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/*'],
    },
    {
      actions: ['sagemaker:DescribeModelPackage'],
      resources: ['arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/*'],
    },
  ]);
});

test('files are given by their places, and nothing is looked up', () => {
  const baseline = CheckBaseline.fromFiles(FILES);

  expect(baseline._render(FIGURES)).toEqual({
    SuppliedBaselineConstraints: FILES.constraintsS3Uri,
    SuppliedBaselineStatistics: FILES.statisticsS3Uri,
  });
  expect(baseline._permissions(stackIn())).toEqual([]);
});

test('a run may choose the files', () => {
  const baseline = CheckBaseline.fromFiles({ constraintsS3Uri: PipelineParameter.ofString('Limits').asString });

  expect(told((problems) => baseline._check(problems, 'baseline', LIMITS))).toEqual([]);
});

test('a quality check compares figures too', () => {
  const baseline = CheckBaseline.fromFiles({ constraintsS3Uri: FILES.constraintsS3Uri });

  expect(told((problems) => baseline._check(problems, 'baseline', FIGURES))).toEqual([
    'BaselineWithoutStatistics: baseline.statisticsS3Uri is missing, a quality check compares figures as well as limits; name the statistics.json beside the constraints.json',
  ]);
});

test('a Clarify check compares no figures', () => {
  const baseline = CheckBaseline.fromFiles(FILES);

  expect(told((problems) => baseline._check(problems, 'baseline', LIMITS))).toEqual([
    'BaselineStatisticsUnused: baseline.statisticsS3Uri is given, a Clarify check compares with limits alone; leave it out',
  ]);
});

test('a baseline has an address', () => {
  const [group, files] = [
    CheckBaseline.ofModelPackageGroup('abalone'),
    CheckBaseline.fromFiles({ constraintsS3Uri: 'constraints.json' }),
  ];

  expect(told((problems) => group._check(problems, 'baseline', LIMITS))).toEqual([
    expect.stringContaining('ArnMalformed: baseline.modelPackageGroupArn is "abalone"'),
  ]);
  expect(told((problems) => files._check(problems, 'baseline', LIMITS))).toEqual([
    expect.stringContaining('S3UriMalformed: baseline.constraintsS3Uri is "constraints.json"'),
  ]);
});

test('a check leaves baselines by the names that SageMaker gives them', () => {
  const properties = QualityCheckProperties._of(stepNamed('Check'));

  expect(properties.calculatedBaselineConstraints._render()).toEqual({
    Get: 'Steps.Check.CalculatedBaselineConstraints',
  });
  expect(properties.baselineUsedForDriftCheckConstraints._render()).toEqual({
    Get: 'Steps.Check.BaselineUsedForDriftCheckConstraints',
  });
});
