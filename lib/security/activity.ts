import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { check, checkArn, localStorageFamilies, modelPackageVersionArn, Problems } from '../core';
import * as perms from './perms';

/** Reasons for the wildcards that stay; they end up in the evidence. */
const ACTION_TAKES_NO_RESOURCE =
  'the service authorization reference lists no resource type for these read-only or namespace-limited actions, so IAM accepts only *';
const EXISTS_AFTER_SYNTHESIS =
  'objects, jobs, interfaces, log streams, versions, spaces and keys of other accounts get their identifiers after synthesis: the pattern admits one kind of resource of one account and region, narrowed to a parent, a name prefix or a condition where there is one';

/** Policy variables that SageMaker fills in for the calls of a person's Studio apps. */
const OWN_DOMAIN = '${sagemaker:DomainId}';
const OWN_PROFILE = `${OWN_DOMAIN}/\${sagemaker:UserProfileName}`;

/** What a version may be registered as; anything else is a decision of the registry's own account. */
const UNDECIDED = { StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] } };

/** Which objects of a bucket. */
export interface ObjectScope {
  /**
   * Keys that begin with this prefix, as `abalone/raw/`.
   *
   * @default - every object of the bucket
   */
  readonly prefix?: string;
}

/** Where a job's network interfaces may be attached. */
export interface NetworkScope {
  /** The subnets that interfaces may be created in. */
  readonly subnets: ec2.ISubnetRef[];

  /** The security groups that they may carry. */
  readonly securityGroups: ec2.ISecurityGroupRef[];
}

/** Which jobs may be run, as whom and under which key. */
export interface JobScope {
  /** Beginning of the jobs' names, as `pipelines-`. */
  readonly namePrefix: string;

  /** The role that the jobs run as; the only one that may be passed. */
  readonly jobRole: iam.IRoleRef;

  /** The network that every job must be placed in. */
  readonly network: NetworkScope;

  /**
   * The key that every job's volume must be encrypted with.
   *
   * Disks of the instance itself are encrypted in hardware and take no key.
   */
  readonly volumeKey: kms.IKeyRef;
}

/** A policy statement and, where a wildcard stays, the reason. */
interface ExplainedStatement {
  readonly statement: iam.PolicyStatement;
  readonly wildcardReason?: string;
}

