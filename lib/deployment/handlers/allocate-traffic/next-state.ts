import { Weights } from '../endpoint-traffic';
import { readCounters } from '../reward-counters';
import { StatePlace } from '../versioned-state';
import { allocate, AllocationSettings, WarmUp } from './allocation';
import { BanditState, KnownArm } from './bandit-state';
import { learnedFrom } from './learning';
import { seededBeta } from './random';
import { BanditSettings } from './settings';

/** Weights are sent with six places, as single precision holds them. */
const PLACES = 1e6;

/** When an update is made, and what is in force before it. */
export interface DueUpdate {
  /** In milliseconds since 1970. */
  readonly scheduledAt: number;

  /** The weights of the variants that the endpoint has. */
  readonly weights: Weights;
}

/**
 * The state after an update: what was known, the rewards since then, and the weights that follow from both.
 *
 * The same rewards give the same weights, because chance is seeded by the update.
 *
 * @throws CalculationRefused when no allocation can be computed
 */
export async function stateAfter(
  last: BanditState | undefined,
  { scheduledAt, weights }: DueUpdate,
  { table, settings }: Pick<StatePlace, 'table'> & { readonly settings: BanditSettings },
): Promise<BanditState> {
  const version = (last?.version ?? 0) + 1;
  const names = settings.variantNames.filter((name) => name in weights);
  const arms = await Promise.all(
    names.map(async (name): Promise<KnownArm> => {
      const known = last?.arms.find((arm) => arm.name === name);
      const counters = await readCounters(table, settings.tableName, name);

      return learnedFrom(name, known, counters, settings.discount);
    }),
  );

  const shares = allocate(
    arms,
    new Map(Object.entries(weights)),
    settingsFor(names, settings),
    seededBeta(`${settings.endpointName} update ${version}`),
  );
  // Their sum is the number of variants, so that one that joins with a weight of 1 gets an equal share.
  const weigh = (share: number): number => Math.round(share * names.length * PLACES) / PLACES;
  return {
    version,
    scheduledAt,
    arms,
    weights: Object.fromEntries([...shares].map(([name, share]) => [name, weigh(share)])),
  };
}

/** The settings for the variants that are there: those that are gone warm nothing up. */
function settingsFor(names: readonly string[], { warmUp, ...settings }: BanditSettings): AllocationSettings {
  const there = Object.entries(warmUp.weights ?? {}).filter(([name]) => names.includes(name));
  const weights: WarmUp['weights'] = there.some(([, weight]) => weight > 0) ? Object.fromEntries(there) : undefined;

  return { ...settings, warmUp: { observations: warmUp.observations, weights } };
}
