import { settleMessages } from '../../../../lib/pipelines/handlers/run-load-test/messages';
import {
  completed,
  errorNamed,
  eventOf,
  eventWith,
  EXECUTION_ARN,
  gateWith,
  hashOf,
  JOB_NAME,
  LAST_RECEIPT,
  MODEL_PACKAGE_ARN,
  TOKEN,
  WatchedGate,
} from './gates';

const SETTLED = { batchItemFailures: [] };
const BACK_IN_THE_QUEUE = { batchItemFailures: [{ itemIdentifier: 'message-1' }] };
const NO_SUCH_JOB = errorNamed('ResourceNotFound');
const RUNNING = { JobName: JOB_NAME, Status: 'IN_PROGRESS' };

test('the first receipt begins the load test and keeps the message', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: NO_SUCH_JOB });

  const response = await settleMessages(eventOf({}, 1), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(gate.calls).toEqual([
    ['DescribeInferenceRecommendationsJob', { JobName: JOB_NAME }],
    [
      'CreateInferenceRecommendationsJob',
      {
        JobName: JOB_NAME,
        JobType: 'Advanced',
        RoleArn: 'arn:aws:iam::111111111111:role/acme-jobs',
        InputConfig: {
          ModelPackageVersionArn: MODEL_PACKAGE_ARN,
          EndpointConfigurations: [{ InstanceType: 'ml.m5.large' }],
        },
        StoppingConditions: { ModelLatencyThresholds: [{ Percentile: 'P95', ValueInMilliseconds: 100 }] },
      },
    ],
  ]);
});

test('a repeated message finds the same job and makes no second one', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: RUNNING });

  const responses = [await settleMessages(eventOf(), gate), await settleMessages(eventOf(), gate)];

  expect(responses).toEqual([BACK_IN_THE_QUEUE, BACK_IN_THE_QUEUE]);
  expect(gate.calls).toEqual(Array(2).fill(['DescribeInferenceRecommendationsJob', { JobName: JOB_NAME }]));
});

test('a job that another receipt made in the meantime is the one', async () => {
  const gate = gateWith({
    DescribeInferenceRecommendationsJob: NO_SUCH_JOB,
    CreateInferenceRecommendationsJob: errorNamed('ResourceInUse'),
  });

  const response = await settleMessages(eventOf(), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(answersOf(gate)).toEqual([]);
});

test.each(['PENDING', 'IN_PROGRESS', 'STOPPING'])('a job that is %s is looked at again later', async (Status) => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: { ...RUNNING, Status } });

  const response = await settleMessages(eventOf(), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(answersOf(gate)).toEqual([]);
});

test('a model that is fast enough lets the pipeline go on, with its figures', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: completed(720, 80) });

  const response = await settleMessages(eventOf(), gate);

  expect(response).toEqual(SETTLED);
  expect(answersOf(gate)).toEqual([
    [
      'SendPipelineExecutionStepSuccess',
      {
        CallbackToken: TOKEN,
        ClientRequestToken: hashOf(TOKEN),
        OutputParameters: [
          { Name: 'maxInvocationsPerMinute', Value: '720' },
          { Name: 'modelLatencyMilliseconds', Value: '80' },
          { Name: 'recommendationsJobName', Value: JOB_NAME },
        ],
      },
    ],
  ]);
});

test('a model that is too slow fails the step, which tells both faults', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: completed(240, 130) });

  const response = await settleMessages(eventOf(), gate);

  expect(response).toEqual(SETTLED);
  expect(answersOf(gate)).toEqual([
    failureBecause(
      'the model takes 240 invocations a minute, 600 are required; its latency is 130 ms, 100 ms are allowed',
    ),
  ]);
});

test('a job that fails, fails the step with its reason, as far as SageMaker takes it', async () => {
  const FailureReason = 'no capacity '.repeat(40);
  const gate = gateWith({ DescribeInferenceRecommendationsJob: { ...RUNNING, Status: 'FAILED', FailureReason } });

  const response = await settleMessages(eventOf(), gate);

  expect(response).toEqual(SETTLED);
  expect(answersOf(gate)).toEqual([failureBecause(`the load test failed: ${FailureReason}`.slice(0, 256))]);
});

test.each(['ValidationException', 'AccessDeniedException'])(
  'a test that SageMaker refuses by %s fails the step at once',
  async (name) => {
    const gate = gateWith({
      DescribeInferenceRecommendationsJob: NO_SUCH_JOB,
      CreateInferenceRecommendationsJob: errorNamed(name, 'the package has no sample payload'),
    });

    const response = await settleMessages(eventOf(), gate);

    expect(response).toEqual(SETTLED);
    expect(answersOf(gate)).toEqual([
      failureBecause('SageMaker refuses the load test: the package has no sample payload'),
    ]);
  },
);

