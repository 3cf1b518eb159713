import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';

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

/** What every job, endpoint and Studio app stands on. */
export interface RequiredServicesScope {
  /** The network that interfaces are attached to. */
  readonly network: NetworkScope;

  /** ARNs of the ECR repositories that images are pulled from, which may belong to AWS. At least one. */
  readonly repositoryArns: string[];

  /**
   * The buckets that are located; their objects are read and written by activities of their own.
   *
   * @default - none
   */
  readonly buckets?: s3.IBucketRef[];

  /**
   * The keys of volumes, data and images.
   *
   * @default - none
   */
  readonly keys?: kms.IKeyRef[];
}

/** Which jobs of any kind may be managed, and as whom they run. */
export interface MlJobScope {
  /** Beginning of the jobs' names, as `marine-life-`. */
  readonly namePrefix: string;

  /** The roles that the jobs may run as; only these may be passed. At least one. */
  readonly jobRoles: iam.IRoleRef[];
}

/** Which models and model cards may be managed, and which groups may be registered in. */
export interface ModelScope {
  /** Beginning of the models' and model cards' names, as `marine-life-`. */
  readonly namePrefix: string;

  /** ARNs of the model package groups that versions are registered in, which may lie in another account; may be empty. */
  readonly modelPackageGroupArns: string[];

  /** The roles that the models' containers may run as; only these may be passed. At least one. */
  readonly modelRoles: iam.IRoleRef[];
}

/** Which endpoints may be managed. */
export interface EndpointScope {
  /** Beginning of the names of endpoints, their configurations and inference components, as `marine-life-`. */
  readonly namePrefix: string;

  /**
   * The roles that endpoints with inference components may run as; only these may be passed.
   *
   * @default - none: endpoints run as the roles of their models
   */
  readonly endpointRoles?: iam.IRoleRef[];

  /**
   * The keys of the endpoints' volumes: who starts or updates an endpoint lets SageMaker use its key.
   *
   * @default - none: the endpoints have no key of their own, or another activity gives its use
   */
  readonly keys?: kms.IKeyRef[];
}

/** Which pipelines may be managed, and as whom they run. */
export interface PipelineScope {
  /** Beginning of the pipelines' names, as `marine-life-`. */
  readonly namePrefix: string;

  /** The roles that the pipelines may run as; only these may be passed. At least one. */
  readonly pipelineRoles: iam.IRoleRef[];
}

/** Which monitors may be managed, and as whom their jobs run. */
export interface MonitoringScope {
  /** Beginning of the names of schedules and job definitions, as `marine-life-`. */
  readonly namePrefix: string;

  /** The roles that monitoring jobs may run as; only these may be passed. At least one. */
  readonly monitoringRoles: iam.IRoleRef[];
}

/** Which objects of which buckets. */
export interface S3BucketScope extends ObjectScope {
  /** The buckets. At least one. */
  readonly buckets: s3.IBucketRef[];
}

/** Where queries may run, and what they may read. */
export interface AthenaScope {
  /** Names of the workgroups that queries run in, as `marine-life`. At least one. */
  readonly workgroupNames: string[];

  /** Names of the Glue databases that queries may read, as `features`. At least one. */
  readonly databaseNames: string[];
}

/** Where Canvas keeps its data, and as whom its jobs run. */
export interface CanvasScope extends ObjectScope {
  /** The bucket that Canvas reads data sets from and writes models and predictions to. */
  readonly bucket: s3.IBucketRef;

  /** The role that the jobs of Canvas run as; the only one that may be passed. */
  readonly executionRole: iam.IRoleRef;
}

/** As whom data preparation in Canvas runs. */
export interface CanvasDataScope {
  /** The role that data preparation jobs, their pipelines and their schedules run as. */
  readonly executionRole: iam.IRoleRef;

  /**
   * The role that Canvas runs large data sets as, in EMR Serverless.
   *
   * @default - none: data sets are prepared inside Canvas and in processing jobs
   */
  readonly emrServerlessRole?: iam.IRoleRef;
}

/** Which models of AWS and others Canvas may ask. */
export interface CanvasAiScope {
  /**
   * ARNs of the Bedrock foundation models and inference profiles that may be asked. At least one, where given.
   *
   * @default - none: Comprehend, Rekognition and Textract only
   */
  readonly modelArns?: string[];
}

/** What becomes of models that are made in Canvas. */
export interface CanvasMlOpsScope {
  /** ARNs of the model package groups that versions are registered in, which may lie in another account. At least one. */
  readonly modelPackageGroupArns: string[];

  /**
   * The role that models deployed from Canvas run as; the only one that may be passed.
   *
   * @default - none: models are registered, and nobody deploys from Canvas
   */
  readonly modelRole?: iam.IRoleRef;
}

/** Which MLflow servers may be used: one at least, of whichever kind. */
export interface MlflowScope {
  /**
   * ARNs of serverless MLflow apps.
   *
   * @default - none
   */
  readonly appArns?: string[];

  /**
   * ARNs of MLflow tracking servers.
   *
   * @default - none
   */
  readonly trackingServerArns?: string[];
}

/** Which MLflow tracking servers may be managed, and as whom they run. */
export interface MlflowTrackingServerScope {
  /** Beginning of the servers' names, as `marine-life-`. */
  readonly namePrefix: string;

  /** The roles that the servers may run as; only these may be passed. At least one. */
  readonly serviceRoles: iam.IRoleRef[];
}

/** What an MLflow server or app reaches on its own. */
export interface MlflowServiceScope extends ObjectScope {
  /** The bucket that artifacts are kept in. */
  readonly artifactBucket: s3.IBucketRef;

  /** Beginning of the names of models that are registered automatically, as `marine-life-`. */
  readonly namePrefix: string;
}

/** Whose EMR Serverless applications may be used from Studio, and as whom their sessions run. */
export interface StudioEmrServerlessScope {
  /** ARN of the Studio domain that the applications belong to. */
  readonly domainArn: string;

  /** The roles that sessions may run as; only these may be passed. At least one. */
  readonly runtimeRoles: iam.IRoleRef[];
}

/** Which models may be customised, as whom, and where to. */
export interface ModelCustomizationScope {
  /** Beginning of the jobs' names, as `marine-life-`. */
  readonly namePrefix: string;

  /** The role that the jobs run as. */
  readonly jobRole: iam.IRoleRef;

  /**
   * ARNs of the private hubs that data sets and evaluators are kept in. At least one, where given.
   *
   * @default - none: only base models of the public hub
   */
  readonly hubArns?: string[];

  /**
   * The role that Bedrock imports customised models as.
   *
   * @default - none: models stay in SageMaker
   */
  readonly importRole?: iam.IRoleRef;
}
