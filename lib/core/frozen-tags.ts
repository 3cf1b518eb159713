import { CfnResource } from 'aws-cdk-lib';

/**
 * Fixes the tags of a resource that CloudFormation replaces when a tag changes.
 *
 * `Tags.of(app).add(…)` reaches every taggable resource. On a Studio domain it would delete people's homes, so the
 * template of such a resource carries these tags for ever and nothing that is added later.
 */
export function freezeTags(resource: CfnResource, tags: Record<string, string>): void {
  const frozen = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

  if (frozen.length > 0) resource.addPropertyOverride('Tags', frozen);
  else resource.addPropertyDeletionOverride('Tags');
}
