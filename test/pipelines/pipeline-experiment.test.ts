import { Stack } from 'aws-cdk-lib';
import { ExecutionVariable, PipelineExperiment, PipelineParameter } from '../../lib/pipelines';
import { definitionOf, inPartition, pipelineIn, stackIn, stepNamed } from './definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('without an experiment the definition asks for none', () => {
  pipelineIn(stack, [stepNamed('Train')]);

  expect(definitionOf(stack)).not.toHaveProperty('PipelineExperimentConfig');
});

test("the pipeline's own experiment has a run group for each execution", () => {
  pipelineIn(stack, [stepNamed('Train')], { experiment: PipelineExperiment.ofPipeline() });

  expect(definitionOf(stack)).toMatchObject({
    PipelineExperimentConfig: {
      ExperimentName: { Get: 'Execution.PipelineName' },
      TrialName: { Get: 'Execution.PipelineExecutionId' },
    },
  });
});

test('names are written as they are, or chosen by a run', () => {
  const team = PipelineParameter.ofString('Team', { defaultValue: 'marine-life' });
  const trialName = `run-${ExecutionVariable.pipelineExecutionId().asString}`;

  pipelineIn(stack, [stepNamed('Train')], {
    experiment: PipelineExperiment.named(team.asString, { trialName }),
    parameters: [team],
  });

  expect(definitionOf(stack)).toMatchObject({
    PipelineExperimentConfig: {
      ExperimentName: { Get: 'Parameters.Team' },
      TrialName: { 'Std:Join': { On: '', Values: ['run-', { Get: 'Execution.PipelineExecutionId' }] } },
    },
  });
});

test.each([
  { way: 'a plain name', experiment: PipelineExperiment.named('Abalone'), names: ['Abalone', 'abalone'] },
  { way: 'the name of the pipeline', experiment: PipelineExperiment.ofPipeline(), names: ['Sea', 'sea'] },
  {
    way: 'a name that a run chooses',
    experiment: PipelineExperiment.named(`a-${PipelineParameter.ofString('Team').asString}`),
    names: ['a-*'],
  },
])("the pipeline's role may create the experiment of $way and its run groups", ({ experiment, names }) => {
  const permissions = inPartition(stack.resolve(experiment._permissions(stack, 'Sea')));

  expect(permissions).toEqual([
    {
      actions: ['sagemaker:CreateExperiment'],
      resources: names.map((name) => `arn:aws:sagemaker:eu-west-1:111111111111:experiment/${name}`),
    },
    {
      actions: ['sagemaker:CreateTrial'],
      resources: ['arn:aws:sagemaker:eu-west-1:111111111111:experiment-trial/*'],
    },
  ]);
});

test.each(['a', 'A-1', 'a'.repeat(120)])('an experiment may be called %s', (name) => {
  expect(() => PipelineExperiment.named(name, { trialName: name })).not.toThrow();
});

test.each(['', '-a', 'a_b', 'a'.repeat(121)])('neither an experiment nor a run group may be called "%s"', (name) => {
  const experiment = () => PipelineExperiment.named(name, { trialName: name });

  expect(experiment).toThrow(
    [
      '2 problems:',
      ...['experimentName', 'trialName'].map(
        (prop) =>
          `  NameMalformed: experiment.${prop} is "${name}", a name is 1 to 120 letters, digits and hyphens between them; choose a name of that form`,
      ),
    ].join('\n'),
  );
});
