import { Permission, Problems } from '../core';
import { networkRelaxations } from './network-calls';
import { NotebookJobOptions } from './notebook-job';
import { JobStepOptions, PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import { jobPermissions, TRAINING_JOB } from './private/job-permissions';
import { instanceTypesOf } from './private/job-settings';
import { checkNotebookJob, NotebookJob, notebookJobArguments } from './private/notebook-job';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { StepRelaxation } from './private/step-relaxation';

/** What a notebook step runs, on what, with which files. */
export interface NotebookJobStepProps extends NotebookJobOptions, JobStepOptions {
  /**
   * Name that Studio lists the job under: 1 to 63 letters, digits, hyphens and underscores, beginning with a letter. The
   * notebook with its results is called so too.
   *
   * @default - the step's name
   */
  readonly jobName?: string;
}

/**
 * A step that runs a notebook from top to bottom, and keeps it with its results.
 *
 * SageMaker runs it as a training job, and that is its type in the definition.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-notebook-job
 */
export class NotebookJobStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: NotebookJobStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the job. */
  public get properties(): NotebookJobProperties {
    return NotebookJobProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'Training';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);

    checkNotebookJob(problems, this._path, this.job);
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    return { Arguments: notebookJobArguments(this.job, context) };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    return jobPermissions(context, TRAINING_JOB, instanceTypesOf(this.props.compute));
  }

  /** @internal */
  public override get _relaxations(): StepRelaxation[] {
    return networkRelaxations(this.props);
  }

  private get job(): NotebookJob {
    return { ...this.props, jobName: this.props.jobName ?? this.stepName, origin: 'PIPELINE_STEP' };
  }
}

/** The results of a notebook job. */
export class NotebookJobProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): NotebookJobProperties {
    return new NotebookJobProperties(step);
  }

  /** Name of the training job as which the notebook ran. */
  public get computingJobName(): StepProperty {
    return this.at('TrainingJobName');
  }

  /** How that job ended. */
  public get computingJobStatus(): StepProperty {
    return this.at('TrainingJobStatus');
  }

  /** Where the notebook came from in S3. */
  public get inputLocation(): StepProperty {
    return this.at('InputDataConfig[0].DataSource.S3DataSource.S3Uri');
  }

  /** The prefix in S3 below which the notebook with its results lies, in a folder of the job's name. */
  public get outputLocationPrefix(): StepProperty {
    return this.at('OutputDataConfig.S3OutputPath');
  }

  /** Name of the notebook. */
  public get inputNotebookName(): StepProperty {
    return this.at("Environment['SM_INPUT_NOTEBOOK_NAME']");
  }

  /** Name of the notebook with its results. */
  public get outputNotebookName(): StepProperty {
    return this.at("Environment['SM_OUTPUT_NOTEBOOK_NAME']");
  }
}
