import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { passRole, Permission, Problems } from '../core';
import { checkRelease } from './private/emr-release';
import { namePattern } from './private/name-patterns';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { STEP_TAG, tagged, tagging } from './private/step-tag';
import { checkS3Uri, checkWhole, ValueRange } from './private/value-checks';

const CLUSTER_ID = /^j-[A-Z0-9]+$/;

const INSTANCE_COUNT: ValueRange = {
  code: 'InstanceCountOutOfRange',
  least: 1,
  most: Infinity,
  wanted: 'an instance group has a whole number of instances, 1 or more',
  remedy: 'write 1',
};

/** What the instances of a group do in an EMR cluster. */
export enum EmrNodeType {
  /** They lead the cluster. */
  PRIMARY = 'MASTER',
  /** They work and keep data. */
  CORE = 'CORE',
  /** They work and keep nothing. */
  TASK = 'TASK',
}

/** Instances of one type in an EMR cluster. */
export interface EmrInstanceGroup {
  /** What the instances do. */
  readonly nodeType: EmrNodeType;

  /** Type of the instances, by its EC2 name, as `m5.xlarge`. */
  readonly instanceType: string;

  /**
   * Number of instances: 1 or more.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * Whether the instances are spare ones, which AWS may take back.
   *
   * @default false
   */
  readonly spot?: boolean;
}

/** Settings of one application on EMR. */
export interface EmrConfiguration {
  /** The file of settings, as `spark-defaults`. */
  readonly classification: string;

  /** The settings, as `{ 'spark.executor.memory': '4g' }`. */
  readonly properties: Record<string, string>;
}

/** How a step uses a cluster that runs already. */
export interface RunningClusterOptions {
  /**
   * The role that the work runs as, on a cluster whose security configuration allows roles by step.
   *
   * @default - the role of the cluster's instances
   */
  readonly runtimeRole?: iam.IRoleRef;
}

/** The cluster that a step creates. */
export interface TemporaryClusterOptions {
  /** Release of EMR, as `emr-7.9.0`. */
  readonly releaseLabel: string;

  /** The instances: one primary group, at most one core group, any task groups. */
  readonly instanceGroups: EmrInstanceGroup[];

  /** The role that EMR itself works as. */
  readonly serviceRole: iam.IRoleRef;

  /** The role that the instances work as. */
  readonly instanceRole: iam.IRoleRef;

  /**
   * Name of the instance profile that holds the instances' role.
   *
   * @default - the role's name, as the consoles name it
   */
  readonly instanceProfileName?: string;

  /** Name of the EMR security configuration, which encrypts disks, files in S3 and traffic between the instances. */
  readonly securityConfigurationName: string;

  /**
   * The applications that are installed, as `Spark`.
   *
   * @default - Spark
   */
  readonly applications?: string[];

  /**
   * Settings of the applications.
   *
   * @default - EMR's own
   */
  readonly configurations?: EmrConfiguration[];

  /**
   * Scripts in S3 that each instance runs before the applications start.
   *
   * @default - none
   */
  readonly bootstrapS3Uris?: string[];

  /**
   * The prefix in S3 that logs are written below, encrypted with the environment's volume key.
   *
   * @default - logs are lost with the cluster
   */
  readonly logS3Uri?: string;

  /**
   * More tags of the cluster and its instances. The managed policies of EMR ask for `for-use-with-amazon-emr-managed-policies`.
   *
   * @default - `governed-ml:pipeline-step` alone, the step's name, by which the pipeline's role knows its clusters
   */
  readonly tags?: Record<string, string>;
}

/** What a kind of cluster renders to and needs. */
interface ClusterKind {
  readonly check: (problems: Problems, path: string) => void;
  readonly render: (context: StepContext, stepName: string) => DefinitionExpression;
  readonly permissions: (context: StepContext, stepName: string) => Permission[];
}

/**
 * The EMR cluster that a step works on: one that runs already, or one that the step creates and terminates.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-emr
 */
