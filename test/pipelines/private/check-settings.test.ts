import { CheckBaseline, CheckStepOptions, PipelineParameter, RunChoice } from '../../../lib/pipelines';
import { checkCheckStep, renderComparison } from '../../../lib/pipelines/private/check-settings';
import { told } from './told';

const LIMITS = { statistics: false };
const BASELINE = CheckBaseline.fromFiles({ constraintsS3Uri: 's3://acme-data/constraints.json' });
const OPTIONS: CheckStepOptions = { outputS3Uri: 's3://acme-data/bias', baseline: BASELINE };

test('a step compares, fails where results violate the baseline, and keeps it', () => {
  expect(renderComparison(OPTIONS, LIMITS)).toMatchObject({
    SkipCheck: false,
    FailOnViolation: true,
    RegisterNewBaseline: false,
    SuppliedBaselineConstraints: 's3://acme-data/constraints.json',
  });
});

test.each([{ skipCheck: RunChoice.always() }, { skipCheck: RunChoice.decidedBy(PipelineParameter.ofBoolean('Skip')) }])(
  'a step may skip what it has nothing for',
  (choice) => {
    expect(problemsOf({ ...OPTIONS, ...choice, baseline: undefined })).toEqual([]);
  },
);

test.each([{}, { skipCheck: RunChoice.never() }])('a step that compares has something to compare with', (choice) => {
  expect(problemsOf({ ...OPTIONS, ...choice, baseline: undefined })).toEqual([
    'CheckWithoutBaseline: step.baseline is missing, while no run skips the check, results are compared with something; give one, or set skipCheck to RunChoice.always() or to a parameter',
  ]);
});

test('the parts of a step are checked by their places', () => {
  const options = {
    outputS3Uri: 'bias',
    baseline: CheckBaseline.fromFiles({ constraintsS3Uri: 'constraints.json' }),
    environmentVariables: { 'a-b': 'c' },
  };

  expect(problemsOf(options).map((problem) => problem.split(',')[0])).toEqual([
    'S3UriMalformed: step.outputS3Uri is "bias"',
    'VariableNameMalformed: step.environmentVariables has "a-b"',
    'S3UriMalformed: step.baseline.constraintsS3Uri is "constraints.json"',
  ]);
});

function problemsOf(options: CheckStepOptions): string[] {
  return told((problems) => checkCheckStep(problems, 'step', options, LIMITS));
}
