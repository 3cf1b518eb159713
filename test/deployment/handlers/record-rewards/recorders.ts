import { QueueEvent, QueueRecord } from '../../../../lib/deployment/handlers/record-rewards/queue-event';
import { Recorder } from '../../../../lib/deployment/handlers/record-rewards/record';
import { RewardSettings } from '../../../../lib/deployment/handlers/record-rewards/settings';
import { tableThatAnswers, WatchedTable } from '../reward-tables';

/** What the clock says. */
export const NOW = Date.parse('2026-11-22T10:00:00Z');

export const REWARD = { rewardId: 'order-17', variantName: 'Champion', value: 1 };

export const SETTINGS: RewardSettings = {
  tableName: 'rewards',
  endpointName: 'abalone',
  variantNames: ['Champion', 'Challenger'],
  minValue: 0,
  maxValue: 1,
  retentionSeconds: 14 * 86_400,
  skewSeconds: 300,
};

/** A recorder before a table that answers as told, and what both of them saw and said. */
export interface WatchedRecorder extends Recorder, WatchedTable {
  readonly lines: unknown[][];
  readonly measured: Record<string, number>;
}

export function recorderWith(answers: unknown[], wished: Partial<Recorder> = {}): WatchedRecorder {
  const lines: unknown[][] = [];
  const measured: Record<string, number> = {};

  return {
    ...tableThatAnswers(...answers),
    lines,
    measured,
    settings: SETTINGS,
    log: (...line) => lines.push(line),
    measure: ({ name, value }) => {
      measured[name] = value;
    },
    now: () => NOW,
    remaining: () => 60_000,
    ...wished,
  };
}

/** A message with an object or a text, that came into the queue just now. */
export function message(content: object | string, sentAt = NOW, messageId = 'message-1'): QueueRecord {
  const body = typeof content === 'string' ? content : JSON.stringify(content);

  return { messageId, body, attributes: { SentTimestamp: `${sentAt}` } };
}

/** What Lambda brings when there are messages. */
export function batchOf(...contents: (object | string)[]): QueueEvent {
  return { Records: contents.map((content, i) => message(content, NOW, `message-${i + 1}`)) };
}

/** A time so many seconds after the clock's. */
export function secondsFromNow(seconds: number): string {
  return new Date(NOW + seconds * 1_000).toISOString();
}
