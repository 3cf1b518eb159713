import { RewardCounters } from '../reward-counters';
import { Versioned } from '../versioned-state';
import { Arm } from './arm';

/** An arm, and the counters of its variant up to which it has learned. */
export interface KnownArm extends Arm {
  readonly seen: Pick<RewardCounters, 'count' | 'sum'>;
}

/** What a bandit has decided by its latest update, and what it knew; its version is the number of updates. */
export interface BanditState extends Versioned {
  /** For when the update was scheduled, in milliseconds since 1970. */
  readonly scheduledAt: number;

  /** What was known of the variants that the endpoint had. */
  readonly arms: readonly KnownArm[];

  /** The weights that were decided on, by the names of the variants. */
  readonly weights: Readonly<Record<string, number>>;
}