export class EmrCluster {
  /** A cluster that runs already, by id, as `j-1ABCDEFG2HIJK`. Its network and encryption are its own. */
  public static running(clusterId: string, options: RunningClusterOptions = {}): EmrCluster {
    const runtimeRoleArn = options.runtimeRole?.roleRef.roleArn;

    return new EmrCluster({
      check: (problems, path) => checkClusterId(problems, `${path}.clusterId`, clusterId),
      render: () => ({ ClusterId: clusterId, ExecutionRoleArn: runtimeRoleArn }),
      permissions: ({ stack }) => useRunning(stack, clusterId, runtimeRoleArn),
    });
  }

  /**
   * A cluster that the step creates in the first subnet of the environment, in its security groups, and terminates when the
   * work is done.
   */
  public static temporary(options: TemporaryClusterOptions): EmrCluster {
    return new EmrCluster({
      check: (problems, path) => checkTemporary(problems, path, options),
      render: (context, stepName) => ({ ClusterConfig: renderTemporary(context, stepName, options) }),
      permissions: ({ stack }, stepName) => useTemporary(stack, stepName, options),
    });
  }

  private constructor(private readonly kind: ClusterKind) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.kind.check(problems, path);
  }

  /** @internal */
  public _render(context: StepContext, stepName: string): DefinitionExpression {
    return this.kind.render(context, stepName);
  }

  /** @internal */
  public _permissions(context: StepContext, stepName: string): Permission[] {
    return this.kind.permissions(context, stepName);
  }
}

function checkClusterId(problems: Problems, path: string, clusterId: string): void {
  if (Token.isUnresolved(clusterId) || CLUSTER_ID.test(clusterId)) return;

  problems.add({
    code: 'EmrClusterIdMalformed',
    path,
    got: `is "${clusterId}"`,
    wanted: 'EMR names clusters as j-1ABCDEFG2HIJK',
    remedy: "copy the id from the cluster's page in the EMR console",
  });
}

function checkTemporary(problems: Problems, path: string, options: TemporaryClusterOptions): void {
  const { releaseLabel, instanceGroups, bootstrapS3Uris = [], logS3Uri, tags = {} } = options;

  checkRelease(problems, `${path}.releaseLabel`, releaseLabel);
  checkNodeTypes(problems, `${path}.instanceGroups`, instanceGroups);
  instanceGroups.forEach(({ instanceCount }, i) =>
    checkWhole(problems, `${path}.instanceGroups[${i}].instanceCount`, instanceCount, INSTANCE_COUNT),
  );
  bootstrapS3Uris.forEach((uri, i) => checkS3Uri(problems, `${path}.bootstrapS3Uris[${i}]`, uri));
  checkS3Uri(problems, `${path}.logS3Uri`, logS3Uri);
  if (!(STEP_TAG in tags)) return;
  problems.add({
    code: 'TagReserved',
    path: `${path}.tags`,
    got: `has "${STEP_TAG}"`,
    wanted: "that tag holds the step's name, by which the pipeline's role knows the cluster",
    remedy: 'leave it out',
  });
}

function checkNodeTypes(problems: Problems, path: string, groups: readonly EmrInstanceGroup[]): void {
  const count = (nodeType: EmrNodeType) => groups.filter((group) => group.nodeType === nodeType).length;
  const [primary, core] = [count(EmrNodeType.PRIMARY), count(EmrNodeType.CORE)];
  if (primary === 1 && core <= 1) return;

  problems.add({
    code: 'EmrInstanceGroupsOutOfRange',
    path,
    got: `has ${primary} primary and ${core} core groups`,
    wanted: 'a cluster has one primary group and at most one core group',
    remedy: 'put instances of other types into task groups',
  });
}

