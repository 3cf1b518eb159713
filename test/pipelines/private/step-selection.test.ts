import { Problems, renderProblem } from '../../../lib/core';
import { PlacedStep } from '../../../lib/pipelines/private/rendered-definition';
import { checkSelection, checkStepsKnown, StepSelection } from '../../../lib/pipelines/private/step-selection';

const EXECUTION_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:pipeline/abalone/execution/abcdefghijkl';

/** Prepare -> Train -> Evaluate -> Register, and Evaluate looks at Prepare too. */
const STEPS = [
  step('Prepare'),
  step('Train', 'Prepare'),
  step('Evaluate', 'Train', 'Prepare'),
  step('Register', 'Evaluate'),
];

test('steps that follow each other are a selection', () => {
  const problems = problemsOf({ selectedSteps: ['Train', 'Evaluate'], sourceExecutionArn: EXECUTION_ARN });

  expect(problems).toEqual([]);
});

test('the first steps need no earlier run', () => {
  expect(problemsOf({ selectedSteps: ['Prepare', 'Train'] })).toEqual([]);
});

test('a selected step that uses results of others needs an earlier run', () => {
  expect(problemsOf({ selectedSteps: ['Train', 'Evaluate'] })).toEqual([
    'SelectionWithoutSource: start.selectedSteps has "Train" but not "Prepare", whose results it uses, results of steps that do not run come from an earlier run; select "Prepare" as well, or give sourceExecutionArn',
    'SelectionWithoutSource: start.selectedSteps has "Evaluate" but not "Prepare", whose results it uses, results of steps that do not run come from an earlier run; select "Prepare" as well, or give sourceExecutionArn',
  ]);
});

test('a step between two selected ones is selected too', () => {
  const problems = problemsOf({ selectedSteps: ['Prepare', 'Register'], sourceExecutionArn: EXECUTION_ARN });

  expect(problems).toEqual([
    'SelectionWithGap: start.selectedSteps lacks "Train", which lies behind "Prepare" and before others, all steps between two selected ones run too; select "Train" as well',
    'SelectionWithGap: start.selectedSteps lacks "Evaluate", which lies behind "Prepare" and before others, all steps between two selected ones run too; select "Evaluate" as well',
  ]);
});

test('a selection of steps that wait for each other in a ring comes to an end', () => {
  const ring = [step('First', 'Second'), step('Second', 'First')];

  const problems = problemsOf({ selectedSteps: ['First'], sourceExecutionArn: EXECUTION_ARN }, ring);

  expect(problems).toEqual([
    'SelectionWithGap: start.selectedSteps lacks "Second", which lies behind "First" and before others, all steps between two selected ones run too; select "Second" as well',
  ]);
});

test('a step that the pipeline lacks is refused, and the nearest is named', () => {
  expect(problemsOf({ selectedSteps: ['Prepare', 'Trian', 'Deploy'] })).toEqual([
    'StepUnknown: start.selectedSteps[1] is "Trian", the pipeline has no such step; did you mean "Train"',
    'StepUnknown: start.selectedSteps[2] is "Deploy", the pipeline has no such step; name one that it has',
  ]);
});

test.each([
  { count: 0, got: 'is empty' },
  { count: 51, got: 'has 51 entries' },
])('$count steps are no selection', ({ count, got }) => {
  const selectedSteps = Array.from({ length: count }, (_, i) => `Step${i}`);

  expect(problemsOf({ selectedSteps }, 'unknown')).toEqual([
    `SelectedStepsOutOfRange: start.selectedSteps ${got}, SageMaker runs 1 to 50 selected steps; leave it out to run every step`,
  ]);
});

test('an earlier run without selected steps has no meaning', () => {
  expect(problemsOf({ sourceExecutionArn: EXECUTION_ARN })).toEqual([
    'SourceWithoutSelection: start.sourceExecutionArn is given without selectedSteps, a run of every step uses no results of an earlier one; name the steps that run, or leave it out',
  ]);
});

test.each(['abalone', EXECUTION_ARN.replace('/execution/abcdefghijkl', ''), `${EXECUTION_ARN}/step`])(
  '%s is no run',
  (sourceExecutionArn) => {
    expect(problemsOf({ selectedSteps: ['Train'], sourceExecutionArn })).toEqual([
      `ExecutionArnMalformed: start.sourceExecutionArn is "${sourceExecutionArn}", the ARN of a run reads arn:<partition>:sagemaker:<region>:<account>:pipeline/<name>/execution/<id>; copy it from the run's page in Studio`,
    ]);
  },
);

test('of a pipeline that is defined elsewhere no steps are known, so none are refused', () => {
  expect(problemsOf({ selectedSteps: ['Whatever'] }, 'unknown')).toEqual([]);
});

test('names of steps are checked on their own, too', () => {
  const problems = new Problems();

  checkStepsKnown(problems, 'stepNames', ['Train', 'Registr'], STEPS);

  expect(problems.all.map(renderProblem)).toEqual([
    'StepUnknown: stepNames[1] is "Registr", the pipeline has no such step; did you mean "Register"',
  ]);
});

function step(name: string, ...uses: string[]): PlacedStep {
  return { step: { Name: name, Type: 'Processing' }, paths: [], uses, follows: [] };
}

function problemsOf(selection: StepSelection, steps: PlacedStep[] | 'unknown' = STEPS): string[] {
  const problems = new Problems();
  checkSelection(problems, 'start', selection, steps === 'unknown' ? undefined : steps);

  return problems.all.map(renderProblem);
}
