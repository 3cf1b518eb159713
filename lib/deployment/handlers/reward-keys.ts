import { createHash } from 'node:crypto';

/** Over how many items the counters of a variant are spread, so that rewards seldom wait for each other. */
const SHARDS = 8;

/** Where something lies in the table of a reward ingress. */
export interface RewardKey {
  readonly pk: string;
  readonly sk: string;
}

/** The partition that holds the counters of a variant. */
export function counterPartition(variantName: string): string {
  return `variant#${variantName}`;
}

/** What tells that a reward was taken. */
export function takenKey(rewardId: string): RewardKey {
  return { pk: `reward#${rewardId}`, sk: 'taken' };
}

/** The counters that a reward is added to: one of the variant's shards, the same whenever the reward comes. */
export function counterKey(variantName: string, rewardId: string): RewardKey {
  const shard = createHash('sha256').update(rewardId).digest().readUInt8() % SHARDS;

  return { pk: counterPartition(variantName), sk: `shard#${shard}` };
}
