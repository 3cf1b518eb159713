import { join } from 'node:path';
import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { checkInstanceType, checkName, hasLocalStorage, instanceTypeOf, Problems } from '../core';
import {
  Condition,
  ConditionStep,
  ContainerImage,
  ExecutionVariable,
  JobCompute,
  ModelContainer,
  Pipeline,
  PipelineParameter,
  ProcessingInput,
  ProcessingOutput,
  ProcessingStep,
  RegisterModelStep,
  TrainingChannel,
  TrainingStep,
} from '../pipelines';
import { Activity, ExecutionRole, Persona } from '../security';
import { readCodeFolder } from './private/code-folder';

/** The release that trains must be the release that evaluates: a booster is read back by its own version only. */
const XGBOOST_VERSION = '3.2-0';
const SCIKIT_LEARN_VERSION = '1.2-1';

/** SageMaker Pipelines begins the name of every job with this. */
const JOB_NAME_PREFIX = 'pipelines-';

const CODE_FOLDER = '/opt/ml/processing/code';
const EVALUATION_FILE = 'evaluation.json';
const DEFAULT_INSTANCE_TYPE = 'ml.m5.xlarge';

/** Where a project's models and their evaluations are kept, maybe in another account. */
export interface ArtifactStore {
  /** The bucket. */
  readonly bucket: s3.IBucketRef;

  /** Beginning of the project's keys, as `marine-life/abalone/`; it ends in a slash. */
  readonly prefix: string;

  /** ARN of an alias of the key that encrypts them. */
  readonly keyAliasArn: string;
}

/** What a tabular regression project stands on. */
export interface TabularRegressionProjectProps {
  /** Name of the project, as `abalone`: 1 to 32 letters, digits and hyphens. */
  readonly projectName: string;

  /** Folder of the scripts on this machine: `preprocess.py`, `evaluate.py`, `training.json`. */
  readonly codeFolder: string;

  /** Name of the pipeline. */
  readonly pipelineName: string;

  /** Name of the role that the pipeline runs as. */
  readonly pipelineRoleName: string;

  /** Name of the role that the jobs run as. */
  readonly jobRoleName: string;

  /** The team's data bucket. */
  readonly dataBucket: s3.IBucketRef;

  /** The key of the team's data and of the jobs' volumes. */
  readonly dataKey: kms.IKeyRef;

  /** Beginning of the raw data's keys in the data bucket, as `abalone/raw/`; it ends in a slash. */
  readonly trainingDataPrefix: string;

  /** Where models and their evaluations are kept. */
  readonly artifacts: ArtifactStore;

  /** ARN of the model package group that models are registered in, maybe in another account. */
  readonly modelPackageGroupArn: string;

  /** The private subnets of the jobs. */
  readonly subnets: ec2.ISubnetRef[];

  /** The security groups of the jobs. */
  readonly securityGroups: ec2.ISecurityGroupRef[];

  /** The largest mean squared error on the test set with which a model is registered. */
  readonly maxMse: number;

  /**
   * Instance type of the processing steps; one without local disks, which take no key.
   *
   * @default ml.m5.xlarge
   */
  readonly processingInstanceType?: string;

  /**
   * Instance type of the training step; one without local disks, which take no key.
   *
   * @default ml.m5.xlarge
   */
  readonly trainingInstanceType?: string;

  /**
   * Instance types that the model may be served on.
   *
   * @default - ml.m5.large
   */
  readonly inferenceInstanceTypes?: string[];

  /**
   * Limit that no policy of the project's roles can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * A project that predicts a number from a table: prepare the data, train with XGBoost, evaluate on held-out data, and
 * register the model for approval when its mean squared error is low enough.
 *
 * The team brings two scripts and a file of hyperparameters; roles, network and encryption are settled here.
 */
export class TabularRegressionProject extends Construct {
  /** The pipeline that makes the model. */
  public readonly pipeline: Pipeline;

  /** The role that the jobs run as. */
  public readonly jobRole: ExecutionRole;

  private readonly scripts: Record<'preprocess' | 'evaluate', Asset>;
  private readonly sklearn = ContainerImage.scikitLearn(SCIKIT_LEARN_VERSION);
  private readonly xgboost = ContainerImage.xgboost(XGBOOST_VERSION);

  constructor(scope: Construct, id: string, props: TabularRegressionProjectProps) {
    super(scope, id);

    const problems = new Problems();
    checkProject(problems, props);
    const hyperparameters = readCodeFolder(problems, props.codeFolder);
    problems.throwIfAny(this);

    this.scripts = {
      preprocess: new Asset(this, 'PreprocessScript', { path: join(props.codeFolder, 'preprocess.py') }),
      evaluate: new Asset(this, 'EvaluateScript', { path: join(props.codeFolder, 'evaluate.py') }),
    };
    this.jobRole = this.jobRoleOf(props);
    const pipelineRole = this.pipelineRoleOf(props);

    this.pipeline = this.pipelineOf(props, pipelineRole, hyperparameters);
  }

