import * as iam from 'aws-cdk-lib/aws-iam';

/** The tag that tells by which step something was made whose name the service chooses; its value is the step's name. */
export const STEP_TAG = 'governed-ml:pipeline-step';

/** What a service calls the tags of a request and of a resource in conditions: EMR has names of its own. */
type TagKeys = 'aws' | 'elasticmapreduce';

/** Only to make something with the tag of a step. */
export function tagging(stepName: string, keys: TagKeys = 'aws'): iam.Conditions {
  return { StringEquals: { [`${keys}:RequestTag/${STEP_TAG}`]: stepName } };
}

/** Only what has the tag of a step. */
export function tagged(stepName: string, keys: TagKeys = 'aws'): iam.Conditions {
  return { StringEquals: { [`${keys}:ResourceTag/${STEP_TAG}`]: stepName } };
}
