import { RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, checkName, claimName } from '../core';
import { PipelineDefinition, PipelineDefinitionProps } from './pipeline-definition';
import { PipelineGrants } from './pipeline-grants';
import { PipelineSchedule, PipelineScheduleOptions } from './pipeline-schedule';
import { PipelineTrigger } from './pipeline-trigger';
import { PipelineTriggerOptions, PipelineTriggerRule } from './pipeline-trigger-rule';
import { DefinitionBody } from './private/definition-body';
import { executionMetric, stepMetric } from './private/pipeline-metrics';
import { checkRoleSettings, pipelineRole } from './private/pipeline-role';
import { executionRule, stepRule } from './private/pipeline-rules';
import { placedSteps } from './private/rendered-definition';
import { checkParallelism } from './private/start-arguments';
import { checkStepsKnown } from './private/step-selection';
import { StepEventOptions } from './step-event-options';

/** What a pipeline is called, runs as and does. */
export interface PipelineProps extends PipelineDefinitionProps {
  /** Name of the pipeline: 1 to 256 letters, digits and hyphens. SageMaker cannot change it. */
  readonly pipelineName: string;

  /**
   * The role that the pipeline runs as: it creates the jobs and passes them their role.
   *
   * @default - a role that may do what the steps need and nothing else
   */
  readonly role?: iam.IRoleRef;

  /**
   * Name of the derived role: 1 to 64 letters, digits and `+=,.@_-`.
   *
   * @default - CloudFormation chooses one
   */
  readonly roleName?: string;

  /**
   * Limit that no policy of the derived role can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * What the pipeline is for.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * How many steps may run at the same time: 1 or more.
   *
   * @default - as many as can
   */
  readonly maxParallelSteps?: number;

  /**
   * What happens to the pipeline when it leaves the template. Its executions are lost with it.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A SageMaker pipeline: how a model is made, from data to a registered version.
 *
 * The definition is checked at synth: a definition that synthesises is one that SageMaker accepts. Each job runs
 * isolated in the environment's network, with encrypted volumes, outputs and traffic. The role that the pipeline runs as is
 * derived from the steps.
 *
 * The definition stands in the template. One of more than 100,000 characters lies in S3 among the CDK's assets, unless it
 * holds values that are known at deployment only.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines.html
 */
export class Pipeline extends Resource implements sagemaker.IPipeline {
  public readonly pipelineName: string;
  public readonly pipelineArn: string;

  /** What the pipeline does. */
  public readonly definition: PipelineDefinition;

  /** The role that the pipeline runs as. */
  public readonly role: iam.IRoleRef;

  /** Grants on the pipeline. */
  public readonly grants: PipelineGrants;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id, { physicalName: props.pipelineName });

    this.definition = PipelineDefinition._of(this, props);
    const body = new DefinitionBody(this, this.definition);
    check(this, (problems) => {
      checkName(problems, 'pipelineName', props.pipelineName, 'pipeline');
      checkParallelism(problems, 'maxParallelSteps', props.maxParallelSteps);
      checkRoleSettings(problems, props);
      this.definition._check(problems);
      body.check(problems);
    });

    this.pipelineName = props.pipelineName;
    this.pipelineArn = Stack.of(this).formatArn({
      service: 'sagemaker',
      resource: 'pipeline',
      resourceName: props.pipelineName,
    });
    this.grants = PipelineGrants.of(this);
    this.role = props.role ?? pipelineRole(this, this.definition._permissions, props);