  private jobRoleOf(props: TabularRegressionProjectProps): ExecutionRole {
    const { dataBucket, dataKey, artifacts, subnets, securityGroups } = props;
    const stack = Stack.of(this);

    return new ExecutionRole(this, 'JobRole', {
      roleName: props.jobRoleName,
      description: `Jobs of the project ${props.projectName}`,
      permissionsBoundary: props.permissionsBoundary,
      activities: Persona.jobs({
        data: [
          Activity.readObjects(dataBucket, { prefix: props.trainingDataPrefix }),
          Activity.readObjects(dataBucket, { prefix: workPrefix(props) }),
          Activity.writeObjects(dataBucket, { prefix: workPrefix(props) }),
          Activity.readObjects(artifacts.bucket, { prefix: artifacts.prefix }),
          Activity.writeObjects(artifacts.bucket, { prefix: artifacts.prefix }),
          ...Object.values(this.scripts).map((script) =>
            Activity.readObjects(script.bucket, { prefix: script.s3ObjectKey }),
          ),
          Activity.useKey(dataKey),
          Activity.useKeyOfAlias(artifacts.keyAliasArn),
        ],
        repositoryArns: [this.sklearn.repositoryArn(stack), this.xgboost.repositoryArn(stack)],
        network: { subnets, securityGroups },
      }).activities,
    });
  }

  private pipelineRoleOf(props: TabularRegressionProjectProps): ExecutionRole {
    const { artifacts, dataKey, subnets, securityGroups } = props;

    return new ExecutionRole(this, 'PipelineRole', {
      roleName: props.pipelineRoleName,
      description: `Pipeline of the project ${props.projectName}`,
      permissionsBoundary: props.permissionsBoundary,
      activities: Persona.pipelines({
        jobs: {
          namePrefix: JOB_NAME_PREFIX,
          jobRole: this.jobRole.role,
          network: { subnets, securityGroups },
          volumeKey: dataKey,
        },
        modelPackageGroupArns: [props.modelPackageGroupArn],
        data: [
          Activity.readObjects(artifacts.bucket, { prefix: artifacts.prefix }),
          Activity.useKeyOfAlias(artifacts.keyAliasArn),
        ],
      }).activities,
    });
  }