/**
 * Something that a person or a job does, as the permissions that it takes and no more.
 *
 * Activities replace the retired SageMaker Role Manager's: roles and personas are lists of them.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export class Activity {
  /** Reads objects of a bucket, below a prefix or all. */
  public static readObjects(bucket: s3.IBucketRef, scope: ObjectScope = {}): Activity {
    return new Activity(() => [
      ...objectStatements(perms.READ_OBJECTS, bucket, scope),
      ...listStatements(bucket, scope),
    ]);
  }

  /** Writes objects of a bucket, below a prefix or all; does not delete. */
  public static writeObjects(bucket: s3.IBucketRef, scope: ObjectScope = {}): Activity {
    return new Activity(() => [
      ...objectStatements(perms.WRITE_OBJECTS, bucket, scope),
      ...listStatements(bucket, scope),
    ]);
  }

  /** Encrypts and decrypts with a key, and lets AWS services do so for the volumes of jobs. */
  public static useKey(key: kms.IKeyRef): Activity {
    const resources = [key.keyRef.keyArn];

    return new Activity(() => [
      { statement: allow(perms.USE_KEY, resources) },
      { statement: allow(perms.DELEGATE_KEY, resources, { Bool: { 'kms:GrantIsForAWSResource': 'true' } }) },
    ]);
  }

  /**
   * Encrypts and decrypts with a key of another account, known by its alias.
   *
   * The key's own id is unknown at synth, so the permission holds for the key that carries the alias.
   */
  public static useKeyOfAlias(aliasArn: string): Activity {
    check(undefined, (problems) => checkArn(problems, 'aliasArn', aliasArn, 'kms'));

    return new Activity((stack) => {
      const { resource: alias, ...place } = stack.splitArn(aliasArn, ArnFormat.NO_RESOURCE_NAME);
      const keysBeside = stack.formatArn({
        ...place,
        resource: 'key',
        resourceName: '*',
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      });
      const carryingTheAlias = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } };

      return [
        { statement: allow(perms.USE_KEY, [keysBeside], carryingTheAlias), wildcardReason: EXISTS_AFTER_SYNTHESIS },
      ];
    });
  }

  /** Pulls images of the given ECR repositories, which may belong to AWS. */
  public static pullImages(repositoryArns: string[]): Activity {
    checkArns('repositoryArns', repositoryArns, 'ecr');

    return new Activity(() => [
      { statement: allow(perms.AUTHORIZE_PULL, ['*']), wildcardReason: ACTION_TAKES_NO_RESOURCE },
      { statement: allow(perms.PULL_IMAGES, repositoryArns) },
    ]);
  }

  /** Attaches the network interfaces of jobs and endpoints to the given subnets only. */
  public static attachToNetwork(network: NetworkScope): Activity {
    check(undefined, (problems) => checkNetwork(problems, network));

    return new Activity((stack) => {
      const interfaces = ec2Arn(stack, 'network-interface', '*');
      const subnets = network.subnets.map((subnet) => ec2Arn(stack, 'subnet', subnet.subnetRef.subnetId));
      const groups = network.securityGroups.map((group) =>
        ec2Arn(stack, 'security-group', group.securityGroupRef.securityGroupId),
      );
      const inSubnets = { ArnEquals: { 'ec2:Subnet': subnets } };

      return [
        {
          statement: allow(perms.CREATE_NETWORK_INTERFACES, [interfaces, ...subnets, ...groups]),
          wildcardReason: EXISTS_AFTER_SYNTHESIS,
        },
        {
          statement: allow(perms.LEND_NETWORK_INTERFACES, [interfaces], inSubnets),
          wildcardReason: EXISTS_AFTER_SYNTHESIS,
        },
        { statement: allow(perms.DESCRIBE_NETWORK, ['*']), wildcardReason: ACTION_TAKES_NO_RESOURCE },
      ];
    });
  }

  /** Writes the logs of jobs, endpoints and Studio apps to SageMaker's log groups. */
  public static writeLogs(): Activity {
    return new Activity((stack) => [
      { statement: allow(perms.WRITE_LOGS, sageMakerLogGroups(stack)), wildcardReason: EXISTS_AFTER_SYNTHESIS },
    ]);
  }

  /** Publishes metrics in SageMaker's namespaces. */
  public static publishMetrics(): Activity {
    const inNamespace = {
      StringLike: { 'cloudwatch:namespace': ['/aws/sagemaker/*', 'aws/sagemaker/*', 'AWS/SageMaker'] },
    };

    return new Activity(() => [
      { statement: allow(perms.PUBLISH_METRICS, ['*'], inNamespace), wildcardReason: ACTION_TAKES_NO_RESOURCE },
    ]);
  }

  /** Runs processing and training jobs, only inside the given network and with encrypted volumes. */
  public static runJobs(scope: JobScope): Activity {
    check(undefined, (problems) => checkNetwork(problems, scope.network));

    return new Activity((stack) => {
      const jobs = ['processing-job', 'training-job'].map((kind) => sageMakerArn(stack, kind, `${scope.namePrefix}*`));
      const toSageMaker = { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } };

      return [
        { statement: allow(perms.CREATE_JOBS, jobs, withVolumes(scope)), wildcardReason: EXISTS_AFTER_SYNTHESIS },
        { statement: allow(perms.CREATE_JOBS, jobs, onLocalDisks(scope)), wildcardReason: EXISTS_AFTER_SYNTHESIS },
        { statement: allow(perms.FOLLOW_JOBS, jobs), wildcardReason: EXISTS_AFTER_SYNTHESIS },
        { statement: allow(perms.PASS_ROLE, [scope.jobRole.roleRef.roleArn], toSageMaker) },
      ];
    });
  }

  /** Registers versions in the given model package groups, which may lie in another account; never as approved. */
  public static registerModels(modelPackageGroupArns: string[]): Activity {
    checkArns('modelPackageGroupArns', modelPackageGroupArns, 'sagemaker');

    return new Activity((stack) => {
      const versions = modelPackageGroupArns.map((arn) => modelPackageVersionArn(stack, arn, '*'));
      const groupsAndVersions = [...modelPackageGroupArns, ...versions];

      return [
        { statement: allow(perms.READ_MODELS, groupsAndVersions), wildcardReason: EXISTS_AFTER_SYNTHESIS },
        {
          statement: allow(perms.REGISTER_MODELS, groupsAndVersions, UNDECIDED),
          wildcardReason: EXISTS_AFTER_SYNTHESIS,
        },
        { statement: allow(perms.TAG, versions), wildcardReason: EXISTS_AFTER_SYNTHESIS },
      ];
    });
  }

  /** Reads the versions of the given model package groups, which may lie in another account. */
  public static readModels(modelPackageGroupArns: string[]): Activity {
    checkArns('modelPackageGroupArns', modelPackageGroupArns, 'sagemaker');

    return new Activity((stack) => {
      const versions = modelPackageGroupArns.map((arn) => modelPackageVersionArn(stack, arn, '*'));

      return [
        {
          statement: allow(perms.READ_MODELS, [...modelPackageGroupArns, ...versions]),
          wildcardReason: EXISTS_AFTER_SYNTHESIS,
        },
      ];
    });
  }

  /** Starts, watches, retries and stops pipelines whose names begin with the prefix. */
  public static startPipelines(namePrefix: string): Activity {
    return new Activity((stack) => [
      {
        statement: allow(perms.START_PIPELINES, [sageMakerArn(stack, 'pipeline', `${namePrefix}*`)]),
        wildcardReason: EXISTS_AFTER_SYNTHESIS,
      },
    ]);
  }

  /**
   * Opens and closes the person's own Studio apps and private spaces, and nobody else's.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-jl-admin-guide-permissions.html
   */
  public static useOwnStudioApps(): Activity {
    return new Activity((stack) => {
      const appsAndSpaces = ['app', 'space'].map((kind) => sageMakerArn(stack, kind, `${OWN_DOMAIN}/*`));
      const domain = sageMakerArn(stack, 'domain', OWN_DOMAIN);
      const profile = sageMakerArn(stack, 'user-profile', OWN_PROFILE);
      const owned = {
        ArnEquals: { 'sagemaker:OwnerUserProfileArn': profile },
        StringEquals: { 'sagemaker:SpaceSharingType': 'Private' },
      };
      const onCreation = { StringEquals: { 'sagemaker:TaggingAction': ['CreateApp', 'CreateSpace'] } };

      return [
        { statement: allow(perms.OPEN_STUDIO, [profile]) },
        {
          statement: allow(perms.USE_APPS_AND_SPACES, appsAndSpaces, owned),
          wildcardReason: EXISTS_AFTER_SYNTHESIS,
        },
        { statement: allow(perms.TAG, appsAndSpaces, onCreation), wildcardReason: EXISTS_AFTER_SYNTHESIS },
        {
          statement: allow(perms.DESCRIBE_STUDIO, [domain, profile, ...appsAndSpaces]),
          wildcardReason: EXISTS_AFTER_SYNTHESIS,
        },
        { statement: allow(perms.LIST_STUDIO, ['*']), wildcardReason: ACTION_TAKES_NO_RESOURCE },
      ];
    });
  }

  /** Lists what exists in SageMaker, and reads pipelines, jobs, their logs and metrics. */
  public static observe(): Activity {
    return new Activity((stack) => [
      {
        statement: allow([...perms.BROWSE_SAGEMAKER, ...perms.READ_METRICS], ['*']),
        wildcardReason: ACTION_TAKES_NO_RESOURCE,
      },
      {
        statement: allow(
          perms.READ_PIPELINES_AND_JOBS,
          ['pipeline', 'processing-job', 'training-job'].map((kind) => sageMakerArn(stack, kind, '*')),
        ),
        wildcardReason: EXISTS_AFTER_SYNTHESIS,
      },
      { statement: allow(perms.READ_LOGS, sageMakerLogGroups(stack)), wildcardReason: EXISTS_AFTER_SYNTHESIS },
    ]);
  }

  private constructor(private readonly statements: (stack: Stack) => ExplainedStatement[]) {}

  /** @internal */
  public _render(stack: Stack): ExplainedStatement[] {
    return this.statements(stack);
  }
}

