import { Duration, Stack } from 'aws-cdk-lib';
import {
  ContainerImage,
  JobStepOptions,
  PipelineStep,
  ProcessingStep,
  RetryException,
  TrainingChannel,
  TrainingStep,
} from '../../lib/pipelines';
import { told } from './private/told';
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

test('a result may stand in for running a step again', () => {
  const rendered = renderedIn(stack, [prepareWith({ cacheFor: Duration.days(30) })]);

  expect(rendered).toMatchObject({ CacheConfig: { Enabled: true, ExpireAfter: 'P30D' } });
});

test('a step is repeated after the errors that it names', () => {
  const rendered = renderedIn(stack, [
    prepareWith({
      retryPolicies: [
        { exceptions: [RetryException.THROTTLING], maxAttempts: 3 },
        { exceptions: [RetryException.CAPACITY_ERROR], expireAfter: Duration.hours(2), interval: Duration.minutes(1) },
      ],
    }),
  ]);

  expect(rendered).toMatchObject({
    RetryPolicies: [
      { ExceptionType: ['Step.THROTTLING'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3 },
      { ExceptionType: ['SageMaker.CAPACITY_ERROR'], IntervalSeconds: 60, BackoffRate: 2, ExpireAfterMin: 120 },
    ],
  });
});

test('retry policies are checked, with their place in the step', () => {
  const pipeline = () =>
    pipelineIn(stack, [prepareWith({ retryPolicies: [{ exceptions: [RetryException.THROTTLING] }] })]);

  expect(pipeline).toThrow(
    'RetryLimitAmbiguous: steps.Prepare.retryPolicies[0] has neither maxAttempts nor expireAfter, SageMaker repeats a step either a number of times or for a time; give exactly one of them',
  );
});

test.each([
  { cacheFor: Duration.seconds(30), got: '30 seconds' },
  { cacheFor: Duration.seconds(90), got: '1 minute 30 seconds' },
  { cacheFor: Duration.minutes(0), got: '0 minutes' },
])('a result cannot be kept for $got', ({ cacheFor, got }) => {
  const pipeline = () => pipelineIn(stack, [prepareWith({ cacheFor })]);

  expect(pipeline).toThrow(
    `CachePeriodOutOfRange: steps.Prepare.cacheFor is ${got}, SageMaker counts the age of a result in whole minutes, 1 or more; use Duration.days(30), or leave it out`,
  );
});

test('texts about a step have an end', () => {
  const step = prepareWith({ displayName: 'a'.repeat(257), description: 'a'.repeat(3073) });

  expect(told((problems) => step._check(problems))).toEqual([
    'TextTooLong: steps.Prepare.displayName has 257 characters, SageMaker takes up to 256; shorten it',
    'TextTooLong: steps.Prepare.description has 3073 characters, SageMaker takes up to 3072; shorten it',
  ]);
});

test('a type of step that can neither be spared nor repeated takes no such options', () => {
  const step = new FailingStep({
    cacheFor: Duration.days(1),
    retryPolicies: [{ exceptions: [RetryException.THROTTLING], maxAttempts: 3 }],
  });

  expect(told((problems) => step._check(problems))).toEqual([
    'StepFeatureUnsupported: steps.Stop.cacheFor is given, SageMaker keeps no results of steps of type Fail; leave it out',
    'StepFeatureUnsupported: steps.Stop.retryPolicies is given, SageMaker does not repeat steps of type Fail; leave it out',
  ]);
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
    channels: [TrainingChannel.fromS3('train', prepare.output('result').asString)],
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

/** A step of a type that is neither spared nor repeated, with options that its own class would not let through. */
class FailingStep extends PipelineStep {
  constructor(options: JobStepOptions) {
    super('Stop', options);
  }

  public get _type(): string {
    return 'Fail';
  }

  public _renderBody(): Record<string, unknown> {
    return {};
  }

  public _permissions(): never[] {
    return [];
  }
}

function prepareWith(options: JobStepOptions): ProcessingStep {
  return new ProcessingStep('Prepare', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'run.py'],
    ...options,
  });
}
