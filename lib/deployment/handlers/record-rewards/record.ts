import { Log } from '../log';
import { Measurement } from '../metric';
import { textOf } from '../sdk-errors';
import { count, Counting } from './count';
import { BatchResponse, QueueEvent, QueueRecord } from './queue-event';
import { readReward, RewardRefused } from './reward';

/** The time that one reward may take when the table is slow, in milliseconds. */
const LONGEST_CALL = 30_000;

/** What the handler works with. */
export interface Recorder extends Counting {
  readonly log: Log;
  readonly measure: (measurement: Measurement) => void;

  /** What is left of the function's time, in milliseconds. */
  readonly remaining: () => number;
}

type Outcome = 'taken' | 'repeated' | 'refused' | 'returned';

/** Takes each reward once; those that cannot be taken now stay in the queue, those that never can are told and dropped. */
export async function recordRewards({ Records }: QueueEvent, recorder: Recorder): Promise<BatchResponse> {
  const outcomes: Record<Outcome, string[]> = { taken: [], repeated: [], refused: [], returned: [] };
  for (const record of Records) outcomes[await outcomeOf(record, recorder)].push(record.messageId);

  const { taken, repeated, refused, returned } = outcomes;
  const dimensions = { EndpointName: recorder.settings.endpointName };
  recorder.measure({ name: 'Rewards', value: taken.length, dimensions });
  recorder.measure({ name: 'RefusedRewards', value: refused.length, dimensions });
  recorder.log('INFO', 'rewards were recorded', {
    ...dimensions,
    taken: taken.length,
    repeated: repeated.length,
    refused: refused.length,
    returned: returned.length,
  });

  return { batchItemFailures: returned.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function outcomeOf(record: QueueRecord, recorder: Recorder): Promise<Outcome> {
  const { log, now, remaining, settings } = recorder;
  const { messageId } = record;
  if (remaining() < LONGEST_CALL) return 'returned';

  try {
    const reward = readReward(record, settings, now());
    return (await count(reward, recorder)) ? 'taken' : 'repeated';
  } catch (error) {
    if (error instanceof RewardRefused) {
      log('WARN', 'the reward is refused', { messageId, reason: error.message });
      return 'refused';
    }
    log('WARN', 'the reward goes back to the queue', { messageId, error: textOf(error) });
    return 'returned';
  }
}
