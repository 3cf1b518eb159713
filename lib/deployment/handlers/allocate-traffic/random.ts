import { createHash } from 'node:crypto';
import gamma from '@stdlib/random-base-gamma';

/** Draws from the beta distribution with the two parameters, each above 0. */
export type BetaDraw = (alpha: number, beta: number) => number;

/**
 * A source of draws that the text alone decides, so that an update that is repeated computes what it computed before.
 *
 * A draw is the share of one gamma variate in the sum of two, which takes the same time for all parameters. Drawing from the
 * beta distribution itself takes ever longer as both come near 1 from above, as rewards that are almost forgotten make them.
 */
export function seededBeta(text: string): BetaDraw {
  const digest = createHash('sha256').update(text).digest();
  const seed = Uint32Array.from({ length: digest.length / 4 }, (_, word) => digest.readUInt32BE(4 * word));
  const draw = gamma.factory({ seed });

  return (alpha, beta) => {
    const part = draw(alpha, 1);
    return part / (part + draw(beta, 1));
  };
}