function allow(actions: string[], resources: string[], conditions?: iam.Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources, conditions });
}

function objectStatements(actions: string[], bucket: s3.IBucketRef, scope: ObjectScope): ExplainedStatement[] {
  const objects = `${bucket.bucketRef.bucketArn}/${scope.prefix ?? ''}*`;

  return [{ statement: allow(actions, [objects]), wildcardReason: EXISTS_AFTER_SYNTHESIS }];
}

function listStatements(bucket: s3.IBucketRef, scope: ObjectScope): ExplainedStatement[] {
  const resources = [bucket.bucketRef.bucketArn];
  const below = scope.prefix === undefined ? undefined : { StringLike: { 's3:prefix': `${scope.prefix}*` } };

  return [
    { statement: allow(perms.LIST_BUCKET, resources, below) },
    { statement: allow(perms.LOCATE_BUCKET, resources) },
  ];
}

function withVolumes(scope: JobScope): iam.Conditions {
  return {
    'ForAllValues:StringEquals': insideNetwork(scope.network),
    Null: { 'sagemaker:VpcSubnets': 'false', 'sagemaker:VpcSecurityGroupIds': 'false' },
    ArnEquals: { 'sagemaker:VolumeKmsKeyArn': scope.volumeKey.keyRef.keyArn },
  };
}

