import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { check, checkName } from '../core';
import { CallbackStep } from './callback-step';
import { CompilationSource } from './compilation-source';
import { CompilationTarget } from './compilation-target';
import { JobEnvironment } from './job-environment';
import * as perms from './perms';
import { CacheableStepOptions, PipelineStep } from './pipeline-step';
import { answeredStep } from './private/answered-step';
import { checkEnvironment, renderVpcConfig } from './private/job-settings';
import { secondsOf } from './private/seconds';
import { checkS3Uri, checkSeconds } from './private/value-checks';
import { StepOutput, StepOutputValue } from './step-output';

const DEFAULT_RUNTIME = Duration.minutes(30);

const OUTPUTS: StepOutput[] = [{ outputName: 'compiledModelS3Uri' }, { outputName: 'compilationJobName' }];

/** Which model is compiled, for what. */
export interface ModelCompilationProps extends CacheableStepOptions {
  /** Name of the step: 1 to 64 letters, digits, hyphens and underscores, unique in the pipeline. */
  readonly stepName: string;

  /** Name of the pipeline that the step belongs to; the function may answer steps of no other. */
  readonly pipelineName: string;

  /** What is compiled. */
  readonly source: CompilationSource;

  /** What it is compiled for. */
  readonly target: CompilationTarget;

  /** Address of the folder in S3 that the compiled models lie in; each job writes into a folder of its own there. */
  readonly outputS3Uri: string;

  /**
   * How long a compilation may take: 1 minute to 1 day. The step fails an hour after that at the latest.
   *
   * @default Duration.minutes(30)
   */
  readonly maxRuntime?: Duration;

  /**
   * Where the model is compiled and the function runs. Neo reads the model and writes the result as the environment's role, in
   * the network, and encrypts the result with the key for outputs.
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
 * Compiles a model for the device or the instances that it will run on. Pipelines have no step for that.
 *
 * List `step` among the steps of the pipeline, and hand `compiledModelS3Uri` to those that use the result. The step asks a
 * function by a queue; the function starts SageMaker Neo, looks after the job every five minutes and answers the step. Steps of
 * one execution have one job each, however often a message arrives.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/neo-job-compilation.html
 */
export class ModelCompilation extends Construct {
  /** The step, to be listed among those of the pipeline. */
  public readonly step: PipelineStep;

  /** What could not be answered; a message in it is a step that waits for a person. */
  public readonly deadLetterQueue: sqs.IQueue;

  private readonly callback: CallbackStep;

  constructor(scope: Construct, id: string, props: ModelCompilationProps) {
    super(scope, id);

    const { source, target, environment, outputS3Uri, maxRuntime = DEFAULT_RUNTIME } = props;
    const path = `steps.${props.stepName}`;
    check(this, (problems) => {
      checkName(problems, `${path}.pipelineName`, props.pipelineName, 'pipeline');
      source._check(problems, `${path}.source`);
      target._check(problems, `${path}.target`, source._framework);
      checkS3Uri(problems, `${path}.outputS3Uri`, outputS3Uri);
      checkSeconds(problems, `${path}.maxRuntime`, maxRuntime, {
        least: 60,
        most: Duration.days(1).toSeconds(),
        wanted: 'a step waits 1 minute to 1 day for a compilation',
        remedy: 'use Duration.minutes(30)',
      });
      checkEnvironment(problems, environment);
    });

    const { callback, deadLetterQueue } = answeredStep(this, props, {
      handler: 'compile-model',
      purpose: 'Compiles models',
      arnKind: 'compilation-job',
      actions: perms.COMPILE_MODELS,
      request: {
        RoleArn: environment.role.roleRef.roleArn,
        ...source._render(),
        OutputConfig: { ...target._render(), KmsKeyId: environment.outputKeyArn },
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
  }

  /** Address of the compiled model in S3, for later steps. */
  public get compiledModelS3Uri(): StepOutputValue {
    return this.callback.output('compiledModelS3Uri');
  }

  /** Name of the compilation job, for later steps. */
  public get compilationJobName(): StepOutputValue {
    return this.callback.output('compilationJobName');
  }
}
