import { Permission, Problems } from '../core';
import { networkRelaxations } from './network-calls';
import { JobStepOptions, PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import { checkCommand } from './private/command-checks';
import { renderHyperparameters } from './private/hyperparameters';
import { jobPermissions, TRAINING_JOB } from './private/job-permissions';
import { instanceTypesOf } from './private/job-settings';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { StepRelaxation } from './private/step-relaxation';
import { checkTrainingJob, renderTrainingJob } from './private/training-job-settings';
import { checkEntries, ValueRange } from './private/value-checks';
import { TrainingJobOptions } from './training-job';

const GIVEN: ValueRange = {
  least: 1,
  most: Infinity,
  wanted: 'SageMaker takes 1 to 100 words of a command',
  remedy: 'leave it out, or bring the command in a script',
};

/** What a training job runs, on what, with which files. */
export interface TrainingStepProps extends TrainingJobOptions, JobStepOptions {
  /**
   * The command that the container runs, as `['python3', '/opt/ml/code/train.py']`: 1 to 100 words of up to 256 characters.
   *
   * @default - the image's own
   */
  readonly entrypoint?: string[];

  /**
   * Arguments of the command: 1 to 100 words of up to 256 characters.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * Whether SageMaker tests the instances and the network between them before it trains.
   *
   * @default false
   */
  readonly infrastructureCheck?: boolean;

  /**
   * Whether SageMaker keeps the metrics of the whole run, not only their last values.
   *
   * @default - it does where the algorithm is one of its own, or where `metrics` is given
   */
  readonly metricTimeSeries?: boolean;
}

/**
 * A step that trains a model.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-training
 */
export class TrainingStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: TrainingStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the job. */
  public get properties(): TrainingProperties {
    return TrainingProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'Training';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);

    checkTrainingJob(problems, this._path, this.props);
    checkGiven(problems, `${this._path}.entrypoint`, this.props.entrypoint);
    checkGiven(problems, `${this._path}.arguments`, this.props.arguments);
    checkCommand(problems, this._path, this.props);
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    const { entrypoint, arguments: containerArguments, infrastructureCheck, metricTimeSeries } = this.props;

    return {
      Arguments: {
        HyperParameters: renderHyperparameters(context.stack.region, this.props),
        ...renderTrainingJob(context, this.props, {
          ContainerEntrypoint: entrypoint,
          ContainerArguments: containerArguments,
          EnableSageMakerMetricsTimeSeries: metricTimeSeries,
        }),
        InfraCheckConfig: infrastructureCheck === undefined ? undefined : { EnableInfraCheck: infrastructureCheck },
        ProfilerConfig: { DisableProfiler: true },
      },
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    return jobPermissions(context, TRAINING_JOB, instanceTypesOf(this.props.compute));
  }

  /** @internal */
  public override get _relaxations(): StepRelaxation[] {
    return networkRelaxations(this.props);
  }
}

/** The results of a training job. */
export class TrainingProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): TrainingProperties {
    return new TrainingProperties(step);
  }

  /** Where the trained model lies in S3: its archive, or the prefix of its files where it is not compressed. */
  public get modelArtifacts(): StepProperty {
    return this.at('ModelArtifacts.S3ModelArtifacts');
  }

  /** Name of the training job. */
  public get trainingJobName(): StepProperty {
    return this.at('TrainingJobName');
  }

  /** ARN of the training job. */
  public get trainingJobArn(): StepProperty {
    return this.at('TrainingJobArn');
  }

  /** The image that the model was trained with. */
  public get trainingImage(): StepProperty {
    return this.at('AlgorithmSpecification.TrainingImage');
  }

  /** Where checkpoints lie in S3, if the job keeps any. */
  public get checkpointS3Uri(): StepProperty {
    return this.at('CheckpointConfig.S3Uri');
  }

  /** How long the job trained, in seconds. */
  public get trainingSeconds(): StepProperty {
    return this.at('TrainingTimeInSeconds');
  }

  /** How long the job is charged for, in seconds. */
  public get billableSeconds(): StepProperty {
    return this.at('BillableTimeInSeconds');
  }

  /** The last value of a metric, by its name, as `validation:rmse`. */
  public finalMetric(metricName: string): StepProperty {
    return this.at(`FinalMetricDataList['${metricName}'].Value`);
  }

  /** A hyperparameter that the job ran with, by its name. */
  public hyperparameter(name: string): StepProperty {
    return this.at(`HyperParameters['${name}']`);
  }
}

/** A list that is given holds something; SageMaker refuses an empty one. */
function checkGiven(problems: Problems, path: string, words: readonly string[] | undefined): void {
  if (words !== undefined) checkEntries(problems, path, words.length, GIVEN);
}
