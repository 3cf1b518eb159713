import { recordRewards } from '../../../../lib/deployment/handlers/record-rewards/record';
import { cancelled, errorNamed } from '../reward-tables';
import { batchOf, recorderWith, REWARD } from './recorders';

const ANOTHER = { ...REWARD, rewardId: 'order-18', variantName: 'Challenger', value: 0 };

test('rewards are taken, counted and deleted from the queue', async () => {
  const recorder = recorderWith([{}]);

  const response = await recordRewards(batchOf(REWARD, ANOTHER), recorder);

  expect(response).toEqual({ batchItemFailures: [] });
  expect(recorder.calls).toHaveLength(2);
  expect(recorder.measured).toEqual({ Rewards: 2, RefusedRewards: 0 });
  expect(recorder.lines).toEqual([
    ['INFO', 'rewards were recorded', { EndpointName: 'abalone', taken: 2, repeated: 0, refused: 0, returned: 0 }],
  ]);
});

test('a reward that comes again is deleted and not counted', async () => {
  const recorder = recorderWith([{}, cancelled('ConditionalCheckFailed', 'None')]);

  const response = await recordRewards(batchOf(REWARD, REWARD), recorder);

  expect(response).toEqual({ batchItemFailures: [] });
  expect(recorder.measured).toEqual({ Rewards: 1, RefusedRewards: 0 });
});

test('a refused reward is told, counted and never tried again; the others are taken', async () => {
  const recorder = recorderWith([{}]);

  const response = await recordRewards(batchOf('reward!', REWARD), recorder);

  expect(response).toEqual({ batchItemFailures: [] });
  expect(recorder.calls).toHaveLength(1);
  expect(recorder.measured).toEqual({ Rewards: 1, RefusedRewards: 1 });
  expect(recorder.lines[0]).toEqual([
    'WARN',
    'the reward is refused',
    { messageId: 'message-1', reason: 'the message is no object of JSON' },
  ]);
});

test.each([
  ['the table is throttled', errorNamed('ThrottlingException')],
  ['rewards wait for each other', cancelled('None', 'TransactionConflict')],
  ['the table cannot be reached', errorNamed('TimeoutError')],
])('only the reward that was not taken comes back when %s', async (_, error) => {
  const recorder = recorderWith([{}, error, {}]);

  const response = await recordRewards(batchOf(REWARD, ANOTHER, { ...REWARD, rewardId: 'order-19' }), recorder);

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-2' }] });
  expect(recorder.measured).toEqual({ Rewards: 2, RefusedRewards: 0 });
  expect(recorder.lines[0]).toEqual([
    'WARN',
    'the reward goes back to the queue',
    { messageId: 'message-2', error: error.message },
  ]);
});

test('half-finished work is finished later: what was taken before is not counted again', async () => {
  const first = recorderWith([{}, errorNamed('ThrottlingException')]);
  const second = recorderWith([cancelled('ConditionalCheckFailed', 'None'), {}]);

  const responses = [
    await recordRewards(batchOf(REWARD, ANOTHER), first),
    await recordRewards(batchOf(REWARD, ANOTHER), second),
  ];

  expect(responses).toEqual([{ batchItemFailures: [{ itemIdentifier: 'message-2' }] }, { batchItemFailures: [] }]);
  expect(first.measured.Rewards + second.measured.Rewards).toBe(2);
});

test('rewards for which the time is too short go back untouched', async () => {
  const times = [60_000, 29_999];
  const recorder = recorderWith([{}], { remaining: () => times.shift() ?? 0 });

  const response = await recordRewards(batchOf(REWARD, ANOTHER), recorder);

  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-2' }] });
  expect(recorder.calls).toHaveLength(1);
});
