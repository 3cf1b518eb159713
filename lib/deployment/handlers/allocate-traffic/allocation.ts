import { CalculationRefused } from '../calculation-refused';
import { inProportion } from '../shares';
import { checkRange } from './range';
import { Arm, checkArms } from './arm';
import { Limits, withinLimits } from './limits';
import { Policy, sharesBy } from './policy';
import { BetaDraw } from './random';

/** How a bandit turns rewards into traffic. */
export interface AllocationSettings extends Limits {
  readonly policy: Policy;

  /** How long traffic is shared without regard to rewards. */
  readonly warmUp: WarmUp;
}

/**
 * Until each arm has so many rewards, the weights decide: equal ones when there are none.
 *
 * A variant that joins later warms up as well, and all arms with it.
 */
export interface WarmUp {
  readonly observations: number;
  readonly weights?: Readonly<Record<string, number>>;
}

/** The share of the traffic, by the name of the production variant; the shares add up to 1. */
export type Shares = ReadonlyMap<string, number>;

/**
 * The traffic of each arm until the next update.
 *
 * @param last the weights that are in force, one for each arm; they need not add up to 1
 * @param draw where Thompson sampling takes its draws from: the same source gives the same allocation
 * @throws CalculationRefused when no allocation can be computed
 */
export function allocate(
  arms: readonly Arm[],
  last: ReadonlyMap<string, number>,
  settings: AllocationSettings,
  draw: BetaDraw,
): Shares {
  checkArms(arms);
  const before = sharesOf(arms, last, 'last weights');
  const wanted = isWarm(arms, settings.warmUp)
    ? sharesBy(settings.policy, arms, draw)
    : warmUpShares(arms, settings.warmUp);

  const shares = withinLimits(wanted, before, settings);

  return new Map(arms.map(({ name }, arm) => [name, shares[arm]]));
}

function isWarm(arms: readonly Arm[], { observations }: WarmUp): boolean {
  checkRange('BanditWarmUpOutOfRange', 'warmUp.observations', observations, 0);

  return arms.every((arm) => arm.observations >= observations);
}

function warmUpShares(arms: readonly Arm[], { weights }: WarmUp): number[] {
  const given = weights === undefined ? new Map(arms.map(({ name }) => [name, 1])) : new Map(Object.entries(weights));

  return sharesOf(arms, given, 'warmUp.weights');
}

/** The weights as shares in the order of the arms. */
function sharesOf(arms: readonly Arm[], weights: ReadonlyMap<string, number>, path: string): number[] {
  const stranger = [...weights.keys()].find((name) => arms.every((arm) => arm.name !== name));
  if (stranger !== undefined) {
    throw new CalculationRefused('BanditArmUnknown', `${path} name ${stranger}, which is no arm of this bandit`);
  }
  for (const [name, weight] of weights) checkRange('BanditWeightOutOfRange', `${path}: ${name}`, weight, 0);

  // A variant that is new has no weight yet.
  const known = arms.map(({ name }) => weights.get(name) ?? 0);
  if (known.every((weight) => weight === 0)) {
    throw new CalculationRefused('BanditWithoutTraffic', `${path} are all zero`);
  }
  return inProportion(known);
}
