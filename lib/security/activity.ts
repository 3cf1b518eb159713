import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { check, checkArn } from '../core';
import { ActivityConditions } from './activity-conditions';
import {
  AthenaScope,
  CanvasAiScope,
  CanvasDataScope,
  CanvasMlOpsScope,
  CanvasScope,
  EndpointScope,
  JobScope,
  MlflowScope,
  MlflowServiceScope,
  MlflowTrackingServerScope,
  MlJobScope,
  ModelCustomizationScope,
  ModelScope,
  MonitoringScope,
  NetworkScope,
  ObjectScope,
  PipelineScope,
  RequiredServicesScope,
  S3BucketScope,
  StudioEmrServerlessScope,
} from './activity-scopes';
import * as access from './private/access-activities';
import {
  addArnProblems,
  checkArns,
  checkNamePrefix,
  checkNetwork,
  checkNotEmpty,
  checkQualifier,
} from './private/activity-checks';
import { ExplainedStatement, Place, StatementsAt } from './private/activity-statement';
import * as auditing from './private/audit-activities';
import * as buckets from './private/bucket-activities';
import * as canvas from './private/canvas-activities';
import { checkConditions } from './private/condition-checks';
import { underConditions } from './private/conditional-statements';
import * as customization from './private/customization-activities';
import * as deployment from './private/deployment-activities';
import * as emrServerless from './private/emr-serverless-activities';
import * as endpoints from './private/endpoint-activities';
import * as experiments from './private/experiment-activities';
import * as jobs from './private/job-activities';
import * as mlflow from './private/mlflow-activities';
import * as models from './private/model-activities';
import * as monitoring from './private/monitoring-activities';
import * as objects from './private/object-activities';
import * as observation from './private/observation-activities';
import * as pipelines from './private/pipeline-activities';
import { checkPlainName, checkPlainNames } from './private/plain-names';
import * as queries from './private/query-activities';
import * as studio from './private/studio-activities';

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
    return new Activity(objects.readObjects(bucket, scope));
  }

  /** Writes objects of a bucket, below a prefix or all; does not delete. */
  public static writeObjects(bucket: s3.IBucketRef, scope: ObjectScope = {}): Activity {
    return new Activity(objects.writeObjects(bucket, scope));
  }

  /** Encrypts and decrypts with a key, and lets AWS services do so for the volumes of jobs. */
  public static useKey(key: kms.IKeyRef): Activity {
    return new Activity(objects.useKey(key));
  }

  /**
   * Encrypts and decrypts with a key of another account, known by its alias.
   *
   * The key's own id is unknown at synth, so the permission holds for the key that carries the alias.
   */
  public static useKeyOfAlias(aliasArn: string): Activity {
    check(undefined, (problems) => checkArn(problems, 'aliasArn', aliasArn, 'kms'));

    return new Activity(objects.useKeyOfAlias(aliasArn));
  }

  /** Pulls images of the given ECR repositories, which may belong to AWS. */
  public static pullImages(repositoryArns: string[]): Activity {
    checkArns('repositoryArns', repositoryArns, 'ecr');

    return new Activity(access.pullImages(repositoryArns));
  }

  /** Attaches the network interfaces of jobs and endpoints to the given subnets only. */
  public static attachToNetwork(network: NetworkScope): Activity {
    check(undefined, (problems) => checkNetwork(problems, network));

    return new Activity(access.attachToNetwork(network));
  }

  /** Writes the logs of jobs, endpoints and Studio apps to SageMaker's log groups. */
  public static writeLogs(): Activity {
    return new Activity(access.writeLogs());
  }

  /** Publishes metrics in SageMaker's namespaces. */
  public static publishMetrics(): Activity {
    return new Activity(access.publishMetrics());
  }

  /** Runs processing and training jobs, only inside the given network and with encrypted volumes. */
  public static runJobs(scope: JobScope): Activity {
    check(undefined, (problems) => checkNetwork(problems, scope.network));

    return new Activity(jobs.runJobs(scope));
  }

  /** Registers versions in the given model package groups, which may lie in another account; never as approved. */
  public static registerModels(modelPackageGroupArns: string[]): Activity {
    checkArns('modelPackageGroupArns', modelPackageGroupArns, 'sagemaker');

    return new Activity(models.registerModels(modelPackageGroupArns));
  }

  /** Reads the versions of the given model package groups, which may lie in another account. */
  public static readModels(modelPackageGroupArns: string[]): Activity {
    checkArns('modelPackageGroupArns', modelPackageGroupArns, 'sagemaker');

    return new Activity(models.readModels(modelPackageGroupArns));
  }

  /** Starts, watches, retries and stops pipelines whose names begin with the prefix. */
  public static startPipelines(namePrefix: string): Activity {
    return new Activity(pipelines.startPipelines(namePrefix));
  }

  /**
   * Opens and closes the person's own Studio apps and private spaces, and nobody else's.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-jl-admin-guide-permissions.html
   */
  public static useOwnStudioApps(): Activity {
    return new Activity(studio.useOwnStudioApps());
  }

  /** Lists what exists in SageMaker, and reads pipelines, jobs, their logs and metrics. */
  public static observe(): Activity {
    return new Activity(observation.observe());
  }

  /**
   * "Access Required AWS Services": what every job, endpoint and Studio app takes beside its own work.
   *
   * Writes logs and metrics, pulls images of the given repositories, attaches network interfaces to the given network, locates
   * the given buckets and uses the given keys. Throws when a list of the network or the repositories is empty.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static accessRequiredAwsServices(scope: RequiredServicesScope): Activity {
    check(undefined, (problems) => {
      checkNetwork(problems, scope.network);
      addArnProblems(problems, 'repositoryArns', scope.repositoryArns, 'ecr');
    });

    return new Activity(access.accessRequiredAwsServices(scope));
  }

  /**
   * "Run Studio Applications": opens the person's own apps and private spaces, and reads what they start from.
   *
   * The person's domain and profile are policy variables that SageMaker fills in, so that other domains stay closed.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static runStudioApplications(): Activity {
    return new Activity(studio.runStudioApplications());
  }

  /**
   * "Manage ML Jobs": creates, follows and stops jobs for training, tuning, processing, batch transform, AutoML, compilation
   * and inference recommendations.
   *
   * Labelling is left out, since AWS has closed it to new customers. Tags are given on creation only. Network and keys are
   * conditions: see `under`. Throws when the prefix is malformed or no role is given.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static manageMlJobs(scope: MlJobScope): Activity {
    check(undefined, (problems) => {
      checkNamePrefix(problems, scope.namePrefix);
      checkNotEmpty(problems, 'jobRoles', scope.jobRoles);
    });

    return new Activity(jobs.manageMlJobs(scope));
  }

  /**
   * "Manage Models": creates and deletes models, writes model cards and registers versions as pending.
   *
   * Nobody who manages models approves them by it: see `approveModels`. Versions and cards are evidence and are not deleted.
   * Throws when the prefix or an ARN is malformed or no role is given.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static manageModels(scope: ModelScope): Activity {
    check(undefined, (problems) => {
      checkNamePrefix(problems, scope.namePrefix);
      scope.modelPackageGroupArns.forEach((arn, i) =>
        checkArn(problems, `modelPackageGroupArns[${i}]`, arn, 'sagemaker'),
      );
      checkNotEmpty(problems, 'modelRoles', scope.modelRoles);
    });

    return new Activity(models.manageModels(scope));
  }

  /**
   * "Manage Endpoints": creates, updates, scales and deletes endpoints, their configurations and inference components.
   *
   * AWS gives the targets of automatic scaling ids of its own, so that all those of SageMaker are within reach. Throws when the
   * prefix is malformed.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html
   */
  public static manageEndpoints(scope: EndpointScope): Activity {
    check(undefined, (problems) => checkNamePrefix(problems, scope.namePrefix));

    return new Activity(endpoints.manageEndpoints(scope));
  }

  /**
   * "Manage Pipelines": defines, changes and deletes pipelines, and starts, follows and stops their executions.
   *
   * Callback steps are answered by the platform, not by people. Throws when the prefix is malformed or no role is given.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static managePipelines(scope: PipelineScope): Activity {
    check(undefined, (problems) => {
      checkNamePrefix(problems, scope.namePrefix);
      checkNotEmpty(problems, 'pipelineRoles', scope.pipelineRoles);
    });

    return new Activity(pipelines.managePipelines(scope));
  }

  /**
   * "Manage Experiments": experiments, trials and their components, and the lineage of what they produce.
   *
   * Lineage is recorded and completed, never deleted. Throws when the prefix is malformed.
   *
   * @param namePrefix beginning of the names, as `marine-life-`
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static manageExperiments(namePrefix: string): Activity {
    check(undefined, (problems) => checkNamePrefix(problems, namePrefix));

    return new Activity(experiments.manageExperiments(namePrefix));
  }

  /**
   * "Search and Visualize Experiments": searches experiments and lineage of the account, and reads their metrics.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static searchAndVisualizeExperiments(): Activity {
    return new Activity(experiments.searchAndVisualizeExperiments());
  }

  /**
   * "Manage Model Monitoring": monitoring schedules, their alerts and the job definitions that they run.
   *
   * AWS has closed Model Monitor to new customers; it keeps working where it is in use. Throws when the prefix is malformed or
   * no role is given.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static manageModelMonitoring(scope: MonitoringScope): Activity {
    check(undefined, (problems) => {
      checkNamePrefix(problems, scope.namePrefix);
      checkNotEmpty(problems, 'monitoringRoles', scope.monitoringRoles);
    });

    return new Activity(monitoring.manageModelMonitoring(scope));
  }

  /**
   * Approves or rejects versions in the given model package groups, which may lie in another account, and reads model cards.
   *
   * Only requests that decide are allowed: nothing else of a version is changed. Throws when there is no group or an ARN is
   * malformed.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html
   */
  public static approveModels(modelPackageGroupArns: string[]): Activity {
    checkArns('modelPackageGroupArns', modelPackageGroupArns, 'sagemaker');

    return new Activity(models.approveModels(modelPackageGroupArns));
  }

  /**
   * Asks endpoints for predictions.
   *
   * Throws when the prefix is malformed.
   *
   * @param namePrefix beginning of the names of endpoints and inference components, as `marine-life-`
   */
  public static invokeEndpoints(namePrefix: string): Activity {
    check(undefined, (problems) => checkNamePrefix(problems, namePrefix));

    return new Activity(endpoints.invokeEndpoints(namePrefix));
  }

  /**
   * Reads how SageMaker, IAM and the organization are configured, who did what, and what Config, Access Analyzer and Security
   * Hub found; reads neither objects nor logs, and changes nothing.
   */
  public static audit(): Activity {
    return new Activity(auditing.audit());
  }

  /**
   * Deploys through the roles that `cdk bootstrap` defined in the same account and region, and reads stacks.
   *
   * What a deployment may change is decided by the bootstrap's own execution role. Throws when the qualifier is malformed.
   *
   * @param qualifier the bootstrap's qualifier: 1 to 10 letters, digits, `_` and `-`
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
   */
  public static deployThroughBootstrap(qualifier: string): Activity {
    check(undefined, (problems) => checkQualifier(problems, qualifier));

    return new Activity(deployment.deployThroughBootstrap(qualifier));
  }

  /**
   * "S3 Bucket Access": reads, writes and deletes objects of the given buckets, and reads how the buckets are configured.
   *
   * Versions are read, not deleted, so that a versioned bucket gives everything back. Throws when no bucket is given.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static s3BucketAccess(scope: S3BucketScope): Activity {
    check(undefined, (problems) => checkNotEmpty(problems, 'buckets', scope.buckets));

    return new Activity(buckets.s3BucketAccess(scope));
  }

  /**
   * "S3 Full Access": all work on objects and versions, and creation and configuration of buckets, in the own account and
   * where the bucket's name begins with the prefix.
   *
   * Leaves out what decides who else reaches a bucket and what is kept of it: policies, ACLs, ownership, public access,
   * logging, replication, notifications, retention and versioning; buckets are not deleted. Throws when the prefix is empty
   * or has a wildcard.
   *
   * @param bucketNamePrefix beginning of the buckets' names, as `marine-life-`
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-ml-activities.html
   */
  public static s3FullAccess(bucketNamePrefix: string): Activity {
    check(undefined, (problems) => checkPlainName(problems, 'bucketNamePrefix', bucketNamePrefix));

    return new Activity(buckets.s3FullAccess(bucketNamePrefix));
  }

  /**
   * "Query Athena Workgroups": runs and saves queries in the given workgroups, over tables of the given Glue databases.
   *
   * What the tables point to and where results go is read and written by `s3BucketAccess` beside this; workgroups are not
   * changed. Throws when no workgroup or database is given, or a name has a wildcard.
   *
   * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-iam-policy.html
   */
  public static queryAthenaWorkgroups(scope: AthenaScope): Activity {
    check(undefined, (problems) => {
      checkPlainNames(problems, 'workgroupNames', scope.workgroupNames);
      checkPlainNames(problems, 'databaseNames', scope.databaseNames);
    });

    return new Activity(queries.queryAthenaWorkgroups(scope));
  }

  /**
   * "Manage AWS Glue Tables": creates and changes the given databases, and their tables and partitions, which it also deletes.
   *
   * A database is not deleted, since every table would go with it. Throws when no database is given, or a name has a wildcard.
   *
   * @param databaseNames names of the databases, as `features`
   * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
   */
  public static manageGlueTables(databaseNames: string[]): Activity {
    check(undefined, (problems) => checkPlainNames(problems, 'databaseNames', databaseNames));

    return new Activity(queries.manageGlueTables(databaseNames));
  }

  /**
   * "SageMaker Canvas Core Access": imports data, builds models and predicts with them in Canvas.
   *
   * Opening Canvas is `runStudioApplications`; images, logs and network interfaces are `accessRequiredAwsServices`. Endpoints
   * and the registry are `canvasMlOps`.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/canvas-getting-started.html
   */
  public static canvasCoreAccess(scope: CanvasScope): Activity {
    return new Activity(canvas.canvasCoreAccess(scope));
  }

  /**
   * "SageMaker Canvas Data Preparation": runs and schedules data preparation of Canvas as processing jobs and pipelines.
   *
   * Stands beside `canvasCoreAccess`, which reads and writes the data. Tables are `queryAthenaWorkgroups`; connections to
   * Redshift, Snowflake and EMR clusters, which need credentials, and feature groups are left out.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/canvas-data-prep.html
   */
  public static canvasDataPreparation(scope: CanvasDataScope): Activity {
    return new Activity(canvas.canvasDataPreparation(scope));
  }

  /**
   * "SageMaker Canvas AI Services": asks ready-to-use models of Comprehend, Rekognition and Textract, and the given models of
   * Bedrock.
   *
   * Amazon Forecast, which belonged to this activity, is closed to new customers and left out. Fine-tuning is
   * `customizeModels`. Throws when a list of models is empty or a model's ARN is not one of Bedrock.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/canvas-ready-to-use-models.html
   */
  public static canvasAiServices(scope: CanvasAiScope = {}): Activity {
    if (scope.modelArns) checkArns('modelArns', scope.modelArns, 'bedrock');

    return new Activity(canvas.canvasAiServices(scope));
  }

  /**
   * "SageMaker Canvas MLOps": registers models made in Canvas, never as approved, and deploys them where a role is given.
   *
   * Throws when no group is given, or its ARN is not one of SageMaker.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/canvas-deploy-model.html
   */
  public static canvasMlOps(scope: CanvasMlOpsScope): Activity {
    checkArns('modelPackageGroupArns', scope.modelPackageGroupArns, 'sagemaker');

    return new Activity(canvas.canvasMlOps(scope));
  }

  /**
   * "SageMaker Canvas Kendra Access": searches the documents of the given Kendra indexes.
   *
   * Throws when no index is given, or its ARN is not one of Kendra.
   *
   * @param indexArns ARNs of the indexes
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/canvas-fm-chat.html
   */
  public static canvasKendraAccess(indexArns: string[]): Activity {
    checkArns('indexArns', indexArns, 'kendra');

    return new Activity(canvas.canvasKendraAccess(indexArns));
  }

  /**
   * "Use MLflow": tracks and reads experiments, runs, models and traces, and opens the MLflow UI.
   *
   * Models, versions, their aliases and traces are not deleted or moved between stages, on a tracking server at least; an app
   * knows a single right for all calls. Throws when neither an app nor a server is given, or an ARN is not one of SageMaker.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerwithmlflow.html
   */
  public static useMlflow(scope: MlflowScope): Activity {
    const { appArns = [], trackingServerArns = [] } = scope;

    check(undefined, (problems) => {
      checkNotEmpty(problems, 'appArns and trackingServerArns', [...appArns, ...trackingServerArns]);
      appArns.forEach((arn, i) => checkArn(problems, `appArns[${i}]`, arn, 'sagemaker'));
      trackingServerArns.forEach((arn, i) => checkArn(problems, `trackingServerArns[${i}]`, arn, 'sagemaker'));
    });

    return new Activity(mlflow.useMlflow(scope));
  }

  /**
   * "Manage MLflow Tracking Servers": creates, changes, starts, stops and deletes tracking servers by the beginning of their
   * names.
   *
   * Throws when the prefix is malformed or no role is given.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mlflow-create-tracking-server-iam.html
   */
  public static manageMlflowTrackingServers(scope: MlflowTrackingServerScope): Activity {
    check(undefined, (problems) => {
      checkNamePrefix(problems, scope.namePrefix);
      checkNotEmpty(problems, 'serviceRoles', scope.serviceRoles);
    });

    return new Activity(mlflow.manageMlflowTrackingServers(scope));
  }

  /**
   * "Manage MLflow Apps": creates, changes and deletes the serverless MLflow apps of the account and region.
   *
   * SageMaker chooses an app's id, so that no name limits which. Throws when no role is given.
   *
   * @param serviceRoles the roles that the apps may run as; only these may be passed
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mlflow-app-setup-prerequisites-iam.html
   */
  public static manageMlflowApps(serviceRoles: iam.IRoleRef[]): Activity {
    check(undefined, (problems) => checkNotEmpty(problems, 'serviceRoles', serviceRoles));

    return new Activity(mlflow.manageMlflowApps(serviceRoles));
  }

  /**
   * "Access Required to AWS Services for MLflow": keeps artifacts in the bucket and registers models, never as approved.
   *
   * For the role that a tracking server or app runs as, not for people. Throws when the prefix is malformed.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mlflow-create-tracking-server-iam.html
   */
  public static accessRequiredToAwsServicesForMlflow(scope: MlflowServiceScope): Activity {
    check(undefined, (problems) => checkNamePrefix(problems, scope.namePrefix));

    return new Activity(mlflow.accessRequiredToAwsServicesForMlflow(scope));
  }

  /**
   * "Run Studio EMR Serverless Applications": creates, starts, stops and deletes the domain's EMR Serverless applications, and
   * opens Spark sessions in them from notebooks.
   *
   * Batches of job runs are left to pipelines. Throws when the ARN is not one of SageMaker, or no role is given.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-emr-serverless-permissions.html
   */
  public static runStudioEmrServerless(scope: StudioEmrServerlessScope): Activity {
    check(undefined, (problems) => {
      checkArn(problems, 'domainArn', scope.domainArn, 'sagemaker');
      checkNotEmpty(problems, 'runtimeRoles', scope.runtimeRoles);
    });

    return new Activity(emrServerless.runStudioEmrServerless(scope));
  }

  /**
   * "Model Customization": fine-tunes base models of SageMaker's public hub in serverless jobs, keeps data sets and evaluators
   * in the given hubs and, where a role is given, imports what comes out to Bedrock.
   *
   * Jobs on instances are `manageMlJobs`, the registry is `registerModels`, tracking is `useMlflow`. Throws when the prefix is
   * malformed, a list of hubs is empty or a hub's ARN is not one of SageMaker.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-customize-open-weight-prereq.html
   */
  public static customizeModels(scope: ModelCustomizationScope): Activity {
    check(undefined, (problems) => {
      checkNamePrefix(problems, scope.namePrefix);
      if (scope.hubArns) addArnProblems(problems, 'hubArns', scope.hubArns, 'sagemaker');
    });

    return new Activity(customization.customizeModels(scope));
  }

  private constructor(private readonly statements: StatementsAt) {}

  /**
   * The same activity, allowed only under the given conditions, beside those that it has already.
   *
   * Nothing is dropped in silence: an action that a condition concerns and that cannot carry it is a problem, unless
   * `unconditional` names it. Network and keys concern what creates, starts, updates or writes; tags concern every action; the
   * domain concerns what touches resources of SageMaker that exist. Throws all such problems at once, and when a condition is
   * empty or leaves nothing of an action.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html
   */
  public under(conditions: ActivityConditions): Activity {
    check(undefined, (problems) => checkConditions(problems, this.statements, conditions));

    return new Activity(underConditions(this.statements, conditions));
  }

  /** @internal */
  public _render({ partition, region, account }: Place): ExplainedStatement[] {
    return this.statements({ partition, region, account });
  }
}
