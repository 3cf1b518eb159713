import { Problems } from '../core';
import { ContainerImage } from './container-image';
import { JobCompute } from './job-compute';
import { DefinitionExpression } from './private/reference-token';
import { PipelineStep, StepOptions, StepProperty } from './pipeline-step';
import {
  checkCompute,
  checkDistinct,
  renderCompute,
  renderStoppingCondition,
  renderVpcConfig,
} from './private/job-settings';
import { StepContext } from './private/step-context';

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
export interface TrainingStepProps extends StepOptions {
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

  /** Where the trained model lies in S3, for a later step. */
  public get modelArtifacts(): StepProperty {
    return StepProperty._of(this, 'ModelArtifacts.S3ModelArtifacts');
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const path = `steps.${this.stepName}`;

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
      Type: 'Training',
      Arguments: {
        AlgorithmSpecification: { TrainingImage: image._uri(stack), TrainingInputMode: 'File' },
        HyperParameters: hyperparameters,
        InputDataConfig: channels.map(renderChannel),
        OutputDataConfig: { S3OutputPath: outputS3Uri, KmsKeyId: outputKeyArn ?? environment.outputKeyArn },
        ResourceConfig: renderCompute(compute, environment),
        StoppingCondition: renderStoppingCondition(compute),
        VpcConfig: renderVpcConfig(environment),
        EnableNetworkIsolation: true,
        EnableInterContainerTrafficEncryption: true,
        RoleArn: environment.role.roleRef.roleArn,
        ProfilerConfig: { DisableProfiler: true },
      },
    };
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
