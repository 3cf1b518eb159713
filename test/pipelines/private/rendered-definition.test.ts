import { Lazy } from 'aws-cdk-lib';
import {
  branchOf,
  pathsIn,
  placedSteps,
  RenderedStep,
  resultOf,
  stepsByName,
} from '../../../lib/pipelines/private/rendered-definition';

const MODEL = { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' };

test('the steps of branches come after the step that holds them, each with its branch', () => {
  const check: RenderedStep = {
    Name: 'Check',
    Type: 'Condition',
    Arguments: { IfSteps: [processing('Register')], ElseSteps: [processing('Explain'), processing('Announce')] },
  };

  const steps = placedSteps([processing('Train'), check, processing('Clean')]);

  expect(steps.map(({ step, branch }) => [step.Name, branch])).toEqual([
    ['Train', undefined],
    ['Check', undefined],
    ['Register', { conditionStep: 'Check', side: 'if' }],
    ['Explain', { conditionStep: 'Check', side: 'else' }],
    ['Announce', { conditionStep: 'Check', side: 'else' }],
    ['Clean', undefined],
  ]);
});

test.each([
  { way: 'a plain reference', value: MODEL },
  { way: 'a joined text', value: { 'Std:Join': { On: '', Values: ['s3://', MODEL] } } },
  {
    way: 'a property file',
    value: { 'Std:JsonGet': { PropertyFile: { Get: 'Steps.Train.PropertyFiles.Report' }, Path: 'mse' } },
  },
])('a step that is used by $way is found, once', ({ value }) => {
  const [{ uses }] = placedSteps([processing('Evaluate', { Deep: [{ Value: value }, { Value: value }] })]);

  expect(uses).toEqual(['Train']);
});

test('a step follows the others that it depends on without using a result', () => {
  const [{ uses, follows }] = placedSteps([
    { ...processing('Evaluate', { Model: MODEL }), DependsOn: ['Train', 'Clean', 'Clean'] },
  ]);

  expect({ uses, follows }).toEqual({ uses: ['Train'], follows: ['Clean'] });
});

test('a condition step uses what its conditions use, not what its branches use', () => {
  const [check] = placedSteps([
    {
      Name: 'Check',
      Type: 'Condition',
      Arguments: {
        Conditions: [{ LeftValue: { Get: 'Steps.Evaluate.ProcessingJobStatus' } }],
        IfSteps: [processing('Register', { Model: MODEL })],
      },
    },
  ]);

  expect(check.uses).toEqual(['Evaluate']);
});

test('tokens of CloudFormation hold no references', () => {
  const token = Lazy.any({ produce: () => MODEL });

  const paths = pathsIn({ KmsKeyId: token });

  expect(paths).toEqual([]);
});

test.each([
  ['Steps.Train.ModelArtifacts.S3ModelArtifacts', { stepName: 'Train', path: 'ModelArtifacts.S3ModelArtifacts' }],
  ['Steps.Train', undefined],
  ['Parameters.Train.Url', undefined],
  ['Execution.PipelineName', undefined],
])('%s leads to the result %j', (path, result) => {
  expect(resultOf(path)).toEqual(result);
});

test('of steps with one name the first is known by it', () => {
  const [first, second] = [processing('Train'), processing('Train')];

  const step = stepsByName(placedSteps([first, second])).get('Train')?.step;

  expect(step).toBe(first);
});

test('steps that are not a list are no branch', () => {
  const step = { Name: 'Custom', Type: 'Condition', Arguments: { IfSteps: 'none' } } as unknown as RenderedStep;

  expect([branchOf(step, 'if'), branchOf(step, 'else')]).toEqual([[], []]);
});

function processing(name: string, held: Record<string, unknown> = {}): RenderedStep {
  return { Name: name, Type: 'Processing', Arguments: held };
}
