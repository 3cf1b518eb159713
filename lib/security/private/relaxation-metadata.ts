import { CfnResource } from 'aws-cdk-lib';
import { ExplainedStatement } from './activity-statement';

/** Writes into a resource's metadata which actions of its statements have no conditions although some were asked for, and why. */
export function recordRelaxedActions(resource: CfnResource, statements: readonly ExplainedStatement[]): void {
  const reasons = new Map<string, Set<string>>();
  for (const { actions, reason } of statements.flatMap(({ relaxations = [] }) => relaxations)) {
    reasons.set(reason, new Set([...(reasons.get(reason) ?? []), ...actions]));
  }
  if (reasons.size === 0) return;

  resource.addMetadata(
    'governed-ml:relaxations',
    [...reasons].map(([reason, actions]) => ({ setting: 'unconditional', actions: [...actions].sort(), reason })),
  );
}
