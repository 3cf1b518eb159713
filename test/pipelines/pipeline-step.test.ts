import { Stack } from 'aws-cdk-lib';
import { ContainerImage, PipelineStep, ProcessingStep, TrainingStep } from '../../lib/pipelines';
import { definitionOf, pipelineIn, renderedIn, stackIn, stepNamed } from './definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a step says of itself no more than it was told', () => {
  const rendered = renderedIn(stack, [stepNamed('Prepare')]);

  expect(Object.keys(rendered).sort()).toEqual(['Arguments', 'Name', 'Type']);
});

test('a step has a name for people and a description', () => {
  const step = new ProcessingStep('Prepare', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'run.py'],
    displayName: 'Prepare the data',
    description: 'Splits the measurements',
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toMatchObject({ DisplayName: 'Prepare the data', Description: 'Splits the measurements' });
});

test('a step waits for those whose results it does not use', () => {
  const [prepare, train, evaluate] = ['Prepare', 'Train', 'Evaluate'].map(stepNamed);
  evaluate.dependsOn(prepare);
  evaluate.dependsOn(train);

  const rendered = renderedIn(stack, [evaluate, prepare, train]);

  expect(rendered.DependsOn).toEqual(['Prepare', 'Train']);
});

test('a step that uses a result needs no other order', () => {
  const prepare = stepNamed('Prepare');
  const train = new TrainingStep('Train', {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [{ channelName: 'train', s3Uri: prepare.output('result').asString }],
    outputS3Uri: 's3://acme-data/models',
  });

  pipelineIn(stack, [train, prepare]);

  const [rendered] = definitionOf(stack).Steps;
  expect(rendered.DependsOn).toBeUndefined();
  expect(JSON.stringify(rendered.Arguments.InputDataConfig)).toContain(
    `{"Get":"Steps.Prepare.ProcessingOutputConfig.Outputs['result'].S3Output.S3Uri"}`,
  );
});

test('a step that waits for itself is refused', () => {
  const step: PipelineStep = stepNamed('Prepare');
  step.dependsOn(step);

  const pipeline = () => pipelineIn(stack, [step]);

  expect(pipeline).toThrow(
    'StepCycle: steps.Prepare waits for itself: Prepare -> Prepare, steps form a graph without cycles; remove one of these dependencies',
  );
});

test.each(['A', '-', 'Prepare_2', 'a'.repeat(64)])('a step may be named %s', (name) => {
  const rendered = renderedIn(stack, [stepNamed(name)]);

  expect(rendered.Name).toBe(name);
});

test.each([
  { name: 'Prepare data', remedy: 'write "Prepare-data"' },
  { name: 'Prepare.data', remedy: 'write "Prepare-data"' },
  { name: 'a'.repeat(65), remedy: `write "${'a'.repeat(64)}"` },
  { name: '', remedy: 'choose a name of that form' },
])('"$name" is no name of a step', ({ name, remedy }) => {
  const pipeline = () => pipelineIn(stack, [stepNamed(name)]);

  expect(pipeline).toThrow(
    `NameMalformed: steps.${name}.stepName is "${name}", a step name is 1 to 64 characters: letters, digits, hyphens and underscores; ${remedy}`,
  );
});
