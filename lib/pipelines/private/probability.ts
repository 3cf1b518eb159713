import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

/** Checks that a score can divide predictions in two. */
export function checkProbability(problems: Problems, path: string, threshold: number | undefined): void {
  if (threshold === undefined || Token.isUnresolved(threshold) || (threshold > 0 && threshold < 1)) return;

  problems.add({
    code: 'ProbabilityOutOfRange',
    path,
    got: `is ${threshold}`,
    wanted: 'a score between 0 and 1 divides positive from negative predictions',
    remedy: 'write 0.5, or leave it out',
  });
}
