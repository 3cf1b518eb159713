import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  acknowledgeWildcards,
  CREATE_NETWORK_INTERFACES,
  DerivedRole,
  DESCRIBE_NETWORK,
  LEND_NETWORK_INTERFACES,
  mergePermissions,
  Permission,
  PUBLISH_METRICS,
  statementOf,
  WRITE_LOGS,
} from '../../core';
import { AsyncInference } from '../async-inference';
import { DataCapture } from '../data-capture';
import { OnlineExplainability } from '../online-explainability';
import { ProductionVariant } from '../production-variant';
import { permissionsToWatch } from './endpoint-alarms';

const KNOWN_AT_RUN_TIME =
  'network interfaces, log streams and objects get their names when they are made; EC2 describes a network, ECR hands out tokens and CloudWatch takes metrics without naming a resource';

/** What a role is derived from. */
export interface EndpointRoleProps {
  readonly endpointName: string;
  readonly variants: readonly ProductionVariant[];

  /** The alarms that a deployment is watched by, which SageMaker reads as this role. */
  readonly alarms: readonly cloudwatch.IAlarmRef[];

  /** @default - none */
  readonly shadowVariant?: ProductionVariant;

  /** @default - no network */
  readonly subnets?: readonly ec2.ISubnetRef[];

  /** @default - none */
  readonly securityGroups?: readonly ec2.ISecurityGroupRef[];

  /** @default - nothing is captured */
  readonly dataCapture?: DataCapture;

  /** @default - requests are answered at once */
  readonly asynchronous?: AsyncInference;

  /** @default - answers come without */
  readonly explainability?: OnlineExplainability;
}

/** The role of an endpoint's models: what its parts need, its network, its log and its metrics, and nothing else. */
export class EndpointRole extends Construct {
  public readonly role: iam.Role;

  private besides?: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, props: EndpointRoleProps) {
    super(scope, id);

    const stack = Stack.of(this);
    const variants = [...props.variants, ...(props.shadowVariant ? [props.shadowVariant] : [])];
    const models = variants.flatMap((variant) => variant._models);

    this.role = new DerivedRole(this, 'Derived', {
      description: `Models of the endpoint ${props.endpointName}`,
      assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
      permissions: [
        ...models.flatMap((model) => model._permissions(stack)),
        ...(props.dataCapture?._permissions() ?? []),
        ...(props.asynchronous?._permissions() ?? []),
        ...(props.explainability?._permissions() ?? []),
        ...permissionsToWatch(props.alarms),
        ...networkPermissions(stack, props),
        ...observedPermissions(stack, `/aws/sagemaker/Endpoints/${props.endpointName}`, [
          '/aws/sagemaker/Endpoints',
          'AWS/SageMaker',
        ]),
      ],
      wildcardReason: KNOWN_AT_RUN_TIME,
    }).role;
  }

  /** Allows what comes to the endpoint later, by one policy for all of it; whatever needs it waits for that policy. */
  public allow(permissions: readonly Permission[]): iam.ManagedPolicy {
    this.besides ??= new iam.ManagedPolicy(this, 'Besides', { roles: [this.role] });
    this.besides.addStatements(...mergePermissions(Stack.of(this), permissions).map(statementOf));
    const patterns = permissions.flatMap(({ resources }) => resources);
    acknowledgeWildcards(this.besides, 'Resource', { patterns, reason: KNOWN_AT_RUN_TIME });

    return this.besides;
  }
}

/** SageMaker places interfaces of its own account's instances in the network, as this role. */
export function networkPermissions(
  stack: Stack,
  { subnets, securityGroups = [] }: Pick<EndpointRoleProps, 'subnets' | 'securityGroups'>,
): Permission[] {
  if (!subnets) return [];

  const arnOf = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: 'ec2', resource, resourceName });
  const interfaces = arnOf('network-interface', '*');
  const places = subnets.map(({ subnetRef }) => arnOf('subnet', subnetRef.subnetId));
  const groups = securityGroups.map(({ securityGroupRef }) =>
    arnOf('security-group', securityGroupRef.securityGroupId),
  );

  return [
    { actions: CREATE_NETWORK_INTERFACES, resources: [interfaces, ...places, ...groups] },
    {
      actions: LEND_NETWORK_INTERFACES,
      resources: [interfaces],
      conditions: { ArnEquals: { 'ec2:Subnet': places } },
    },
    { actions: DESCRIBE_NETWORK, resources: ['*'] },
  ];
}

/** Its log, and its metrics. */
export function observedPermissions(stack: Stack, logGroupName: string, namespaces: string[]): Permission[] {
  const logGroup = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

  return [
    { actions: WRITE_LOGS, resources: [logGroup, `${logGroup}:*`] },
    {
      actions: PUBLISH_METRICS,
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': namespaces } },
    },
  ];
}
