import { RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as mwaa from 'aws-cdk-lib/aws-mwaa';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, claimName, DerivedRole, Permission, Problems, repeatedIn } from '../core';
import { AirflowDagOptions, checkAirflowDag, renderAirflowDag } from './airflow-dag';
import * as perms from './perms';
import { airflowArn, airflowPermissions } from './private/airflow-permissions';
import { executionArns, pipelineArns } from './private/pipeline-arns';
import { checkEntries } from './private/value-checks';
import { WrittenDags } from './private/written-dags';

/** What texts of the props look like. */
const FORMATS = {
  environmentName: {
    code: 'NameMalformed',
    pattern: /^[a-zA-Z][0-9a-zA-Z_-]{0,79}$/,
    wanted:
      'the name of an Airflow environment is 1 to 80 letters, digits, hyphens and underscores, beginning with a letter',
    remedy: 'choose a name of that form',
  },
  airflowVersion: {
    code: 'AirflowVersionMalformed',
    pattern: /^\d+\.\d+\.\d+$/,
    wanted: 'a version of Airflow has three numbers',
    remedy: 'write one that MWAA has, as "2.10.3"',
  },
  environmentClass: {
    code: 'AirflowClassUnknown',
    pattern: /^mw1\.(micro|small|medium|large|xlarge|2xlarge)$/,
    wanted: 'MWAA has mw1.micro, mw1.small, mw1.medium, mw1.large, mw1.xlarge and mw1.2xlarge',
    remedy: 'choose one of these',
  },
};

const DAG_FOLDER = 'dags';
const AIRFLOW_SERVICES = ['airflow.amazonaws.com', 'airflow-env.amazonaws.com'];
const DEFAULT_VERSION = '2.10.3';

const NAMED_BY_AIRFLOW =
  "Airflow's queue lies in an account of AWS that nobody is told, its log groups and the pipelines' executions get their names at run time, and the other calls know no resources";

/** What an Airflow environment is called, stands on and runs. */
export interface AirflowEnvironmentProps {
  /** Name of the environment: 1 to 80 letters, digits, hyphens and underscores, beginning with a letter. MWAA cannot change it. */
  readonly environmentName: string;

  /**
   * Two private subnets in different zones, from which S3, SQS, ECR, KMS, CloudWatch and its logs can be reached, by endpoints or
   * else. MWAA cannot change them.
   */
  readonly subnets: ec2.ISubnetRef[];

  /** The security groups, 1 to 5, which must let their members reach each other. */
  readonly securityGroups: ec2.ISecurityGroupRef[];

  /**
   * The bucket that holds the DAGs; it must keep versions and block public access. Those of `dags` lie in a folder of this
   * environment, `dags/<environmentName>/`; MWAA runs whatever else lies in `dags/`, too.
   */
  readonly bucket: s3.IBucket;

  /**
   * The key that encrypts the environment, its queue and its logs: of this account and region. Its policy must let CloudWatch Logs
   * use it, and its account's IAM policies create grants for AWS services. MWAA cannot change it.
   */
  readonly encryptionKey: kms.IKeyRef;

  /** The DAGs, each of which starts a pipeline. At least one. A DAG that leaves the list leaves the bucket. */
  readonly dags: AirflowDagOptions[];

  /**
   * Version of Airflow, as `2.10.3`. MWAA updates the environment in place.
   *
   * @default 2.10.3
   */
  readonly airflowVersion?: string;

  /**
   * Size of the environment: `mw1.micro`, `mw1.small`, `mw1.medium`, `mw1.large`, `mw1.xlarge` or `mw1.2xlarge`.
   *
   * @default mw1.small
   */
  readonly environmentClass?: string;

  /**
   * Limit that no policy of the environment's role, and of the one that writes DAGs, can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * What happens to the environment when it leaves the template. The history of its runs is lost with it.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * An Amazon MWAA environment, private and encrypted, with a DAG for each pipeline that it starts.
 *
 * Its role may start and watch these pipelines, and nothing else in SageMaker. The web server answers inside the network only.
 *
 * @see https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html
 */
export class AirflowEnvironment extends Resource {
  /** Name of the environment. */
  public readonly environmentName: string;

