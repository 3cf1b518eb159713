import * as path from 'node:path';
import { CfnResource, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DerivedRole } from './derived-role';
import { Permission } from './permissions';

/** What a function needs of its log group. */
export const WRITE_OWN_LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const CREATE_INTERFACES = ['ec2:CreateNetworkInterface'];
const ADDRESS_INTERFACES = ['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];
const DELETE_INTERFACES = ['ec2:DeleteNetworkInterface'];
const DESCRIBE_NETWORK = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

/** Where a function reaches into a network. */
export interface FunctionNetwork {
  readonly subnets: readonly ec2.ISubnetRef[];
  readonly securityGroups: readonly ec2.ISecurityGroupRef[];
}

/** What a function runs, where, and what its calls need. */
export interface NetworkFunctionProps extends FunctionNetwork {
  /** What it does, as a sentence without a full stop; the role is described by it, too. */
  readonly description: string;

  /** Folder of the handler, as `lib/<capability>/handlers/<verb-noun>`; the build bundles it. */
  readonly handlerFolder: string;

  /** Text that the handler reads as `process.env.SETTINGS`. */
  readonly settings: string;

  /** What the code's own calls need. Log and network come on top. */
  readonly permissions: readonly Permission[];

  /** Why resources have wildcards. */
  readonly wildcardReason: string;

  /** The key that encrypts the log and the settings. */
  readonly encryptionKey: kms.IKeyRef;

  /** @default Duration.seconds(50) */
  readonly timeout?: Duration;

  /** In MiB. @default 256 */
  readonly memorySize?: number;

  /** How many run side by side. */
  readonly concurrency: number;

  /** Where events lie that were not handled, or why it needs no such queue. */
  readonly undelivered: sqs.IQueue | { readonly reason: string };

  /** @default - no boundary */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** A function in a private network, with a role that has what its calls need and nothing else, and an encrypted log. */
export class NetworkFunction extends Construct {
  public readonly resource: lambda.Function;
  public readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: NetworkFunctionProps) {
    super(scope, id);

    const { encryptionKey, undelivered } = props;
    const key = kms.Key.fromKeyArn(this, 'Key', encryptionKey.keyRef.keyArn);
    const logGroup = new logs.LogGroup(this, 'Logs', { encryptionKey: key, retention: logs.RetentionDays.ONE_YEAR });
    const queue = 'reason' in undelivered ? undefined : undelivered;
    this.role = new DerivedRole(this, 'Role', {
      description: props.description,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      permissions: [
        ...props.permissions,
        ...networkPermissions(Stack.of(this), props),
        ...(queue ? [{ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }] : []),
        { actions: ['kms:Decrypt'], resources: [key.keyArn] },
        { actions: WRITE_OWN_LOG, resources: [logGroup.logGroupArn] },
      ],
      wildcardReason: props.wildcardReason,
      permissionsBoundary: props.permissionsBoundary,
    }).role;

    this.resource = new lambda.Function(this, 'Resource', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(path.join(props.handlerFolder, 'bundle')),
      environment: { SETTINGS: props.settings },
      environmentEncryption: key,
      // The role has all it needs; grants of the CDK would come on top.
      role: this.role.withoutPolicyUpdates(),
      logGroup,
      timeout: props.timeout ?? Duration.seconds(50),
      memorySize: props.memorySize ?? 256,
      reservedConcurrentExecutions: props.concurrency,
      deadLetterQueue: queue,
    });
    const resource = this.resource.node.defaultChild as lambda.CfnFunction;
    resource.vpcConfig = {
      subnetIds: props.subnets.map(({ subnetRef }) => subnetRef.subnetId),
      securityGroupIds: props.securityGroups.map(({ securityGroupRef }) => securityGroupRef.securityGroupId),
    };
    if ('reason' in undelivered) acknowledgeNoQueue(resource, undelivered.reason);
  }
}

/**
 * What Lambda needs to reach into the network, as the function's role, but not for the function's own code: calls of the code
 * carry `lambda:SourceFunctionArn`.
 */
function networkPermissions(stack: Stack, { subnets, securityGroups }: FunctionNetwork): Permission[] {
  const arnOf = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: 'ec2', resource, resourceName });
  const conditions = { Null: { 'lambda:SourceFunctionArn': 'true' } };

  return [
    {
      actions: CREATE_INTERFACES,
      resources: [
        arnOf('network-interface', '*'),
        ...subnets.map(({ subnetRef }) => arnOf('subnet', subnetRef.subnetId)),
        ...securityGroups.map(({ securityGroupRef }) => arnOf('security-group', securityGroupRef.securityGroupId)),
      ],
      conditions,
    },
    { actions: ADDRESS_INTERFACES, resources: [arnOf('network-interface', '*')], conditions },
    // Lambda's guide asks for this form: with a narrower one the function may not reach the network.
    { actions: DELETE_INTERFACES, resources: [arnOf('*', '*')], conditions },
    { actions: DESCRIBE_NETWORK, resources: ['*'], conditions },
  ];
}

function acknowledgeNoQueue(resource: CfnResource, reason: string): void {
  Validations.of(resource).acknowledge(
    { id: 'NIST.800.53.R5-LambdaDLQ', reason },
    { id: 'HIPAA.Security-LambdaDLQ', reason },
  );
}
