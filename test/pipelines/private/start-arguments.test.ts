import { CfnParameter } from 'aws-cdk-lib';
import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import { Problems, renderProblem } from '../../../lib/core';
import {
  ContainerImage,
  PipelineDefinition,
  PipelineParameter,
  PipelineStart,
  ProcessingStep,
} from '../../../lib/pipelines';
import {
  argumentsBesideParameters,
  checkParallelism,
  checkStart,
  checkStartComplete,
  checkWithoutSchedule,
  isPlainStart,
  startParameters,
  startRequest,
} from '../../../lib/pipelines/private/start-arguments';
import { pipelineIn, stackIn } from '../definitions';

const EXECUTION_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:pipeline/abalone/execution/abcdefghijkl';

test('a start says all that SageMaker takes', () => {
  const request = startRequest(
    'abalone',
    {
      parameters: { Rounds: '10' },
      displayName: 'nightly',
      description: 'Every night',
      maxParallelSteps: 2,
      pipelineVersionId: 7,
      mlflowExperimentName: 'abalone',
      selectedSteps: ['Train'],
      sourceExecutionArn: EXECUTION_ARN,
    },
    'a-token-of-thirty-two-characters',
  );

  expect(request).toEqual({
    PipelineName: 'abalone',
    PipelineExecutionDisplayName: 'nightly',
    PipelineExecutionDescription: 'Every night',
    PipelineParameters: [{ Name: 'Rounds', Value: '10' }],
    ClientRequestToken: 'a-token-of-thirty-two-characters',
    ParallelismConfiguration: { MaxParallelExecutionSteps: 2 },
    SelectiveExecutionConfig: { SelectedSteps: [{ StepName: 'Train' }], SourcePipelineExecutionArn: EXECUTION_ARN },
    PipelineVersionId: 7,
    MlflowExperimentName: 'abalone',
  });
});

test('a start without wishes says which pipeline, and its token', () => {
  const request = startRequest('abalone', {}, 'token');

  expect(JSON.parse(JSON.stringify(request))).toEqual({
    PipelineName: 'abalone',
    PipelineParameters: [],
    ClientRequestToken: 'token',
  });
});

test('parameters keep their order', () => {
  expect(startParameters({ parameters: { Rounds: '10', Data: 's3://acme-data/raw' } })).toEqual([
    { name: 'Rounds', value: '10' },
    { name: 'Data', value: 's3://acme-data/raw' },
  ]);
});

test.each<{ start: PipelineStart; plain: boolean; others: string[] }>([
  { start: {}, plain: true, others: [] },
  { start: { parameters: { Rounds: '10' } }, plain: true, others: [] },
  { start: { parameters: { Day: ContextAttribute.scheduledTime } }, plain: false, others: [] },
  { start: { displayName: 'nightly' }, plain: false, others: ['displayName'] },
  { start: { displayName: undefined }, plain: true, others: [] },
  {
    start: { pipelineVersionId: 7, maxParallelSteps: 2 },
    plain: false,
    others: ['pipelineVersionId', 'maxParallelSteps'],
  },
])('$start needs more than parameters: $others', ({ start, plain, others }) => {
  expect(isPlainStart(start)).toBe(plain);
  expect(argumentsBesideParameters(start)).toEqual(others);
});

