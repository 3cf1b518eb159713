import { placedSteps, RenderedStep } from '../../../lib/pipelines/private/rendered-definition';
import { checkStepGraph, checkStepNames, graphOf, traverse } from '../../../lib/pipelines/private/step-graph';
import { told } from './told';

test('each name that is used again is told once, with how often, over all branches', () => {
  const steps = [
    step('Train'),
    condition('Check', { ifSteps: [step('Train'), step('Clean')], elseSteps: [step('Train'), step('Check')] }),
  ];

  expect(told((problems) => checkStepNames(problems, placedSteps(steps)))).toEqual([
    'StepNameTaken: steps.Train appears 3 times, a step name is unique in its pipeline, over all branches; rename all but one',
    'StepNameTaken: steps.Check appears 2 times, a step name is unique in its pipeline, over all branches; rename all but one',
  ]);
});

test.each([
  { way: 'whose result is used', uses: ['TrainModle'], follows: [] },
  { way: 'that is only waited for', uses: [], follows: ['TrainModle'] },
])('a step $way must be there; one that is named almost so is suggested', ({ uses, follows }) => {
  expect(problemsOf([step('TrainModel'), step('Evaluate', { uses, follows })])).toEqual([
    'StepUnknown: steps.Evaluate uses the step "TrainModle", the pipeline has no such step; add it to the pipeline, or did you mean "TrainModel"',
  ]);
});

test('without a similar name nothing is suggested', () => {
  expect(problemsOf([step('Evaluate', { uses: ['Train'] })])).toEqual([
    'StepUnknown: steps.Evaluate uses the step "Train", the pipeline has no such step; add it to the pipeline',
  ]);
});

test('a ring is told without the steps that lead to it', () => {
  const steps = [
    step('Announce', { follows: ['Train'] }),
    step('Train', { follows: ['Evaluate'] }),
    step('Evaluate', { uses: ['Train'] }),
  ];

  expect(problemsOf(steps)).toEqual([
    'StepCycle: steps.Train waits for itself: Train -> Evaluate -> Train, steps form a graph without cycles; remove one of these dependencies',
  ]);
});

test('every ring is told', () => {
  const steps = [
    step('A', { uses: ['B'] }),
    step('B', { uses: ['A'] }),
    step('C', { uses: ['C'] }),
    step('D', { uses: ['A', 'E'] }),
    step('E', { uses: ['D'] }),
  ];

  const { cycles } = traverse(graphOf(placedSteps(steps)));

  expect(cycles).toEqual([
    ['A', 'B', 'A'],
    ['C', 'C'],
    ['D', 'E', 'D'],
  ]);
});

test.each(['ifSteps', 'elseSteps'])('a condition waits for itself when it needs a step of its own %s', (branch) => {
  const steps = [condition('Check', { uses: ['Train'], [branch]: [step('Train')] })];

  expect(problemsOf(steps)).toEqual([
    'StepCycle: steps.Check waits for itself: Check -> Train -> Check, steps form a graph without cycles; remove one of these dependencies',
  ]);
});

test('each step comes after those that it waits for', () => {
  const steps = [
    step('Announce', { follows: ['Register'] }),
    condition('Check', { uses: ['Evaluate'], ifSteps: [step('Register', { uses: ['Train'] })] }),
    step('Evaluate', { uses: ['Train'] }),
    step('Train'),
  ];

  const { order } = traverse(graphOf(placedSteps(steps)));

  expect(order).toEqual(['Train', 'Evaluate', 'Check', 'Register', 'Announce']);
});

test('a chain of any length is walked without deep recursion', () => {
  const names = Array.from({ length: 50_000 }, (_, i) => `Step${i}`);
  const graph = new Map(names.map((name, i) => [name, names.slice(i + 1, i + 2)]));

  const { order } = traverse(graph);

  expect(order).toEqual([...names].reverse());
});

test('a step outside may use a step of a branch, and the other way round', () => {
  const steps = [
    step('Train'),
    condition('Check', { ifSteps: [step('Register', { uses: ['Train'] })], elseSteps: [step('Explain')] }),
    step('Announce', { follows: ['Explain'] }),
  ];

  expect(problemsOf(steps)).toEqual([]);
});

test.each([
  { way: 'its result', wants: { uses: ['Register'] } },
  { way: 'its end', wants: { follows: ['Register'] } },
])('a step of one branch that waits for a step of the other, for $way, never runs', ({ wants }) => {
  const steps = [condition('Check', { ifSteps: [step('Register')], elseSteps: [step('Explain', wants)] })];

  expect(problemsOf(steps)).toEqual([
    'StepNeverRuns: steps.Explain stands in the else branch of "Check" and needs "Register" of its if branch, only one branch of a condition step runs; move what both need out of the branches, or give each branch a step of its own',
  ]);
});

test('a step outside that waits for both branches never runs, nor do those after it, which are not told', () => {
  const steps = [
    condition('Check', { ifSteps: [step('Register')], elseSteps: [step('Explain')] }),
    step('Clean', { follows: ['Explain'] }),
    step('Announce', { follows: ['Register', 'Clean'] }),
    step('Archive', { follows: ['Announce', 'Clean'] }),
  ];

  expect(problemsOf(steps)).toEqual([
    'StepNeverRuns: steps.Announce needs "Register" of the if branch of "Check" and "Explain" of its else branch, only one branch of a condition step runs; move what both need out of the branches, or give each branch a step of its own',
  ]);
});

test('a condition after a branch hands its need on to its own branches', () => {
  const steps = [
    condition('Check', { ifSteps: [step('Register')], elseSteps: [step('Explain')] }),
    condition('Recheck', { follows: ['Register'], ifSteps: [step('Announce', { follows: ['Explain'] })] }),
  ];

  expect(problemsOf(steps)).toEqual([
    'StepNeverRuns: steps.Announce needs "Explain" of the else branch of "Check" and "Register" of its if branch, only one branch of a condition step runs; move what both need out of the branches, or give each branch a step of its own',
  ]);
});

test('branches of different conditions go together', () => {
  const steps = [
    condition('First', { ifSteps: [step('A')], elseSteps: [step('B')] }),
    condition('Second', { ifSteps: [step('C')], elseSteps: [step('D')] }),
    step('Join', { follows: ['A', 'D'] }),
  ];

  expect(problemsOf(steps)).toEqual([]);
});

test('nothing comes after a fail step', () => {
  const steps = [{ ...step('Stop'), Type: 'Fail' }, step('Announce', { follows: ['Stop'] })];

  expect(problemsOf(steps)).toEqual([
    'StepNeverRuns: steps.Announce waits for the fail step "Stop", a fail step ends the execution; wait for what comes before it, or leave the dependency out',
  ]);
});

interface Wants {
  readonly uses?: string[];
  readonly follows?: string[];
}

interface Branches extends Wants {
  readonly ifSteps?: RenderedStep[];
  readonly elseSteps?: RenderedStep[];
}

function step(name: string, { uses = [], follows }: Wants = {}): RenderedStep {
  return {
    Name: name,
    Type: 'Processing',
    Arguments: { Environment: uses.map((used) => ({ Get: `Steps.${used}.ProcessingJobArn` })) },
    DependsOn: follows,
  };
}

function condition(name: string, { ifSteps, elseSteps, ...wants }: Branches): RenderedStep {
  const { Arguments: held, ...rest } = step(name, wants);

  return { ...rest, Type: 'Condition', Arguments: { ...held, IfSteps: ifSteps, ElseSteps: elseSteps } };
}

function problemsOf(steps: RenderedStep[]): string[] {
  return told((problems) => checkStepGraph(problems, placedSteps(steps)));
}
