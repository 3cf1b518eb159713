import { Problems, renderProblem } from '../../../lib/core';
import { Condition, ConditionStep, PipelineParameter } from '../../../lib/pipelines';
import {
  checkParameters,
  checkStepGraph,
  checkStepNames,
  RenderedDefinition,
  withBranches,
} from '../../../lib/pipelines/private/definition-checks';
import { stepNamed } from '../definitions';

const GET_TRAIN = { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' };

test('the steps of branches come after the step that holds them', () => {
  const check = new ConditionStep('Check', {
    conditions: [Condition.numberEqualTo(1, 1)],
    ifSteps: [stepNamed('Register')],
    elseSteps: [stepNamed('Explain'), stepNamed('Announce')],
  });

  const steps = withBranches([stepNamed('Train'), check, stepNamed('Clean')]);

  expect(steps.map((step) => step.stepName)).toEqual(['Train', 'Check', 'Register', 'Explain', 'Announce', 'Clean']);
});

test('each name that is used again is told once, with how often', () => {
  const steps = ['Train', 'Check', 'Train', 'Check', 'Train', 'Clean'].map(stepNamed);

  expect(told((problems) => checkStepNames(problems, steps))).toEqual([
    'StepNameTaken: steps.Train appears 3 times, a step name is unique in its pipeline, over all branches; rename all but one',
    'StepNameTaken: steps.Check appears 2 times, a step name is unique in its pipeline, over all branches; rename all but one',
  ]);
});

test.each([
  { way: 'a plain reference', value: GET_TRAIN },
  { way: 'a joined text', value: { 'Std:Join': { On: '', Values: ['s3://', GET_TRAIN] } } },
  {
    way: 'a property file',
    value: { 'Std:JsonGet': { PropertyFile: { Get: 'Steps.Train.PropertyFiles.Report' }, Path: 'mse' } },
  },
])('a step is found by $way', ({ value }) => {
  const uses = [{ Name: 'Evaluate', Type: 'Processing', Arguments: { Deep: [{ Value: value }] } }];
  const has = [...uses, { Name: 'Train', Type: 'Training' }];

  expect(told((problems) => checkStepGraph(problems, definition(uses)))).toEqual([
    'StepUnknown: steps.Evaluate uses the step "Train", the pipeline has no such step; add it to the pipeline',
  ]);
  expect(told((problems) => checkStepGraph(problems, definition(has)))).toEqual([]);
});

test('a step that is named almost right is suggested', () => {
  const steps = [
    { Name: 'TrainModel', Type: 'Training' },
    { Name: 'Evaluate', Type: 'Processing', DependsOn: ['TrainModle'] },
  ];

  expect(told((problems) => checkStepGraph(problems, definition(steps)))).toEqual([
    'StepUnknown: steps.Evaluate uses the step "TrainModle", the pipeline has no such step; add it to the pipeline, or did you mean "TrainModel"',
  ]);
});

test('a step outside may use a step of a branch, and the other way round', () => {
  const steps = [
    { Name: 'Train', Type: 'Training' },
    {
      Name: 'Check',
      Type: 'Condition',
      Arguments: {
        IfSteps: [{ Name: 'Register', Type: 'RegisterModel', Arguments: { Model: GET_TRAIN } }],
        ElseSteps: [{ Name: 'Explain', Type: 'Processing' }],
      },
    },
    { Name: 'Announce', Type: 'Processing', DependsOn: ['Explain'] },
  ];

  expect(told((problems) => checkStepGraph(problems, definition(steps)))).toEqual([]);
});

test.each([
  { way: 'if', branches: { IfSteps: [{ Name: 'Train', Type: 'Training' }] } },
  { way: 'else', branches: { ElseSteps: [{ Name: 'Train', Type: 'Training' }] } },
])('a condition waits for itself when it needs its own $way branch', ({ branches }) => {
  const steps = [{ Name: 'Check', Type: 'Condition', Arguments: { Conditions: [GET_TRAIN], ...branches } }];

  expect(told((problems) => checkStepGraph(problems, definition(steps)))).toEqual([
    'StepCycle: steps.Check waits for itself: Check -> Train -> Check, steps form a graph without cycles; remove one of these dependencies',
  ]);
});

test('a ring is told without the steps that lead to it', () => {
  const steps = [
    { Name: 'Announce', Type: 'Processing', DependsOn: ['Train'] },
    { Name: 'Train', Type: 'Training', DependsOn: ['Evaluate'] },
    { Name: 'Evaluate', Type: 'Processing', Arguments: { Model: GET_TRAIN } },
  ];

  expect(told((problems) => checkStepGraph(problems, definition(steps)))).toEqual([
    'StepCycle: steps.Train waits for itself: Train -> Evaluate -> Train, steps form a graph without cycles; remove one of these dependencies',
  ]);
});

test('parameters are declared once and used', () => {
  const parameters = ['Url', 'Url', 'Limit', 'Kind'].map((name) => PipelineParameter.ofString(name));
  const steps = [
    { Name: 'Train', Type: 'Training', Arguments: { Url: { Get: 'Parameters.Url' } } },
    {
      Name: 'Check',
      Type: 'Condition',
      Arguments: {
        IfSteps: [{ Name: 'Register', Type: 'RegisterModel', Arguments: { Kind: { Get: 'Parameters.Kind' } } }],
        Conditions: [{ Get: 'Parameters.Limitt' }],
      },
    },
  ];

  expect(told((problems) => checkParameters(problems, definition(steps), parameters))).toEqual([
    'ParameterUndeclared: parameters lacks "Limitt", which a step uses, a pipeline declares every parameter that its steps use; add the parameter to the list',
    'ParameterUnused: parameters has "Limit", which no step uses, a parameter without effect misleads whoever starts the pipeline; use it in a step, or remove it',
    'ParameterNameTaken: parameters has "Url" more than once, a parameter name is unique in its pipeline; rename all but one',
  ]);
});

function definition(steps: RenderedDefinition['Steps']): RenderedDefinition {
  return { Version: '2020-12-01', Parameters: [], Steps: steps };
}

function told(checks: (problems: Problems) => void): string[] {
  const problems = new Problems();

  checks(problems);

  return problems.all.map(renderProblem);
}
