import { QueueRecord } from './queue-event';
import { RewardSettings } from './settings';

const LONGEST_ID = 128;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** How good an answer of a variant was. */
export interface Reward {
  readonly rewardId: string;
  readonly variantName: string;
  readonly value: number;
}

/** The reward is not taken, now or later; its text is for whoever sends it. */
export class RewardRefused extends Error {}

/** The reward in a message: as it is, or as the detail of an event. Throws `RewardRefused` where it is none. */
export function readReward(record: QueueRecord, settings: RewardSettings, now: number): Reward {
  const { detail, sentAt } = contentOf(record);
  const { rewardId, variantName, value, occurredAt } = detail;

  if (typeof rewardId !== 'string' || rewardId.length < 1 || rewardId.length > LONGEST_ID) {
    throw new RewardRefused(`rewardId is ${told(rewardId)}, it is a text of 1 to ${LONGEST_ID} characters`);
  }
  if (typeof variantName !== 'string' || !settings.variantNames.includes(variantName)) {
    const known = settings.variantNames.join(', ');
    throw new RewardRefused(`variantName is ${told(variantName)}, the endpoint has ${known}`);
  }
  const { minValue, maxValue } = settings;
  if (typeof value !== 'number' || !(value >= minValue && value <= maxValue)) {
    throw new RewardRefused(`value is ${told(value)}, it is a number from ${minValue} to ${maxValue}`);
  }
  checkTime(occurredAt === undefined ? sentAt : timeIn(occurredAt), settings, now);

  return { rewardId, variantName, value };
}

/** What a message brings, and when it was sent: an event that is delivered late, or replayed, keeps its time. */
function contentOf({ body, attributes }: QueueRecord): {
  readonly detail: Record<string, unknown>;
  readonly sentAt: number;
} {
  const content = objectIn(body);
  if (!isObject(content.detail)) return { detail: content, sentAt: Number(attributes.SentTimestamp) };

  return { detail: content.detail, sentAt: timeIn(content.time) };
}

function objectIn(text: string): Record<string, unknown> {
  const content = parsed(text);
  if (!isObject(content)) throw new RewardRefused('the message is no object of JSON');

  return content;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function timeIn(value: unknown): number {
  const time = typeof value === 'string' && ISO_TIME.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) {
    throw new RewardRefused(`the time is ${told(value)}, it is written as "2026-11-22T10:00:00Z"`);
  }

  return time;
}

/** A reward that is older than what is remembered may have been taken before. */
function checkTime(time: number, { retentionSeconds, skewSeconds }: RewardSettings, now: number): void {
  const age = (now - time) / 1_000;
  const at = new Date(time).toISOString();

  if (age > retentionSeconds) {
    throw new RewardRefused(`it is of ${at}, rewards are taken for ${retentionSeconds} seconds`);
  }
  if (age < -skewSeconds) {
    throw new RewardRefused(`it is of ${at}, which is more than ${skewSeconds} seconds ahead`);
  }
}

function told(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 2 * LONGEST_ID);
}