test.each([
  ['DescribeInferenceRecommendationsJob', 'ThrottlingException', RUNNING],
  ['CreateInferenceRecommendationsJob', 'ResourceLimitExceeded', NO_SUCH_JOB],
  ['SendPipelineExecutionStepSuccess', 'ThrottlingException', completed(720, 80)],
])('%s that ends in %s is tried again with the next receipt', async (operation, name, job) => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: job, [operation]: errorNamed(name) });

  const response = await settleMessages(eventOf(), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(gate.lines).toHaveLength(1);
});

test('a test that does not end in time is stopped, and the step fails', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: RUNNING });

  const before = await settleMessages(eventOf({}, LAST_RECEIPT - 1), gate);
  const at = await settleMessages(eventOf({}, LAST_RECEIPT), gate);

  expect([before, at]).toEqual([BACK_IN_THE_QUEUE, SETTLED]);
  expect(gate.calls.slice(2)).toEqual([
    ['StopInferenceRecommendationsJob', { JobName: JOB_NAME }],
    failureBecause('the load test did not end within 180 minutes'),
  ]);
});

test('a test that cannot be followed fails the step when the time is up', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: errorNamed('AccessDeniedException', 'not allowed') });

  const response = await settleMessages(eventOf({}, LAST_RECEIPT), gate);

  expect(response).toEqual(SETTLED);
  expect(answersOf(gate)).toEqual([failureBecause('the load test could not be followed for 180 minutes: not allowed')]);
});

test.each([{ status: 'Stopping' }, { status: undefined, Status: 'Stopping' }])(
  'an execution that is being stopped stops its test: %j',
  async (wished) => {
    const gate = gateWith({ DescribeInferenceRecommendationsJob: RUNNING });

    const response = await settleMessages(eventOf(wished), gate);

    expect(response).toEqual(SETTLED);
    expect(gate.calls).toEqual([
      ['StopInferenceRecommendationsJob', { JobName: JOB_NAME }],
      failureBecause('the execution is being stopped'),
    ]);
  },
);

test('an execution that is being stopped before its test began is answered as well', async () => {
  const gate = gateWith({ StopInferenceRecommendationsJob: NO_SUCH_JOB });

  const response = await settleMessages(eventOf({ status: 'Stopping' }), gate);

  expect(response).toEqual(SETTLED);
  expect(answersOf(gate)).toEqual([failureBecause('the execution is being stopped')]);
});

test.each([errorNamed('ResourceNotFound'), errorNamed('ValidationException', 'Token is invalid')])(
  'a step that no longer waits ends quietly: %s',
  async (error) => {
    const gate = gateWith({
      DescribeInferenceRecommendationsJob: completed(720, 80),
      SendPipelineExecutionStepSuccess: error,
    });

    const response = await settleMessages(eventOf(), gate);

    expect(response).toEqual(SETTLED);
    expect(gate.lines).toEqual([
      ['INFO', 'the step no longer waits for an answer', { pipelineExecutionArn: EXECUTION_ARN }],
    ]);
  },
);

test('limits that are none fail the step', async () => {
  const gate = gateWith({});
  const limits = { modelPackageArn: MODEL_PACKAGE_ARN, maxLatencyMilliseconds: 'fast', minInvocationsPerMinute: 600 };

  const response = await settleMessages(eventOf({ arguments: limits }), gate);

  expect(response).toEqual(SETTLED);
  expect(gate.calls).toEqual([failureBecause('maxLatencyMilliseconds is "fast", a number above 0 is needed')]);
});

test.each(['no JSON', '{}'])('a message that no step wrote goes back, until it is a dead letter: %s', async (body) => {
  const gate = gateWith({});

  const response = await settleMessages(eventWith(body, LAST_RECEIPT), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(gate.calls).toEqual([]);
});

test('one message that goes back leaves the others alone', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: completed(720, 80) });
  const [broken] = eventWith('no JSON').Records;
  const [good] = eventOf().Records;

  const response = await settleMessages({ Records: [broken, { ...good, messageId: 'message-2' }] }, gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(answersOf(gate)).toHaveLength(1);
});

test('no line of the log holds a token', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: completed(720, 80) });

  await settleMessages(eventOf(), gate);

  expect(JSON.stringify(gate.lines)).not.toContain(TOKEN);
});

function answersOf({ calls }: WatchedGate): unknown[] {
  return calls.filter(([operation]) => operation.startsWith('SendPipelineExecutionStep'));
}

function failureBecause(FailureReason: string): unknown {
  return [
    'SendPipelineExecutionStepFailure',
    { CallbackToken: TOKEN, ClientRequestToken: hashOf(TOKEN), FailureReason },
  ];
}
