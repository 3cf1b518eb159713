import { Problems } from '../core';
import { ContainerImage } from './container-image';
import { JobCompute } from './job-compute';
import { DefinitionExpression } from './private/reference-token';
import { JobStepOptions, PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import {
  checkCompute,
  checkDistinct,
  instanceTypesOf,
  renderCompute,
  renderSpot,
  renderStoppingCondition,
  renderVpcConfig,
} from './private/job-settings';
import { jobPermissions, TRAINING_JOB } from './private/job-permissions';
import { StepContext } from './private/step-context';
import { StepPermission } from './private/step-permission';

/** Files that a training job gets, by channel. */
export interface TrainingChannel {
  /** Name of the channel, unique in the step, as `train`. */
  readonly channelName: string;

  /** A prefix in S3; a result of an earlier step as `asString`. */
  readonly s3Uri: string;

  /**
   * MIME type of the files, as `text/csv`.
   *
   * @default - the algorithm's own default
   */
  readonly contentType?: string;
}

/** What a training job runs, on what, with which files. */
export interface TrainingStepProps extends JobStepOptions {
  /** The image of the algorithm. */
  readonly image: ContainerImage;

  /** The data, by channel; at least one. */
  readonly channels: TrainingChannel[];

  /** The prefix in S3 that the model is written below. */
  readonly outputS3Uri: string;

  /**
   * Hyperparameters of the algorithm. SageMaker takes all values as text.
   *
   * @default - the algorithm's own defaults
   */
  readonly hyperparameters?: Record<string, string>;

  /**
   * The instances of the job.
   *
   * @default - one ml.m5.xlarge for up to an hour
   */
  readonly compute?: JobCompute;

  /**
   * The key that encrypts the model, by ARN.
   *
   * @default - the output key of the pipeline's environment
   */
  readonly outputKeyArn?: string;
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
    const path = this._path;

    checkCompute(problems, path, this.props.compute, 'training');
    checkDistinct(problems, path, {
      prop: 'channels',
      noun: 'a channel',
      names: this.props.channels.map((channel) => channel.channelName),
    });
    if (this.props.channels.length > 0) return;
    problems.add({
      code: 'TrainingWithoutData',
      path: `${path}.channels`,
      got: 'is empty',
      wanted: 'a training job needs at least one channel',
      remedy: "add { channelName: 'train', s3Uri: … }",
    });
  }

  /** @internal */
  public _renderBody({ stack, environment }: StepContext): DefinitionExpression {
    const { image, channels, outputS3Uri, hyperparameters, compute, outputKeyArn } = this.props;

    return {
      Arguments: {
        AlgorithmSpecification: { TrainingImage: image._uri(stack), TrainingInputMode: 'File' },
        HyperParameters: hyperparameters,
        InputDataConfig: channels.map(renderChannel),
        OutputDataConfig: { S3OutputPath: outputS3Uri, KmsKeyId: outputKeyArn ?? environment.outputKeyArn },
        ResourceConfig: renderCompute(compute, environment),
        StoppingCondition: renderStoppingCondition(compute),
        ...renderSpot(compute),
        VpcConfig: renderVpcConfig(environment),
        EnableNetworkIsolation: true,
        EnableInterContainerTrafficEncryption: true,
        RoleArn: environment.role.roleRef.roleArn,
        ProfilerConfig: { DisableProfiler: true },
      },
    };
  }

  /** @internal */
  public _permissions(context: StepContext): StepPermission[] {
    return jobPermissions(context, TRAINING_JOB, instanceTypesOf(this.props.compute));
  }
}

/** The results of a training job. */
export class TrainingProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): TrainingProperties {
    return new TrainingProperties(step);
  }

  /** Where the trained model lies in S3. */
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
}

function renderChannel(channel: TrainingChannel): DefinitionExpression {
  return {
    ChannelName: channel.channelName,
    ContentType: channel.contentType,
    DataSource: {
      S3DataSource: { S3DataType: 'S3Prefix', S3Uri: channel.s3Uri, S3DataDistributionType: 'FullyReplicated' },
    },
  };
}
