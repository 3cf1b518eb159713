import { checkReferences } from '../../../lib/pipelines/private/reference-checks';
import { placedSteps, RenderedDefinition, RenderedStep } from '../../../lib/pipelines/private/rendered-definition';
import { told } from './told';

test.each([
  'Steps.Train.ModelArtifacts.S3ModelArtifacts',
  'Parameters.Url',
  'Execution.PipelineExecutionId',
  'Execution.CurrentDateTime',
  'Execution.ProcessingJobName',
])('a processing step may use %s', (path) => {
  expect(problemsOf([using(path), TRAIN])).toEqual([]);
});

test('a result that a step does not have is told with both steps', () => {
  expect(problemsOf([using('Steps.Train.ModelArtifact.S3ModelArtifacts'), TRAIN])).toEqual([
    'StepResultUnknown: steps.Evaluate uses "ModelArtifact.S3ModelArtifacts" of the step "Train", a step of type Training has no "ModelArtifact"; did you mean "ModelArtifacts"',
  ]);
});

test('a result of a step that is not there is the business of the graph', () => {
  expect(problemsOf([using('Steps.Tarin.ModelArtifact')])).toEqual([]);
});

test.each([
  ['PipelineExecutionld', 'did you mean "PipelineExecutionId"'],
  ['Now', 'use one of these'],
  ['TrainingJobName', 'did you mean "ProcessingJobName"'],
])('an execution knows no %s', (variable, remedy) => {
  expect(problemsOf([using(`Execution.${variable}`)])).toEqual([
    `ExecutionVariableUnknown: steps.Evaluate uses "Execution.${variable}", an execution knows CurrentDateTime, PipelineArn, PipelineExecutionArn, PipelineExecutionId, PipelineName, StartDateTime, ProcessingJobName; ${remedy}`,
  ]);
});

test('a step that runs no job of its own has no job name', () => {
  const check = { Name: 'Check', Type: 'Condition', Arguments: { Conditions: [{ Get: 'Execution.TrainingJobName' }] } };

  expect(problemsOf([check])).toEqual([
    'ExecutionVariableUnknown: steps.Check uses "Execution.TrainingJobName", an execution knows CurrentDateTime, PipelineArn, PipelineExecutionArn, PipelineExecutionId, PipelineName, StartDateTime; use one of these',
  ]);
});

test.each(['Parameter.Url', 'Steps.Train', 'Parameters.', ''])('"%s" is no reference', (path) => {
  expect(problemsOf([using(path), TRAIN])).toEqual([
    `ReferenceMalformed: steps.Evaluate uses "${path}", a reference reads Parameters.<name>, Execution.<variable> or Steps.<step>.<path>; write it in one of these forms`,
  ]);
});

test('steps of branches are checked as well', () => {
  const check = { Name: 'Check', Type: 'Condition', Arguments: { ElseSteps: [using('Execution.Now')] } };

  expect(problemsOf([check])).toEqual([expect.stringContaining('ExecutionVariableUnknown: steps.Evaluate uses')]);
});

test.each([
  { place: 'experiment', member: 'PipelineExperimentConfig' },
  { place: 'mlflow', member: 'MlflowConfig' },
])('the $place is known before the first step has a result', ({ place, member }) => {
  const config = { [member]: { Name: { Get: 'Steps.Train.TrainingJobName' }, Run: { Get: 'Execution.Now' } } };

  expect(problemsOf([TRAIN], config)).toEqual([
    `ReferenceTooEarly: ${place} uses "TrainingJobName" of the step "Train", it is read before the first step runs; use a parameter or an execution variable`,
    expect.stringContaining(`ExecutionVariableUnknown: ${place} uses "Execution.Now"`),
  ]);
});

const TRAIN: RenderedStep = { Name: 'Train', Type: 'Training' };

function using(path: string): RenderedStep {
  return { Name: 'Evaluate', Type: 'Processing', Arguments: { Environment: { Value: { Get: path } } } };
}

function problemsOf(steps: RenderedStep[], config: Partial<RenderedDefinition> = {}): string[] {
  const definition = { Version: '2020-12-01', Steps: steps, ...config };

  return told((problems) => checkReferences(problems, definition, placedSteps(steps)));
}