    const pipeline = new sagemaker.CfnPipeline(this, 'Resource', {
      pipelineName: claimName(this, 'pipeline', `${this.env.account}/${this.env.region}`, props.pipelineName),
      pipelineDescription: props.description,
      pipelineDefinition: body.render(),
      parallelismConfiguration:
        props.maxParallelSteps === undefined ? undefined : { MaxParallelExecutionSteps: props.maxParallelSteps },
      roleArn: this.role.roleRef.roleArn,
    });
    pipeline.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);
    const relaxations = this.definition._relaxations;
    if (relaxations.length > 0) pipeline.addMetadata('governed-ml:relaxations', relaxations);
  }

  public get pipelineRef(): sagemaker.PipelineReference {
    return { pipelineName: this.pipelineName };
  }

  /** Lets the grantee start the pipeline; the same as `grants.start`, for targets of the CDK that ask for it. */
  public grantStartPipelineExecution(grantee: iam.IGrantable): iam.Grant {
    return this.grants.start(grantee);
  }

  /** Starts the pipeline at set times; every parameter without a default needs a value. */
  public addSchedule(id: string, options: PipelineScheduleOptions): PipelineSchedule {
    return new PipelineSchedule(this, id, { ...options, pipeline: this, definition: this.definition });
  }

  /** Starts the pipeline when something happens; every parameter without a default needs a value, fixed or from the event. */
  public addTrigger(id: string, trigger: PipelineTrigger, options: PipelineTriggerOptions = {}): PipelineTriggerRule {
    return new PipelineTriggerRule(this, id, { ...options, trigger, pipeline: this, definition: this.definition });
  }

  /** A rule for executions that start. */
  public onStarted(id: string, options?: events.OnEventOptions): events.Rule {
    return executionRule(this, id, ['Executing'], options);
  }

  /** A rule for executions that succeed. */
  public onSucceeded(id: string, options?: events.OnEventOptions): events.Rule {
    return executionRule(this, id, ['Succeeded'], options);
  }

  /** A rule for executions that fail. */
  public onFailed(id: string, options?: events.OnEventOptions): events.Rule {
    return executionRule(this, id, ['Failed'], options);
  }

  /** A rule for executions that somebody stops. */
  public onStopped(id: string, options?: events.OnEventOptions): events.Rule {
    return executionRule(this, id, ['Stopped'], options);
  }

  /** A rule for steps that succeed: of all steps, or of those named. Throws when the pipeline has no step of a name. */
  public onStepSucceeded(id: string, options: StepEventOptions = {}): events.Rule {
    this.checkSteps('stepNames', options.stepNames);

    return stepRule(this, id, ['Succeeded'], options);
  }

  /** A rule for steps that fail: of all steps, or of those named. Throws when the pipeline has no step of a name. */
  public onStepFailed(id: string, options: StepEventOptions = {}): events.Rule {
    this.checkSteps('stepNames', options.stepNames);

    return stepRule(this, id, ['Failed'], options);
  }

  /** How many executions started. */
  public metricExecutionStarted(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return executionMetric(this, 'ExecutionStarted', options);
  }

  /** How many executions succeeded. */
  public metricExecutionSucceeded(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return executionMetric(this, 'ExecutionSucceeded', options);
  }

  /** How many executions failed. */
  public metricExecutionFailed(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return executionMetric(this, 'ExecutionFailed', options);
  }

  /** How many executions somebody stopped. */
  public metricExecutionStopped(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return executionMetric(this, 'ExecutionStopped', options);
  }

  /** How long executions took, in milliseconds. */
  public metricExecutionDuration(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return executionMetric(this, 'ExecutionDuration', options);
  }

  /** How often a step started. Throws when the pipeline has no step of the name. */
  public metricStepStarted(stepName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricStep('StepStarted', stepName, options);
  }

  /** How often a step succeeded. Throws when the pipeline has no step of the name. */
  public metricStepSucceeded(stepName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricStep('StepSucceeded', stepName, options);
  }

  /** How often a step failed. Throws when the pipeline has no step of the name. */
  public metricStepFailed(stepName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricStep('StepFailed', stepName, options);
  }

  /** How often somebody stopped a step. Throws when the pipeline has no step of the name. */
  public metricStepStopped(stepName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricStep('StepStopped', stepName, options);
  }

  /** How long a step took, in milliseconds. Throws when the pipeline has no step of the name. */
  public metricStepDuration(stepName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metricStep('StepDuration', stepName, options);
  }

  private metricStep(metricName: string, stepName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    this.checkSteps('stepName', [stepName]);

    return stepMetric(this, metricName, stepName, options);
  }

  private checkSteps(path: string, stepNames: string[] = []): void {
    const steps = placedSteps(this.definition._rendered.Steps);
    check(this, (problems) => checkStepsKnown(problems, path, stepNames, steps));
  }
}
