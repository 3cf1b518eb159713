import { CfnResource, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { check, checkName, instanceTypeOf, Problems } from '../core';
import { CallbackStep } from './callback-step';
import { JobEnvironment } from './job-environment';
import { OptimizationSource } from './optimization-source';
import { OptimizationTechnique } from './optimization-technique';
import * as perms from './perms';
import { CacheableStepOptions, PipelineStep } from './pipeline-step';
import { answeredStep } from './private/answered-step';
import { checkEnvironment, renderVpcConfig } from './private/job-settings';
import { checkTechniques } from './private/optimization-checks';
import { secondsOf } from './private/seconds';
import { checkS3Uri, checkSeconds, checkTextMap, checkWhole } from './private/value-checks';
import { StepOutput, StepOutputValue } from './step-output';

const DEFAULT_RUNTIME = Duration.hours(6);

const OUTPUTS: StepOutput[] = [{ outputName: 'optimizedModelS3Uri' }, { outputName: 'optimizationJobName' }];

/** Which model is optimised, how, and for what. */
export interface ModelOptimizationProps extends CacheableStepOptions {
  /** Name of the step: 1 to 64 letters, digits, hyphens and underscores, unique in the pipeline. */
  readonly stepName: string;

  /** Name of the pipeline that the step belongs to; the function may answer steps of no other. */
  readonly pipelineName: string;

  /** What is optimised. */
  readonly source: OptimizationSource;

  /** What is done to it: 1 to 10 techniques. */
  readonly techniques: OptimizationTechnique[];

  /** Type of the instances that will serve the model, such as `ml.g5.2xlarge`. */
  readonly deploymentInstanceType: string;

  /**
   * How many instances optimise at most: 1 or more.
   *
   * @default - as many as SageMaker takes for the techniques
   */
  readonly maxInstanceCount?: number;

  /**
   * Variables of the model's container: up to 25, of up to 256 characters each.
   *
   * @default - none
   */
  readonly containerEnvironment?: Record<string, string>;

  /** Address of the folder in S3 that the optimised models lie in; each job writes into a folder of its own there. */
  readonly outputS3Uri: string;

  /**
   * How long an optimisation may take: 1 minute to 2 days. The step fails an hour after that at the latest.
   *
   * @default Duration.hours(6)
   */
  readonly maxRuntime?: Duration;

  /**
   * Where the model is optimised and the function runs. SageMaker reads the model and writes the result as the environment's
   * role, in the network, and encrypts the result with the key for outputs.
   */
  readonly environment: JobEnvironment;

  /**
   * The key that encrypts the queues, the function's settings and its log. Its policy lets CloudWatch Logs use it for the log
   * groups of the account.
   */
  readonly encryptionKey: kms.IKeyRef;

  /**
   * Limit that no policy of the function's role can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * Optimises a large language model before it is served: quantised, compiled, sharded or with a draft model. Pipelines have no step
 * for that.
 *
 * List `step` among the steps of the pipeline, and hand `optimizedModelS3Uri` to those that use the result. The step asks a
 * function by a queue; the function starts the optimisation job, looks after it every five minutes and answers the step. Steps of
 * one execution have one job each, however often a message arrives.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-optimize.html
 */
export class ModelOptimization extends Construct {
  /** The step, to be listed among those of the pipeline. */
  public readonly step: PipelineStep;

  /** What could not be answered; a message in it is a step that waits for a person. */
  public readonly deadLetterQueue: sqs.IQueue;

  private readonly callback: CallbackStep;

  constructor(scope: Construct, id: string, props: ModelOptimizationProps) {
    super(scope, id);

    const { source, techniques, environment, outputS3Uri, maxRuntime = DEFAULT_RUNTIME } = props;
    check(this, (problems) => checkOptimization(problems, props, maxRuntime));

    const { callback, deadLetterQueue } = answeredStep(this, props, {
      handler: 'optimise-model',
      purpose: 'Optimises models',
      arnKind: 'optimization-job',
      actions: perms.OPTIMISE_MODELS,
      request: {
        RoleArn: environment.role.roleRef.roleArn,
        ModelSource: source._render(),
        DeploymentInstanceType: instanceTypeOf(props.deploymentInstanceType),
        MaxInstanceCount: props.maxInstanceCount,
        OptimizationEnvironment: props.containerEnvironment,
        OptimizationConfigs: techniques.map((technique) => technique._render()),
        OutputConfig: { KmsKeyId: environment.outputKeyArn },
        VpcConfig: renderVpcConfig(environment),
        StoppingCondition: { MaxRuntimeInSeconds: secondsOf(maxRuntime) },
      },
      maxRuntime,
      arguments: { ...source._arguments, outputS3Uri },
      outputs: OUTPUTS,
    });
    this.deadLetterQueue = deadLetterQueue;
    this.callback = callback;
    this.step = callback;
    keepLicence(deadLetterQueue, source._acceptedLicence);
  }

  /** Address of the folder in S3 that the optimised model lies in, for later steps. */
  public get optimizedModelS3Uri(): StepOutputValue {
    return this.callback.output('optimizedModelS3Uri');
  }

  /** Name of the optimisation job, for later steps. */
  public get optimizationJobName(): StepOutputValue {
    return this.callback.output('optimizationJobName');
  }
}

/** Keeps what was said of the model's licence in the template. */
function keepLicence(queue: sqs.IQueue, statement?: string): void {
  if (statement === undefined) return;

  (queue.node.defaultChild as CfnResource).addMetadata('governed-ml:licences', [statement]);
}

function checkOptimization(problems: Problems, props: ModelOptimizationProps, maxRuntime: Duration): void {
  const path = `steps.${props.stepName}`;

  checkName(problems, `${path}.pipelineName`, props.pipelineName, 'pipeline');
  props.source._check(problems, `${path}.source`);
  checkTechniques(problems, path, props.deploymentInstanceType, props.techniques);
  checkWhole(problems, `${path}.maxInstanceCount`, props.maxInstanceCount, {
    least: 1,
    most: Infinity,
    wanted: 'an optimisation runs on 1 instance or more',
    remedy: 'write 1, or leave it out',
  });
  checkTextMap(problems, `${path}.containerEnvironment`, props.containerEnvironment, {
    most: 25,
    longestValue: 256,
    noun: 'environment variables',
  });
  checkS3Uri(problems, `${path}.outputS3Uri`, props.outputS3Uri);
  checkSeconds(problems, `${path}.maxRuntime`, maxRuntime, {
    least: 60,
    most: Duration.days(2).toSeconds(),
    wanted: 'a step waits 1 minute to 2 days for an optimisation',
    remedy: 'use Duration.hours(6)',
  });
  checkEnvironment(problems, props.environment);
}
