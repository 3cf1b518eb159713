import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Activity } from '../../lib/security';
import { Permission, permissionOf } from './workspace';

/** An account of a partition, and what exists there already. */
export interface DataWorkspace {
  readonly bucket: s3.IBucket;
  readonly role: iam.IRole;

  /** The ARN of something in the account and region. */
  readonly arnOf: (service: string, resource: string) => string;

  /** What an activity permits there, with every ARN as text. */
  readonly permitted: (activity: Activity) => Permission[];

  /** The resources with wildcards for which an activity gives no reason. */
  readonly unexplained: (activity: Activity) => string[];
}

const ACCOUNT = '111111111111';

export const IRELAND = dataWorkspace('aws', 'eu-west-1');
export const BEIJING = dataWorkspace('aws-cn', 'cn-north-1');

/** What somebody asks of AWS. */
export interface AskedOfAws {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string | string[]>;
}

/** As AWS would decide for a role of the account whose only permissions are the given ones. */
export async function decide(permissions: Permission[], asked: AskedOfAws): Promise<string> {
  const principal = `arn:aws:iam::${ACCOUNT}:role/person`;
  const policy = {
    Version: '2012-10-17',
    Statement: permissions.map(({ actions, resources, conditions }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  };

  const result = await runSimulation(
    {
      request: {
        principal,
        action: asked.action,
        resource: { resource: asked.resource, accountId: ACCOUNT },
        contextVariables: { 'aws:PrincipalArn': principal, ...asked.context },
      },
      identityPolicies: [{ name: 'activity', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') return JSON.stringify(result.errors);

  return result.overallResult === 'Allowed' ? 'allowed' : 'denied';
}

/** The ARNs that an activity reaches and that lie in another partition than the account. */
export function resourcesAbroad(permissions: Permission[]): string[] {
  return permissions
    .flatMap(({ resources }) => resources)
    .filter((resource) => resource !== '*' && !resource.startsWith('arn:aws-cn:'));
}

function dataWorkspace(partition: string, region: string): DataWorkspace {
  const stack = new Stack(new App(), 'Data', { env: { account: ACCOUNT, region } });
  const place = { partition, region, account: ACCOUNT };

  return {
    bucket: s3.Bucket.fromBucketArn(stack, 'Bucket', `arn:${partition}:s3:::data`),
    role: iam.Role.fromRoleArn(stack, 'Role', `arn:${partition}:iam::${ACCOUNT}:role/jobs`),
    arnOf: (service, resource) => `arn:${partition}:${service}:${region}:${ACCOUNT}:${resource}`,
    permitted: (activity) => activity._render(place).map(({ statement }) => permissionOf(stack, statement)),
    unexplained: (activity) =>
      activity
        ._render(place)
        .filter(({ wildcardReason }) => wildcardReason === undefined)
        .flatMap(({ statement }) => statement.resources)
        .filter((resource) => resource.includes('*')),
  };
}
