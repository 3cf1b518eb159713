import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { Percent } from '../percent';

/** Checks that a share is a whole number of percents, as SageMaker takes shares of traffic and of capacity. */
export function checkWhole(problems: Problems, path: string, share: Percent): void {
  if (Token.isUnresolved(share.amount) || Number.isInteger(share.amount)) return;

  problems.add({
    code: 'PercentNotWhole',
    path,
    got: `is ${share}`,
    wanted: 'SageMaker takes this share in whole percents',
    remedy: `use Percent.of(${Math.ceil(share.amount)})`,
  });
}
