/**
 * Nothing can be computed from what was given; whoever asked for it leaves everything as it is.
 *
 * The code names the situation, so that an alarm or a search can tell one from another.
 */
export class CalculationRefused extends Error {
  constructor(
    public readonly code: string,
    what: string,
  ) {
    super(`${code}: ${what}`);
  }
}
