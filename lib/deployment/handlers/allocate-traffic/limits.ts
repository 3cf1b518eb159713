import { CalculationRefused } from '../calculation-refused';
import { inProportion } from '../shares';
import { checkRange } from './range';

/** What an allocation must hold, whatever the policy wants. */
export interface Limits {
  /** The least share of each arm, 0 to 1 divided by the number of arms. */
  readonly minShare: number;

  /** How much a share may change by one update, 0 to 1. */
  readonly maxStep: number;
}

/** A share of 0.1 for each of ten arms adds up to a hair more than 1. */
const ROUNDING = 1e-9;

/**
 * The shares that lie as far on the straight way from the last ones to the wanted ones as the step allows, with no arm below
 * the floor. All lists are in the order of the arms and add up to 1.
 *
 * The floor wins where both cannot hold, which is when an arm was below it before: a variant that is new, or a floor that was
 * raised. Such arms are raised to the floor at once, and the steps of all arms count from there.
 */
export function withinLimits(wanted: readonly number[], last: readonly number[], limits: Limits): number[] {
  checkLimits(limits, wanted.length);
  const from = raisedToFloor(last, limits.minShare);
  const to = raisedToFloor(wanted, limits.minShare);

  const longest = Math.max(...to.map((share, arm) => Math.abs(share - from[arm])));
  const way = longest > limits.maxStep ? limits.maxStep / longest : 1;

  return from.map((share, arm) => (1 - way) * share + way * to[arm]);
}

/** Arms below the floor are raised to it; the others give in proportion to what they have above it. */
function raisedToFloor(shares: readonly number[], floor: number): number[] {
  const room = 1 - shares.length * floor;
  if (room < ROUNDING) return shares.map(() => 1 / shares.length);

  return inProportion(shares.map((share) => Math.max(0, share - floor))).map((share) => floor + room * share);
}

function checkLimits({ minShare, maxStep }: Limits, arms: number): void {
  checkRange('BanditFloorOutOfRange', 'minShare', minShare, 0, 1);
  checkRange('BanditStepOutOfRange', 'maxStep', maxStep, 0, 1);
  if (minShare * arms <= 1 + ROUNDING) return;

  throw new CalculationRefused(
    'BanditFloorTooHigh',
    `minShare is ${minShare}, ${arms} arms leave at most ${1 / arms} each`,
  );
}
