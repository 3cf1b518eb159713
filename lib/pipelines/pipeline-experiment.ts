import { Stack } from 'aws-cdk-lib';
import { check, Permission, sageMakerArn } from '../core';
import { ExecutionVariable } from './execution-variable';
import { spellings } from './private/name-patterns';
import { DefinitionExpression } from './private/reference-token';
import { checkHyphenated } from './private/value-checks';

const LONGEST_NAME = 120;

/** How the runs of a pipeline are grouped in an experiment. */
export interface PipelineExperimentOptions {
  /**
   * Name of the run group (a trial, in the API) that executions are recorded in: 1 to 120 letters, digits and hyphens
   * between them; also a parameter or an execution variable, `asString`.
   *
   * @default - a run group for each execution, named by its id
   */
  readonly trialName?: string;
}

/**
 * The experiment of SageMaker Experiments that records the executions of a pipeline.
 *
 * SageMaker creates the experiment and the run group if they do not exist. Regions without SageMaker Experiments end an
 * execution that asks for one with an internal error.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-experiments.html
 */
export class PipelineExperiment {
  /** An experiment of the pipeline's own name, with a run group for each execution; what AWS's Python SDK asks for. */
  public static ofPipeline(): PipelineExperiment {
    return new PipelineExperiment();
  }

  /**
   * An experiment of a name: 1 to 120 letters, digits and hyphens between them; also a parameter, `asString`. Several
   * pipelines may share one.
   */
  public static named(experimentName: string, options: PipelineExperimentOptions = {}): PipelineExperiment {
    const { trialName } = options;
    check(undefined, (problems) => {
      checkHyphenated(problems, 'experiment.experimentName', experimentName, LONGEST_NAME);
      checkHyphenated(problems, 'experiment.trialName', trialName, LONGEST_NAME);
    });

    return new PipelineExperiment(experimentName, trialName);
  }

  private constructor(
    private readonly experimentName?: string,
    private readonly trialName?: string,
  ) {}

  /** @internal */
  public _render(): DefinitionExpression {
    return {
      ExperimentName: this.experimentName ?? ExecutionVariable.pipelineName().asString,
      TrialName: this.trialName ?? ExecutionVariable.pipelineExecutionId().asString,
    };
  }

  /** @internal */
  public _permissions(stack: Stack, pipelineName: string): Permission[] {
    const named = (kind: string, name: string): string[] =>
      spellings(name).map((spelling) => sageMakerArn(stack, kind, spelling));

    return [
      {
        actions: ['sagemaker:CreateExperiment'],
        resources: named('experiment', this.experimentName ?? pipelineName),
      },
      { actions: ['sagemaker:CreateTrial'], resources: named('experiment-trial', this.trialName ?? '*') },
    ];
  }
}