  private pipelineOf(
    props: TabularRegressionProjectProps,
    pipelineRole: ExecutionRole,
    hyperparameters: Record<string, string>,
  ): Pipeline {
    const { bucketName } = props.dataBucket.bucketRef;
    const noun = pascalCase(props.projectName);
    const execution = ExecutionVariable.pipelineExecutionId().asString;
    const work = `s3://${bucketName}/${workPrefix(props)}${execution}`;
    const artifacts = `s3://${props.artifacts.bucket.bucketRef.bucketName}/${props.artifacts.prefix}`;

    const inputData = PipelineParameter.ofString('InputDataUrl', {
      defaultValue: `s3://${bucketName}/${props.trainingDataPrefix}`,
    });
    const processingInstanceType = PipelineParameter.ofString('ProcessingInstanceType', {
      defaultValue: instanceTypeOf(props.processingInstanceType ?? DEFAULT_INSTANCE_TYPE),
    });
    const trainingInstanceType = PipelineParameter.ofString('TrainingInstanceType', {
      defaultValue: instanceTypeOf(props.trainingInstanceType ?? DEFAULT_INSTANCE_TYPE),
    });
    const approvalStatus = PipelineParameter.ofString('ModelApprovalStatus', {
      defaultValue: 'PendingManualApproval',
      allowedValues: ['PendingManualApproval', 'Rejected'],
    });
    const maxMse = PipelineParameter.ofFloat('MaxMse', { defaultValue: props.maxMse });

    const preprocess = new ProcessingStep(`Preprocess${noun}Data`, {
      image: this.sklearn,
      entrypoint: commandOf(this.scripts.preprocess),
      inputs: [
        ProcessingInput.fromS3('code', this.scripts.preprocess.s3ObjectUrl),
        ProcessingInput.fromS3('input', inputData.asString),
      ],
      outputs: ['train', 'validation', 'test'].map((name) => ProcessingOutput.toS3(name, `${work}/${name}`)),
      compute: JobCompute.onDemand({ instanceType: processingInstanceType.asString }),
    });

    const train = new TrainingStep(`Train${noun}Model`, {
      image: this.xgboost,
      channels: ['train', 'validation'].map((channelName) =>
        TrainingChannel.fromS3(channelName, preprocess.output(channelName).asString, { contentType: 'text/csv' }),
      ),
      hyperparameters,
      outputS3Uri: `${artifacts}models`,
      outputKeyArn: props.artifacts.keyAliasArn,
      compute: JobCompute.onDemand({ instanceType: trainingInstanceType.asString }),
    });

    const evaluate = new ProcessingStep(`Evaluate${noun}Model`, {
      image: this.xgboost,
      entrypoint: commandOf(this.scripts.evaluate),
      inputs: [
        ProcessingInput.fromS3('code', this.scripts.evaluate.s3ObjectUrl),
        ProcessingInput.fromS3('model', train.properties.modelArtifacts.asString),
        ProcessingInput.fromS3('test', preprocess.output('test').asString),
      ],
      outputs: [ProcessingOutput.toS3('evaluation', `${artifacts}evaluations/${execution}`)],
      propertyFiles: [{ fileName: 'EvaluationReport', outputName: 'evaluation', filePath: EVALUATION_FILE }],
      outputKeyArn: props.artifacts.keyAliasArn,
      compute: JobCompute.onDemand({ instanceType: processingInstanceType.asString }),
    });

    const register = new RegisterModelStep(`Register${noun}Model`, {
      modelPackageGroupArn: props.modelPackageGroupArn,
      containers: [ModelContainer.of({ image: this.xgboost, modelDataUrl: train.properties.modelArtifacts.asString })],
      contentTypes: ['text/csv'],
      responseTypes: ['text/csv'],
      inferenceInstanceTypes: props.inferenceInstanceTypes ?? ['ml.m5.large'],
      metrics: {
        modelQuality: { statisticsS3Uri: `${evaluate.output('evaluation').asString}/${EVALUATION_FILE}` },
      },
      approvalStatus: approvalStatus.asString,
    });

    const mse = evaluate.propertyFileValue('EvaluationReport', 'regression_metrics.mse.value');
    const checkMse = new ConditionStep(`CheckMSE${noun}Evaluation`, {
      conditions: [Condition.lessThanOrEqualTo(mse.asNumber, maxMse.asNumber)],
      ifSteps: [register],
    });

    return new Pipeline(this, 'Pipeline', {
      pipelineName: props.pipelineName,
      description: `Trains, evaluates and registers the model of the project ${props.projectName}`,
      role: pipelineRole.role,
      environment: {
        role: this.jobRole.role,
        subnets: props.subnets,
        securityGroups: props.securityGroups,
        volumeKey: props.dataKey,
        outputKeyArn: props.dataKey.keyRef.keyArn,
      },
      parameters: [inputData, processingInstanceType, trainingInstanceType, approvalStatus, maxMse],
      steps: [preprocess, train, evaluate, checkMse],
    });
  }
}

/** Where the pipeline's intermediate files lie in the team's data bucket. */
function workPrefix(props: TabularRegressionProjectProps): string {
  return `projects/${props.projectName}/`;
}

/** `abalone` becomes `Abalone`, `churn-model` becomes `ChurnModel`. */
function pascalCase(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** A job gets the object under the last part of its key, whatever prefix the stack's assets have. */
function commandOf(script: Asset): string[] {
  return ['python3', `${CODE_FOLDER}/${script.assetHash}.py`];
}

function checkProject(problems: Problems, props: TabularRegressionProjectProps): void {
  const { projectName, trainingDataPrefix, artifacts, processingInstanceType, trainingInstanceType } = props;

  checkName(problems, 'projectName', projectName, 'project');
  checkJobInstance(problems, 'processingInstanceType', processingInstanceType, 'processing');
  checkJobInstance(problems, 'trainingInstanceType', trainingInstanceType, 'training');
  checkPrefix(problems, 'trainingDataPrefix', trainingDataPrefix);
  checkPrefix(problems, 'artifacts.prefix', artifacts.prefix);
}

function checkPrefix(problems: Problems, path: string, prefix: string): void {
  if (Token.isUnresolved(prefix) || prefix.endsWith('/')) return;

  problems.add({
    code: 'PrefixWithoutSlash',
    path,
    got: `is "${prefix}"`,
    wanted: 'without a slash at its end it would cover the keys of every folder that begins alike',
    remedy: `write "${prefix}/"`,
  });
}

/** The types are defaults of pipeline parameters, which the steps themselves cannot check. */
function checkJobInstance(
  problems: Problems,
  path: string,
  instanceType: string | undefined,
  use: 'processing' | 'training',
): void {
  if (instanceType === undefined) return;
  checkInstanceType(problems, path, instanceType, use);

  if (!hasLocalStorage(instanceType)) return;
  problems.add({
    code: 'InstanceTypeTakesNoKey',
    path,
    got: `is "${instanceType}"`,
    wanted: "its local disks take no key, and the definition gives the team's key to whatever type a run chooses",
    remedy: `choose a type without local disks, such as "${DEFAULT_INSTANCE_TYPE}"`,
  });
}
