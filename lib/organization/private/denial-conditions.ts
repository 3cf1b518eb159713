import * as iam from 'aws-cdk-lib/aws-iam';
import { Denial } from './control-statement';

export const INSTANCE_TYPES = 'sagemaker:InstanceTypes';

/** A schedule that describes its job itself carries instance types; one that names a job definition does not. */
export const DESCRIBES_ITS_JOB = { 'ForAnyValue:StringLike': { [INSTANCE_TYPES]: ['ml.*'] } };

/** Holds for a request without the key; one key for each statement, because several in one block must all be missing. */
export function missing(key: string): iam.Conditions {
  return { Null: { [key]: 'true' } };
}

/** A request that names several values is denied for a single one that is not approved. */
export function onlyOf(sid: string, actions: readonly string[], key: string, approved?: readonly string[]): Denial[] {
  return approved ? [{ sid, actions, conditions: { 'ForAnyValue:StringNotEquals': { [key]: approved } } }] : [];
}

/** The ARN as it is checked: a region or an account that is a wildcard counts as none. */
export function withoutWildcards(arn: string): string {
  return arn.replace(/:\*(?=:)/g, ':');
}