test('everything that is wrong with a start is told at once', () => {
  const problems = problemsOf({
    parameters: { Round: '10', Rounds: 'many' },
    displayName: 'nightly_',
    description: 'a'.repeat(3_073),
    maxParallelSteps: 0,
    pipelineVersionId: 0,
    mlflowExperimentName: 'a'.repeat(257),
    selectedSteps: ['Trian'],
  });

  expect(problems).toEqual([
    'ParameterUnknown: start.parameters.Round is given, the pipeline has no such parameter; did you mean "Rounds"',
    'ParameterValueMistyped: start.parameters.Rounds is "many", the parameter takes a whole number, as "10"; write such a value',
    'NameMalformed: start.displayName is "nightly_", the name of a run is 1 to 82 characters: letters, digits and hyphens between them; choose a name of that form',
    'TextTooLong: start.description has 3073 characters, SageMaker takes up to 3072; shorten it',
    'TextTooLong: start.mlflowExperimentName has 257 characters, SageMaker takes up to 256; shorten it',
    'ParallelismOutOfRange: start.maxParallelSteps is 0, a pipeline runs a whole number of steps at a time, 1 or more; write 1, or leave it out',
    'NumberOutOfRange: start.pipelineVersionId is 0, SageMaker counts versions from 1; copy the number from the list of versions, or leave it out',
    'StepUnknown: start.selectedSteps[0] is "Trian", the pipeline has no such step; did you mean "Train"',
  ]);
});

test('of a pipeline that is defined elsewhere only the form is checked', () => {
  const problems = new Problems();

  checkStart(problems, { parameters: { Whatever: 'x' }, selectedSteps: ['Whatever'], displayName: '-' });
  checkStartComplete(problems, []);

  expect(problems.all.map(renderProblem)).toEqual([
    'NameMalformed: start.displayName is "-", the name of a run is 1 to 82 characters: letters, digits and hyphens between them; choose a name of that form',
  ]);
});

test('a display name may hold what the schedule knows when it fires', () => {
  expect(problemsOf({ displayName: `nightly-${ContextAttribute.executionId}` })).toEqual([]);
});

test('what a schedule alone knows is refused where none makes the start', () => {
  const problems = new Problems();

  checkWithoutSchedule(problems, {
    parameters: { Day: ContextAttribute.scheduledTime, Rounds: '10' },
    description: `run ${ContextAttribute.executionId}`,
    maxParallelSteps: 2,
  });

  expect(problems.all.map(renderProblem)).toEqual([
    'ScheduleFactUnknown: start.parameters.Day is "<aws.scheduler.scheduled-time>", only a schedule completes it; write another text, or start the pipeline by a PipelineSchedule',
    'ScheduleFactUnknown: start.description is "run <aws.scheduler.execution-id>", only a schedule completes it; write another text, or start the pipeline by a PipelineSchedule',
  ]);
});

test('a start that nobody watches gives every parameter without a default a value', () => {
  const problems = new Problems();

  checkStartComplete(problems, ['Rounds'], definition());

  expect(problems.all.map(renderProblem)).toEqual([
    'ParameterValueMissing: start.parameters lacks "Data", the parameter has no default, and nobody is there to give it a value; give one here, or give the parameter a default',
  ]);
});

test.each([0, -1, 1.5, NaN])('%p steps at a time is no parallelism', (steps) => {
  const problems = new Problems();

  checkParallelism(problems, 'maxParallelSteps', steps);

  expect(problems.all.map(renderProblem)).toEqual([
    `ParallelismOutOfRange: maxParallelSteps is ${steps}, a pipeline runs a whole number of steps at a time, 1 or more; write 1, or leave it out`,
  ]);
});

test('how many steps run at a time may be known at deployment only', () => {
  const { valueAsNumber } = new CfnParameter(stackIn(), 'Steps', { type: 'Number' });
  const problems = new Problems();

  checkParallelism(problems, 'maxParallelSteps', valueAsNumber);

  expect(problems.all).toEqual([]);
});

function problemsOf(start: PipelineStart): string[] {
  const problems = new Problems();
  checkStart(problems, start, definition());

  return problems.all.map(renderProblem);
}

/** A pipeline of one step, Train, that takes a text and a whole number. */
function definition(): PipelineDefinition {
  const parameters = [PipelineParameter.ofString('Data'), PipelineParameter.ofInteger('Rounds')];
  const train = new ProcessingStep('Train', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'train.py'],
    arguments: parameters.map((parameter) => parameter.asString),
  });

  return pipelineIn(stackIn(), [train], { parameters }).definition;
}