  /** The role that DAGs run as. */
  public readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: AirflowEnvironmentProps) {
    super(scope, id, { physicalName: props.environmentName });

    check(this, (problems) => checkAirflowEnvironment(problems, props));

    const { environmentName, encryptionKey, bucket } = props;
    this.environmentName = environmentName;
    this.role = this.roleOf(props);
    const dags = this.dagsOf(props);
    const logging = { enabled: true, logLevel: 'INFO' };

    const environment = new mwaa.CfnEnvironment(this, 'Resource', {
      name: claimName(this, 'airflow environment', `${this.env.account}/${this.env.region}`, environmentName),
      airflowVersion: props.airflowVersion ?? DEFAULT_VERSION,
      environmentClass: props.environmentClass ?? 'mw1.small',
      executionRoleArn: this.role.roleArn,
      kmsKey: encryptionKey.keyRef.keyArn,
      sourceBucketArn: bucket.bucketArn,
      dagS3Path: DAG_FOLDER,
      networkConfiguration: {
        subnetIds: props.subnets.map((subnet) => subnet.subnetRef.subnetId),
        securityGroupIds: props.securityGroups.map((group) => group.securityGroupRef.securityGroupId),
      },
      webserverAccessMode: 'PRIVATE_ONLY',
      loggingConfiguration: {
        dagProcessingLogs: logging,
        schedulerLogs: logging,
        taskLogs: logging,
        webserverLogs: logging,
        workerLogs: logging,
      },
    });
    environment.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);
    environment.node.addDependency(dags);
  }

  private roleOf(props: AirflowEnvironmentProps): iam.IRole {
    const stack = Stack.of(this);
    const here = {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': airflowArn(stack, props.environmentName) },
    };

    return new DerivedRole(this, 'Role', {
      description: `DAGs of the Airflow environment ${props.environmentName}`,
      assumedBy: new iam.CompositePrincipal(
        ...AIRFLOW_SERVICES.map((service) => new iam.ServicePrincipal(service, { conditions: here })),
      ),
      permissions: [
        ...airflowPermissions(stack, props),
        ...props.dags.flatMap(({ pipeline }) => startPipeline(pipeline)),
      ],
      wildcardReason: NAMED_BY_AIRFLOW,
      permissionsBoundary: props.permissionsBoundary,
    }).role;
  }

  private dagsOf({
    environmentName,
    dags,
    bucket,
    encryptionKey,
    permissionsBoundary,
  }: AirflowEnvironmentProps): Construct {
    return new WrittenDags(this, 'Dags', {
      bucket,
      // Whoever writes DAGs of their own keeps them, in any other folder.
      folder: `${DAG_FOLDER}/${environmentName}`,
      dags: Object.fromEntries(dags.map((dag) => [`${dag.dagId}.py`, renderAirflowDag(dag)])),
      encryptionKey,
      permissionsBoundary,
    });
  }
}

function startPipeline(pipeline: sagemaker.IPipeline): Permission[] {
  return [
    { actions: perms.START, resources: pipelineArns(pipeline) },
    { actions: perms.WATCH_EXECUTIONS, resources: executionArns(pipeline) },
  ];
}

function checkAirflowEnvironment(problems: Problems, props: AirflowEnvironmentProps): void {
  const { dags } = props;

  for (const [path, format] of Object.entries(FORMATS)) {
    const value = props[path as keyof typeof FORMATS];
    if (value === undefined || Token.isUnresolved(value) || format.pattern.test(value)) continue;
    problems.add({ code: format.code, path, got: `is "${value}"`, wanted: format.wanted, remedy: format.remedy });
  }
  checkEntries(problems, 'subnets', props.subnets.length, {
    code: 'AirflowSubnetsOutOfRange',
    least: 2,
    most: 2,
    wanted: 'MWAA takes exactly two subnets, in different zones',
    remedy: 'give two private subnets',
  });
  checkEntries(problems, 'securityGroups', props.securityGroups.length, {
    code: 'AirflowSecurityGroupsOutOfRange',
    least: 1,
    most: 5,
    wanted: 'MWAA takes 1 to 5 security groups',
    remedy: 'give one whose members may reach each other',
  });
  checkEntries(problems, 'dags', dags.length, {
    code: 'AirflowWithoutDags',
    least: 1,
    most: Number.MAX_SAFE_INTEGER,
    wanted: 'the environment is for DAGs that start pipelines',
    remedy: 'add { dagId, pipeline }',
  });
  checkVersions(problems, props.bucket);

  for (const id of repeatedIn(dags.map(({ dagId }) => dagId))) {
    problems.add({
      code: 'DagIdTaken',
      path: 'dags',
      got: `has "${id}" more than once`,
      wanted: 'a DAG id is unique in its environment',
      remedy: 'rename all but one',
    });
  }
  dags.forEach((dag, i) => checkAirflowDag(problems, `dags[${i}]`, dag));
}

/** MWAA refuses a bucket without versions when the environment is made; of a bucket from elsewhere, nobody knows here. */
function checkVersions(problems: Problems, bucket: s3.IBucket): void {
  const { defaultChild: resource } = bucket.node;
  if (!(resource instanceof s3.CfnBucket)) return;
  const versioning = Stack.of(bucket).resolve(resource.versioningConfiguration) as { status?: string } | undefined;
  if (versioning?.status === 'Enabled') return;

  problems.add({
    code: 'AirflowBucketWithoutVersions',
    path: 'bucket',
    got: 'keeps no versions of its objects',
    wanted: 'MWAA refuses such a bucket',
    remedy: 'set its `versioned`, or give a foundation.DataBucket',
  });
}
