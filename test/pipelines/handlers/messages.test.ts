import { settleMessages } from '../../../lib/pipelines/handlers/messages';
import { completed, gateWith, loadTestEvent } from './run-load-test/gates';
import {
  answersOf,
  BACK_IN_THE_QUEUE,
  errorNamed,
  eventWith,
  EXECUTION_ARN,
  failureBecause,
  JOB_NAME,
  LAST_RECEIPT,
  SETTLED,
  TOKEN,
} from './runners';

const NO_SUCH_JOB = errorNamed('ResourceNotFound');
const RUNNING = { JobName: JOB_NAME, Status: 'IN_PROGRESS' };

test('the first receipt begins the job and keeps the message', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: NO_SUCH_JOB });

  const response = await settleMessages(loadTestEvent({}, 1), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(gate.calls).toEqual([
    ['DescribeInferenceRecommendationsJob', { JobName: JOB_NAME }],
    ['CreateInferenceRecommendationsJob', expect.objectContaining({ JobName: JOB_NAME })],
  ]);
});

test('a repeated message finds the same job and makes no second one', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: RUNNING });

  const responses = [await settleMessages(loadTestEvent(), gate), await settleMessages(loadTestEvent(), gate)];

  expect(responses).toEqual([BACK_IN_THE_QUEUE, BACK_IN_THE_QUEUE]);
  expect(gate.calls).toEqual(Array(2).fill(['DescribeInferenceRecommendationsJob', { JobName: JOB_NAME }]));
});

test('a job that another receipt made in the meantime is the one', async () => {
  const gate = gateWith({
    DescribeInferenceRecommendationsJob: NO_SUCH_JOB,
    CreateInferenceRecommendationsJob: errorNamed('ResourceInUse'),
  });

  const response = await settleMessages(loadTestEvent(), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(answersOf(gate)).toEqual([]);
});

test.each(['PENDING', 'IN_PROGRESS', 'STOPPING'])('a job that is %s is looked at again later', async (Status) => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: { ...RUNNING, Status } });

  const response = await settleMessages(loadTestEvent(), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(answersOf(gate)).toEqual([]);
});

test('a job that fails, fails the step with its reason, as far as SageMaker takes it', async () => {
  const FailureReason = 'no capacity '.repeat(40);
  const gate = gateWith({ DescribeInferenceRecommendationsJob: { ...RUNNING, Status: 'FAILED', FailureReason } });

  const response = await settleMessages(loadTestEvent(), gate);

  expect(response).toEqual(SETTLED);
  expect(answersOf(gate)).toEqual([failureBecause(`the load test failed: ${FailureReason}`.slice(0, 256))]);
});

test.each(['ValidationException', 'AccessDeniedException'])(
  'a job that SageMaker refuses by %s fails the step at once',
  async (name) => {
    const gate = gateWith({
      DescribeInferenceRecommendationsJob: NO_SUCH_JOB,
      CreateInferenceRecommendationsJob: errorNamed(name, 'the package has no sample payload'),
    });

    const response = await settleMessages(loadTestEvent(), gate);

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

  const response = await settleMessages(loadTestEvent(), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(gate.lines).toHaveLength(1);
});

test('a job that does not end in time is stopped, and the step fails', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: RUNNING });

  const before = await settleMessages(loadTestEvent({}, LAST_RECEIPT - 1), gate);
  const at = await settleMessages(loadTestEvent({}, LAST_RECEIPT), gate);

  expect([before, at]).toEqual([BACK_IN_THE_QUEUE, SETTLED]);
  expect(gate.calls.slice(2)).toEqual([
    ['StopInferenceRecommendationsJob', { JobName: JOB_NAME }],
    failureBecause('the load test did not end within 180 minutes'),
  ]);
});

test('a job that cannot be followed fails the step when the time is up', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: errorNamed('AccessDeniedException', 'not allowed') });

  const response = await settleMessages(loadTestEvent({}, LAST_RECEIPT), gate);

  expect(response).toEqual(SETTLED);
  expect(answersOf(gate)).toEqual([failureBecause('the load test could not be followed for 180 minutes: not allowed')]);
});

test.each([{ status: 'Stopping' }, { status: undefined, Status: 'Stopping' }])(
  'an execution that is being stopped stops its job: %j',
  async (wished) => {
    const gate = gateWith({ DescribeInferenceRecommendationsJob: RUNNING });

    const response = await settleMessages(loadTestEvent(wished), gate);

    expect(response).toEqual(SETTLED);
    expect(gate.calls).toEqual([
      ['StopInferenceRecommendationsJob', { JobName: JOB_NAME }],
      failureBecause('the execution is being stopped'),
    ]);
  },
);

test('an execution that is being stopped before its job began is answered as well', async () => {
  const gate = gateWith({ StopInferenceRecommendationsJob: NO_SUCH_JOB });

  const response = await settleMessages(loadTestEvent({ status: 'Stopping' }), gate);

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

    const response = await settleMessages(loadTestEvent(), gate);

    expect(response).toEqual(SETTLED);
    expect(gate.lines).toEqual([
      ['INFO', 'the step no longer waits for an answer', { pipelineExecutionArn: EXECUTION_ARN }],
    ]);
  },
);

test.each(['no JSON', '{}'])('a message that no step wrote goes back, until it is a dead letter: %s', async (body) => {
  const gate = gateWith({});

  const response = await settleMessages(eventWith(body, LAST_RECEIPT), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(gate.calls).toEqual([]);
});

test('one message that goes back leaves the others alone', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: completed(720, 80) });
  const [broken] = eventWith('no JSON').Records;
  const [good] = loadTestEvent().Records;

  const response = await settleMessages({ Records: [broken, { ...good, messageId: 'message-2' }] }, gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(answersOf(gate)).toHaveLength(1);
});

test('no line of the log holds a token', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: completed(720, 80) });

  await settleMessages(loadTestEvent(), gate);

  expect(JSON.stringify(gate.lines)).not.toContain(TOKEN);
});
