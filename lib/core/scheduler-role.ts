import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DerivedRole } from './derived-role';
import { Permission } from './permissions';

/** SQS has a sender make the data key of an encrypted queue, and decrypts it again. */
const USE_QUEUE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** What a schedule calls, where it leaves what fails, and within which limit. */
export interface SchedulerRoleProps {
  readonly permissions: readonly Permission[];
  readonly deadLetterQueue: sqs.IQueue;

  /** @default - no resource has a wildcard */
  readonly wildcardReason?: string;

  /** @default - no boundary */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** The role that EventBridge Scheduler assumes for schedules of this account, which may do nothing else. */
export function schedulerRole(scope: Construct, props: SchedulerRoleProps): iam.IRole {
  const { permissions, deadLetterQueue, wildcardReason, permissionsBoundary } = props;
  const stack = Stack.of(scope);
  // Scheduler tells the group, not the schedule; schedules without a group are in the one that is called default.
  const group = stack.formatArn({
    service: 'scheduler',
    resource: 'schedule-group',
    resourceName: 'default',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });

  const { role } = new DerivedRole(scope, 'Role', {
    description: 'Makes the calls of a schedule',
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } },
    }),
    permissions: [...permissions, ...sendingTo(deadLetterQueue)],
    wildcardReason,
    permissionsBoundary,
  });

  // The CDK's targets would add what they need a second time, in a policy of its own.
  return role.withoutPolicyUpdates();
}

function sendingTo(queue: sqs.IQueue): Permission[] {
  const { encryptionMasterKey: key } = queue;

  return [
    { actions: ['sqs:SendMessage'], resources: [queue.queueArn] },
    ...(key ? [{ actions: USE_QUEUE_KEY, resources: [key.keyArn] }] : []),
  ];
}