function renderTemporary(
  { environment }: StepContext,
  stepName: string,
  options: TemporaryClusterOptions,
): DefinitionExpression {
  const { applications = ['Spark'], configurations, bootstrapS3Uris, logS3Uri, tags } = options;
  const [subnet] = environment.subnets;
  const securityGroups = environment.securityGroups.map((group) => group.securityGroupRef.securityGroupId);

  return {
    ReleaseLabel: options.releaseLabel,
    Applications: applications.map((name) => ({ Name: name })),
    Instances: {
      InstanceGroups: options.instanceGroups.map(renderGroup),
      Ec2SubnetId: subnet?.subnetRef.subnetId,
      AdditionalMasterSecurityGroups: securityGroups,
      AdditionalSlaveSecurityGroups: securityGroups,
    },
    ServiceRole: options.serviceRole.roleRef.roleArn,
    JobFlowRole: options.instanceProfileName ?? options.instanceRole.roleRef.roleName,
    SecurityConfiguration: options.securityConfigurationName,
    Configurations: configurations?.map(({ classification, properties }) => ({
      Classification: classification,
      Properties: properties,
    })),
    BootstrapActions: bootstrapS3Uris?.map((uri, i) => ({
      Name: `bootstrap-${i + 1}`,
      ScriptBootstrapAction: { Path: uri },
    })),
    LogUri: logS3Uri,
    LogEncryptionKmsKeyId: logS3Uri === undefined ? undefined : environment.volumeKey.keyRef.keyArn,
    Tags: Object.entries({ ...tags, [STEP_TAG]: stepName }).map(([key, value]) => ({ Key: key, Value: value })),
  };
}

function renderGroup({ nodeType, instanceType, instanceCount = 1, spot }: EmrInstanceGroup): DefinitionExpression {
  return {
    InstanceRole: nodeType,
    InstanceType: instanceType,
    InstanceCount: instanceCount,
    Market: spot ? 'SPOT' : 'ON_DEMAND',
  };
}

function useRunning(stack: Stack, clusterId: string, runtimeRoleArn?: string): Permission[] {
  const resources = [clusterArn(stack, namePattern(clusterId))];

  return [
    {
      actions: ['elasticmapreduce:AddJobFlowSteps'],
      resources,
      conditions: runtimeRoleArn ? { ArnEquals: { 'elasticmapreduce:ExecutionRoleArn': runtimeRoleArn } } : undefined,
    },
    { actions: ['elasticmapreduce:CancelSteps', 'elasticmapreduce:DescribeStep'], resources },
    watchBy(stack, 'SageMakerPipelineExecutionEMRStepStatusUpdateRule'),
  ];
}

function useTemporary(
  stack: Stack,
  stepName: string,
  { serviceRole, instanceRole }: TemporaryClusterOptions,
): Permission[] {
  return [
    // IAM knows no resource of this action.
    { actions: ['elasticmapreduce:RunJobFlow'], resources: ['*'], conditions: tagging(stepName, 'elasticmapreduce') },
    {
      actions: ['elasticmapreduce:AddTags'],
      resources: [clusterArn(stack, '*')],
      conditions: tagging(stepName, 'elasticmapreduce'),
    },
    {
      actions: [
        'elasticmapreduce:DescribeCluster',
        'elasticmapreduce:DescribeStep',
        'elasticmapreduce:ListSteps',
        'elasticmapreduce:TerminateJobFlows',
      ],
      resources: [clusterArn(stack, '*')],
      conditions: tagged(stepName, 'elasticmapreduce'),
    },
    watchBy(stack, 'SageMakerPipelineExecutionEMRClusterStatusUpdateRule'),
    passRole(serviceRole.roleRef.roleArn, `elasticmapreduce.${stack.urlSuffix}`),
    passRole(instanceRole.roleRef.roleArn, `ec2.${stack.urlSuffix}`),
  ];
}

/** SageMaker learns by a rule of its own, which it makes in the pipeline's account, how far EMR is. */
function watchBy(stack: Stack, ruleName: string): Permission {
  return {
    actions: ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
    resources: [stack.formatArn({ service: 'events', resource: 'rule', resourceName: ruleName })],
  };
}

function clusterArn(stack: Stack, clusterId: string): string {
  return stack.formatArn({
    service: 'elasticmapreduce',
    resource: 'cluster',
    resourceName: clusterId,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
