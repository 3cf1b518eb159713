import { CalculationRefused } from '../calculation-refused';

/** What a count or a sum may be at most: above it, numbers are no longer exact. */
const MOST = Number.MAX_SAFE_INTEGER;

/** Refuses what is not a number of the range, both ends included. */
export function checkRange(code: string, path: string, value: number, from: number, to = MOST): void {
  if (typeof value === 'number' && value >= from && value <= to) return;

  throw new CalculationRefused(code, `${path} is ${value}, it must be ${from} to ${to}`);
}
