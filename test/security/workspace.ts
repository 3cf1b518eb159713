import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Activity, NetworkScope } from '../../lib/security';

/** What roles are given in these tests: things that exist, so that every ARN is text. */
export interface Workspace {
  readonly stack: Stack;
  readonly bucket: s3.IBucket;
  readonly key: kms.IKey;
  readonly network: NetworkScope;
  readonly jobRole: iam.IRole;
}

export const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d';
export const ALIAS_ARN = 'arn:aws:kms:eu-west-1:222222222222:alias/acme/artifacts';
export const REPOSITORY_ARN = 'arn:aws:ecr:eu-west-1:683313688378:repository/sagemaker-xgboost';
export const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/marine-life-abalone';

export function workspaceIn(account = '111111111111'): Workspace {
  const stack = new Stack(new App(), 'Workspace', { env: { account, region: 'eu-west-1' } });

  return {
    stack,
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'data'),
    key: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
    network: {
      subnets: ['subnet-a', 'subnet-b'].map((id) => ec2.Subnet.fromSubnetId(stack, id, id)),
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-a')],
    },
    jobRole: iam.Role.fromRoleArn(stack, 'JobRole', 'arn:aws:iam::111111111111:role/jobs'),
  };
}

/** Every activity there is, each once. */
export function everyActivity({ bucket, key, network, jobRole }: Workspace): Activity[] {
  return [
    Activity.readObjects(bucket),
    Activity.readObjects(bucket, { prefix: 'raw/' }),
    Activity.writeObjects(bucket),
    Activity.useKey(key),
    Activity.useKeyOfAlias(ALIAS_ARN),
    Activity.pullImages([REPOSITORY_ARN]),
    Activity.attachToNetwork(network),
    Activity.writeLogs(),
    Activity.publishMetrics(),
    Activity.runJobs({ namePrefix: 'pipelines-', jobRole, network, volumeKey: key }),
    Activity.registerModels([GROUP_ARN]),
    Activity.readModels([GROUP_ARN]),
    Activity.startPipelines('marine-life-'),
    Activity.useOwnStudioApps(),
    Activity.observe(),
  ];
}

/** A statement of a policy in short: each field as a list, the partition as text. */
export interface Permission {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Record<string, Record<string, string | string[]>>;
}

/** What a rendered statement permits. */
export function permissionOf(stack: Stack, statement: iam.PolicyStatement): Permission {
  const { Effect, Action, Resource, Condition } = asText(stack.resolve(statement.toStatementJson()));
  expect(Effect).toBe('Allow');

  return { actions: [Action].flat(), resources: [Resource].flat(), conditions: Condition };
}

/** Writes every join of a policy out, with the partition as text. */
export function asText<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_key, part) =>
      part?.['Fn::Join']
        ? part['Fn::Join'][1].map((item: unknown) => (typeof item === 'string' ? item : 'aws')).join('')
        : part,
    ),
  );
}