/** SageMaker refuses a volume key where the instance has disks of its own, so a job without one is admitted only there. */
function onLocalDisks(scope: JobScope): iam.Conditions {
  const families = [...new Set([...localStorageFamilies('processing'), ...localStorageFamilies('training')])];

  return {
    'ForAllValues:StringEquals': insideNetwork(scope.network),
    'ForAllValues:StringLike': { 'sagemaker:InstanceTypes': families.map((family) => `${family}.*`) },
    Null: {
      'sagemaker:VpcSubnets': 'false',
      'sagemaker:VpcSecurityGroupIds': 'false',
      'sagemaker:InstanceTypes': 'false',
      'sagemaker:VolumeKmsKeyArn': 'true',
    },
  };
}

/** True of a request that names nothing at all; the `Null` conditions beside it close that. */
function insideNetwork(network: NetworkScope): Record<string, string[]> {
  return {
    'sagemaker:VpcSubnets': network.subnets.map((subnet) => subnet.subnetRef.subnetId),
    'sagemaker:VpcSecurityGroupIds': network.securityGroups.map((group) => group.securityGroupRef.securityGroupId),
  };
}

function ec2Arn(stack: Stack, resource: string, resourceName: string): string {
  return stack.formatArn({ service: 'ec2', resource, resourceName });
}

function sageMakerArn(stack: Stack, resource: string, resourceName: string): string {
  return stack.formatArn({ service: 'sagemaker', resource, resourceName });
}

function sageMakerLogGroups(stack: Stack): string[] {
  const group = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '/aws/sagemaker/*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

  return [group, `${group}:log-stream:*`];
}

function checkArns(path: string, arns: string[], service: string): void {
  check(undefined, (problems) => {
    checkNotEmpty(problems, path, arns);
    arns.forEach((arn, i) => checkArn(problems, `${path}[${i}]`, arn, service));
  });
}

function checkNetwork(problems: Problems, { subnets, securityGroups }: NetworkScope): void {
  checkNotEmpty(problems, 'network.subnets', subnets);
  checkNotEmpty(problems, 'network.securityGroups', securityGroups);
}

function checkNotEmpty(problems: Problems, path: string, resources: unknown[]): void {
  if (resources.length > 0) return;

  problems.add({
    code: 'ActivityWithoutResources',
    path,
    got: 'is empty',
    wanted: 'IAM refuses a permission on nothing',
    remedy: 'name at least one, or leave the activity out',
  });
}
