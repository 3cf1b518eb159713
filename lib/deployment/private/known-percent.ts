import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { Percent } from '../percent';

/** Checks that a share is known at synth, where it is computed with. */
export function checkKnown(problems: Problems, path: string, share: Percent): void {
  if (!Token.isUnresolved(share.amount)) return;

  problems.add({
    code: 'PercentUnknownAtSynth',
    path,
    got: 'is a token',
    wanted: 'this share is computed with at synth',
    remedy: 'write it as a number, such as Percent.of(10)',
  });
}
