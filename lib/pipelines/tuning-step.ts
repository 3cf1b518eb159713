import { Token } from 'aws-cdk-lib';
import { check, Permission, Problems } from '../core';
import { Join } from './join';
import { networkRelaxations } from './network-calls';
import { JobStepOptions, PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import { jobPermissions, TUNING_JOB } from './private/job-permissions';
import { instanceTypesOf } from './private/job-settings';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { madeByPipelines } from './private/step-permission';
import { StepRelaxation } from './private/step-relaxation';
import { secondsOf } from './private/seconds';
import { checkDefinitions, renderDefinitions } from './private/tuning-definitions';
import { checkTuningLimits } from './private/tuning-limits';
import { TuningCompletion, TuningSearch } from './tuning-search';
import { TuningStrategy } from './tuning-strategy';

/** SageMaker Pipelines keeps this many of a tuning job's best training jobs. */
const RANKED_JOBS = 50;

/** What is tuned, how, and for how long. */
export interface TuningStepProps extends TuningSearch, JobStepOptions {}

/**
 * A step that trains many models, in search of the best values of hyperparameters.
 *
 * The training jobs are started by SageMaker and run as the jobs' role.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-tuning
 */
export class TuningStep extends PipelineStep {
  private readonly strategy: TuningStrategy;

  constructor(
    stepName: string,
    private readonly props: TuningStepProps,
  ) {
    super(stepName, props);
    this.strategy = props.strategy ?? TuningStrategy.bayesian();
  }

  /** What later steps may know of the tuning job. */
  public get properties(): TuningProperties {
    return TuningProperties._of(this);
  }

  /**
   * Where the model of one of the best training jobs lies in S3.
   *
   * @param rank place of the training job: 0 is the best, 49 the last that SageMaker Pipelines keeps
   * @throws where the definitions write their models below different prefixes, so that the place alone does not tell the address
   */
  public topModel(rank: number = 0): Join {
    const [prefix, ...otherPrefixes] = new Set(this.props.definitions.map((definition) => definition.outputS3Uri));
    const packed = new Set(this.props.definitions.map(({ compressModel = true }) => compressModel));

    check(undefined, (problems) => {
      checkRank(problems, `steps.${this.stepName}.topModel`, rank);
      if (otherPrefixes.length === 0 && packed.size < 2) return;
      problems.add({
        code: 'TopModelAmbiguous',
        path: `steps.${this.stepName}.topModel`,
        got: 'is asked of definitions that write their models in different ways',
        wanted: 'the definition of the best training job is known only when the pipeline runs',
        remedy: 'give all definitions the same outputS3Uri and compressModel',
      });
    });

    return Join.of(
      '/',
      (prefix ?? '').replace(/\/$/, ''),
      this.properties.trainingJobName(rank).asString,
      packed.has(false) ? 'output/model/' : 'output/model.tar.gz',
    );
  }

  /** @internal */
  public get _type(): string {
    return 'Tuning';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);

    checkDefinitions(problems, this._path, this.props.definitions);
    checkTuningLimits(problems, this._path, this.props, this.strategy);
    this.props.warmStart?._check(problems, `${this._path}.warmStart`);
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    const { definitions, maxTrainingJobs, maxParallelTrainingJobs = 1, maxRuntime } = this.props;
    const { completion, warmStart, randomSeed } = this.props;
    const { config, jobs } = renderDefinitions(context, definitions);
    const chooses = definitions.some(({ ranges }) => ranges.some((range) => range._kind === 'Auto'));

    return {
      Arguments: {
        HyperParameterTuningJobConfig: {
          ...this.strategy._render(),
          ...config,
          ResourceLimits: {
            MaxNumberOfTrainingJobs: maxTrainingJobs,
            MaxParallelTrainingJobs: maxParallelTrainingJobs,
            MaxRuntimeInSeconds: maxRuntime && secondsOf(maxRuntime),
          },
          TuningJobCompletionCriteria: completion && renderCompletion(completion),
          RandomSeed: randomSeed,
        },
        ...jobs,
        WarmStartConfig: warmStart?._render(),
        Autotune: chooses ? { Mode: 'Enabled' } : undefined,
      },
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    const instanceTypes = new Set(this.props.definitions.flatMap(({ compute }) => instanceTypesOf(compute)));

    return [
      ...jobPermissions(context, TUNING_JOB, [...instanceTypes]),
      {
        // The best training jobs are a result of the step.
        actions: ['sagemaker:ListTrainingJobsForHyperParameterTuningJob'],
        resources: [madeByPipelines(context.stack, TUNING_JOB.resource)],
      },
    ];
  }

  /** @internal */
  public override get _relaxations(): StepRelaxation[] {
    return this.props.definitions.flatMap(networkRelaxations);
  }
}

/** The results of a tuning job. */
export class TuningProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): TuningProperties {
    return new TuningProperties(step);
  }

  /** Name of the tuning job. */
  public get tuningJobName(): StepProperty {
    return this.at('HyperParameterTuningJobName');
  }

  /** ARN of the tuning job. */
  public get tuningJobArn(): StepProperty {
    return this.at('HyperParameterTuningJobArn');
  }

  /** Name of the best training job. */
  public get bestTrainingJobName(): StepProperty {
    return this.at('BestTrainingJob.TrainingJobName');
  }

  /** ARN of the best training job. */
  public get bestTrainingJobArn(): StepProperty {
    return this.at('BestTrainingJob.TrainingJobArn');
  }

  /** The objective's value of the best training job. */
  public get bestObjective(): StepProperty {
    return this.at('BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value');
  }

  /** Name of the best training job, those of the tuning jobs that this one has learned from included. */
  public get overallBestTrainingJobName(): StepProperty {
    return this.at('OverallBestTrainingJob.TrainingJobName');
  }

  /** A hyperparameter that was searched, as the best training job ran with it. */
  public bestHyperparameter(name: string): StepProperty {
    return this.at(`BestTrainingJob.TunedHyperParameters['${name}']`);
  }

  /** Name of one of the best training jobs: 0 is the best, 49 the last that SageMaker Pipelines keeps. */
  public trainingJobName(rank: number): StepProperty {
    return this.at(`TrainingJobSummaries[${rank}].TrainingJobName`);
  }

  /** The objective's value of one of the best training jobs: 0 is the best, 49 the last that SageMaker Pipelines keeps. */
  public objective(rank: number): StepProperty {
    return this.at(`TrainingJobSummaries[${rank}].FinalHyperParameterTuningJobObjectiveMetric.Value`);
  }
}

function renderCompletion(completion: TuningCompletion): DefinitionExpression {
  const { targetObjective, maxJobsNotImproving, onConvergence } = completion;

  return {
    TargetObjectiveMetricValue: targetObjective,
    BestObjectiveNotImproving:
      maxJobsNotImproving === undefined ? undefined : { MaxNumberOfTrainingJobsNotImproving: maxJobsNotImproving },
    ConvergenceDetected:
      onConvergence === undefined ? undefined : { CompleteOnConvergence: onConvergence ? 'Enabled' : 'Disabled' },
  };
}

function checkRank(problems: Problems, path: string, rank: number): void {
  if (!Token.isUnresolved(rank) && Number.isInteger(rank) && rank >= 0 && rank < RANKED_JOBS) return;

  problems.add({
    code: 'TopModelRankOutOfRange',
    path,
    got: Token.isUnresolved(rank) ? 'is asked of a place that only a run knows' : `is asked of place ${rank}`,
    wanted: `SageMaker Pipelines keeps the ${RANKED_JOBS} best training jobs, from 0 on`,
    remedy: 'ask for 0, the best',
  });
}
