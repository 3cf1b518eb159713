import { RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, checkName, claimName, Problems } from '../core';
import { JobEnvironment } from './job-environment';
import { PipelineGrants } from './pipeline-grants';
import { PipelineParameter } from './pipeline-parameter';
import { PipelineStep } from './pipeline-step';
import {
  checkParameters,
  checkStepGraph,
  checkStepNames,
  RenderedDefinition,
  withBranches,
} from './private/definition-checks';
import { checkEnvironment } from './private/job-settings';
import { renderDefinition } from './private/rendering';

/** Longest definition that CloudFormation passes to SageMaker, in characters. */
const DEFINITION_LENGTH = 1_048_576;
const MOST_PARAMETERS = 200;

/** What a pipeline is called, runs as and does. */
export interface PipelineProps {
  /** Name of the pipeline: 1 to 256 letters, digits and hyphens. SageMaker cannot change it. */
  readonly pipelineName: string;

  /** The role that the pipeline runs as: it creates the jobs and passes them their role. */
  readonly role: iam.IRoleRef;

  /** What every job of the pipeline runs in. */
  readonly environment: JobEnvironment;

  /** The steps. Their order has no meaning: a step runs as soon as what it waits for is there. At least one. */
  readonly steps: PipelineStep[];

  /**
   * What a run may change; each must be used by a step. At most 200.
   *
   * @default - nothing
   */
  readonly parameters?: PipelineParameter[];

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
 * isolated in the environment's network, with encrypted volumes, outputs and traffic.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines.html
 */
export class Pipeline extends Resource implements sagemaker.IPipeline {
  public readonly pipelineName: string;
  public readonly pipelineArn: string;

  /** Grants on the pipeline. */
  public readonly grants: PipelineGrants;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id, { physicalName: props.pipelineName });

    const definition = this.renderChecked(props);

    this.pipelineName = props.pipelineName;
    this.pipelineArn = Stack.of(this).formatArn({
      service: 'sagemaker',
      resource: 'pipeline',
      resourceName: props.pipelineName,
    });
    this.grants = PipelineGrants.of(this);

    const pipeline = new sagemaker.CfnPipeline(this, 'Resource', {
      pipelineName: claimName(this, 'pipeline', `${this.env.account}/${this.env.region}`, props.pipelineName),
      pipelineDescription: props.description,
      pipelineDefinition: { PipelineDefinitionBody: Stack.of(this).toJsonString(definition) },
      parallelismConfiguration:
        props.maxParallelSteps === undefined ? undefined : { MaxParallelExecutionSteps: props.maxParallelSteps },
      roleArn: props.role.roleRef.roleArn,
    });
    pipeline.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);
  }

  public get pipelineRef(): sagemaker.PipelineReference {
    return { pipelineName: this.pipelineName };
  }

  /** Lets the grantee start the pipeline; the same as `grants.start`, for targets of the CDK that ask for it. */
  public grantStartPipelineExecution(grantee: iam.IGrantable): iam.Grant {
    return this.grants.start(grantee);
  }

  /** Checks what is asked for and what it renders to together, so that all problems are told at once. */
  private renderChecked(props: PipelineProps): RenderedDefinition {
    const parameters = props.parameters ?? [];
    const context = { stack: Stack.of(this), environment: props.environment };
    const definition = renderDefinition({
      Version: '2020-12-01',
      Metadata: {},
      Parameters: parameters.map((parameter) => parameter._declare()),
      Steps: props.steps.map((step) => step._render(context)),
    }) as RenderedDefinition;

    check(this, (problems) => {
      checkPipeline(problems, props);
      checkStepGraph(problems, definition);
      checkParameters(problems, definition, parameters);
      checkLength(problems, definition);
    });
    return definition;
  }
}

function checkPipeline(problems: Problems, props: PipelineProps): void {
  const { pipelineName, steps, parameters = [], maxParallelSteps } = props;
  const all = withBranches(steps);

  checkName(problems, 'pipelineName', pipelineName, 'pipeline');
  checkEnvironment(problems, props.environment);
  checkStepNames(problems, all);
  all.forEach((step) => step._check(problems));

  if (steps.length === 0) {
    problems.add({
      code: 'PipelineWithoutSteps',
      path: 'steps',
      got: 'is empty',
      wanted: 'a pipeline has at least one step',
      remedy: 'add a step',
    });
  }
  if (parameters.length > MOST_PARAMETERS) {
    problems.add({
      code: 'TooManyParameters',
      path: 'parameters',
      got: `has ${parameters.length} entries`,
      wanted: `SageMaker accepts up to ${MOST_PARAMETERS}`,
      remedy: 'read rarely changed values from a file in S3 instead',
    });
  }
  if (maxParallelSteps === undefined || Token.isUnresolved(maxParallelSteps)) return;
  if (Number.isInteger(maxParallelSteps) && maxParallelSteps >= 1) return;
  problems.add({
    code: 'ParallelismOutOfRange',
    path: 'maxParallelSteps',
    got: `is ${maxParallelSteps}`,
    wanted: 'a pipeline runs a whole number of steps at a time, 1 or more',
    remedy: 'write 1, or leave it out',
  });
}

function checkLength(problems: Problems, definition: RenderedDefinition): void {
  const { length } = JSON.stringify(definition);
  if (length <= DEFINITION_LENGTH) return;

  problems.add({
    code: 'DefinitionTooLong',
    path: 'steps',
    got: `render to ${length} characters`,
    wanted: `SageMaker accepts up to ${DEFINITION_LENGTH}`,
    remedy: 'split the pipeline in two',
  });
}
