import { checkParameters } from '../../../lib/pipelines/private/parameter-checks';
import { placedSteps, RenderedDefinition, RenderedStep } from '../../../lib/pipelines/private/rendered-definition';
import { told } from './told';

test('parameters are declared once and used, in branches too', () => {
  const steps: RenderedStep[] = [
    using('Train', 'Url', 'Limitt'),
    { Name: 'Check', Type: 'Condition', Arguments: { IfSteps: [using('Register', 'Kind', 'Owner')] } },
  ];

  expect(problemsOf(steps, ['Url', 'Url', 'Limit', 'Kind'])).toEqual([
    'ParameterUndeclared: steps.Train uses the parameter "Limitt", a pipeline declares every parameter that it uses; add it to parameters, or did you mean "Limit"',
    'ParameterUndeclared: steps.Register uses the parameter "Owner", a pipeline declares every parameter that it uses; add it to parameters',
    'ParameterNameTaken: parameters has "Url" more than once, a parameter name is unique in its pipeline; rename all but one',
    'ParameterUnused: parameters has "Limit", which no step uses, a parameter without effect misleads whoever starts the pipeline; use it in a step, or remove it',
  ]);
});

test('the experiment and MLflow may use parameters', () => {
  const config = {
    PipelineExperimentConfig: { ExperimentName: { Get: 'Parameters.Experiment' } },
    MlflowConfig: { MlflowRunName: { 'Std:Join': { On: '-', Values: ['run', { Get: 'Parameters.Run' }] } } },
  };

  expect(problemsOf([], ['Experiment'], config)).toEqual([
    'ParameterUndeclared: mlflow uses the parameter "Run", a pipeline declares every parameter that it uses; add it to parameters',
  ]);
});

test('a definition may declare no parameters', () => {
  const definition: RenderedDefinition = { Version: '2020-12-01', Steps: [] };

  expect(told((problems) => checkParameters(problems, definition, []))).toEqual([]);
});

test('200 parameters are accepted, 201 are too many', () => {
  const names = Array.from({ length: 201 }, (_, i) => `P${i}`);

  expect(problemsOf([using('Train', ...names.slice(1))], names.slice(1))).toEqual([]);
  expect(problemsOf([using('Train', ...names)], names)).toEqual([
    'TooManyParameters: parameters has 201 entries, SageMaker accepts up to 200; read rarely changed values from a file in S3 instead',
  ]);
});

function using(name: string, ...parameters: string[]): RenderedStep {
  return { Name: name, Type: 'Training', Arguments: { Values: parameters.map((p) => ({ Get: `Parameters.${p}` })) } };
}

function problemsOf(steps: RenderedStep[], names: string[], config: Partial<RenderedDefinition> = {}): string[] {
  const definition = {
    Version: '2020-12-01',
    Parameters: names.map((name) => ({ Name: name, Type: 'String' })),
    Steps: steps,
    ...config,
  };

  return told((problems) => checkParameters(problems, definition, placedSteps(steps)));
}
