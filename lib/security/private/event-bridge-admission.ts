import { Annotations, Resource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/**
 * Lets rules of EventBridge tell a topic, and use its key; warns where the topic's policy is written elsewhere.
 *
 * Without it alerts fail in silence. EventBridge tells the key neither account nor rule, so no condition can be set.
 */
export function admitEventBridge(scope: Construct, topic: sns.ITopic): void {
  topic.grantPublish(new iam.ServicePrincipal('events.amazonaws.com'));
  if (Resource.isOwnedResource(topic)) return;

  Annotations.of(scope).addWarningV2(
    'governed-ml:security.topicPolicyElsewhere',
    `the policy of the topic of ${scope.node.path} is written elsewhere; admit events.amazonaws.com there to sns:Publish, and to kms:Decrypt and kms:GenerateDataKey* of its key`,
  );
}
