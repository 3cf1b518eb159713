import { RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, checkName, claimName, Problems } from '../core';
import { PipelineDefinition, PipelineDefinitionProps } from './pipeline-definition';
import { PipelineGrants } from './pipeline-grants';

/** Longest definition that CloudFormation passes to SageMaker, in characters. */
const DEFINITION_LENGTH = 1_048_576;

/** What a pipeline is called, runs as and does. */
export interface PipelineProps extends PipelineDefinitionProps {
  /** Name of the pipeline: 1 to 256 letters, digits and hyphens. SageMaker cannot change it. */
  readonly pipelineName: string;

  /** The role that the pipeline runs as: it creates the jobs and passes them their role. */
  readonly role: iam.IRoleRef;

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

  /** What the pipeline does. */
  public readonly definition: PipelineDefinition;

  /** Grants on the pipeline. */
  public readonly grants: PipelineGrants;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id, { physicalName: props.pipelineName });

    this.definition = PipelineDefinition._of(this, props);
    check(this, (problems) => {
      checkPipeline(problems, props);
      this.definition._check(problems);
      checkLength(problems, this.definition);
    });

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
      pipelineDefinition: { PipelineDefinitionBody: this.definition.toJson() },
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
}

function checkPipeline(problems: Problems, { pipelineName, maxParallelSteps }: PipelineProps): void {
  checkName(problems, 'pipelineName', pipelineName, 'pipeline');

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

function checkLength(problems: Problems, definition: PipelineDefinition): void {
  const { length } = JSON.stringify(definition._rendered);
  if (length <= DEFINITION_LENGTH) return;

  problems.add({
    code: 'DefinitionTooLong',
    path: 'steps',
    got: `render to ${length} characters`,
    wanted: `SageMaker accepts up to ${DEFINITION_LENGTH}`,
    remedy: 'split the pipeline in two',
  });
}
