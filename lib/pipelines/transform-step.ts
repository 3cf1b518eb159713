import { Duration, Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import { Permission, Problems } from '../core';
import { JobCompute } from './job-compute';
import { JobStepOptions, PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import { DefinitionExpression } from './private/reference-token';
import { secondsOf } from './private/seconds';
import { StepContext } from './private/step-context';
import { checkTransformCompute, renderTransformResources, transformPermissions } from './private/transform-resources';
import { checkLength, checkS3Uri, checkSeconds, checkTextMap, checkWhole } from './private/value-checks';
import { checkDataProcessing, renderDataProcessing, TransformDataProcessing } from './transform-data-processing';
import { TransformInput, TransformSplit } from './transform-input';

const LARGEST_REQUESTS_MIB = 100;
const DEFAULT_PAYLOAD = Size.mebibytes(6);

const VARIABLES = { most: 16, longestValue: 10_240, noun: 'environment variables of a transform job' };
const PAYLOAD = {
  code: 'PayloadOutOfRange',
  least: 0,
  most: LARGEST_REQUESTS_MIB,
  wanted: 'a request holds 0 to 100 MiB, in whole numbers',
  remedy: 'use Size.mebibytes(6)',
};
const CONCURRENCY = {
  least: 1,
  most: LARGEST_REQUESTS_MIB,
  wanted: 'an instance gets 1 to 100 requests at the same time',
  remedy: 'write 1, or leave it out',
};
const TIMEOUT = {
  least: 1,
  most: 3_600,
  wanted: 'SageMaker waits 1 second to 1 hour for an answer, in whole seconds',
  remedy: 'use Duration.minutes(10)',
};
const RETRIES = { least: 0, most: 3, wanted: 'SageMaker repeats a request 0 to 3 times', remedy: 'write 3' };

/** How many records a request to the model holds. */
export enum TransformBatchStrategy {
  /** As many as fit into the largest payload. */
  MULTI_RECORD = 'MultiRecord',
  /** One. */
  SINGLE_RECORD = 'SingleRecord',
}

/** Where requests and predictions of a transform job are kept for monitors. */
export interface TransformDataCapture {
  /** The prefix in S3. */
  readonly s3Uri: string;

  /**
   * Whether each prediction gets an id, by which it is found again.
   *
   * @default false
   */
  readonly inferenceIds?: boolean;
}

/** Which model predicts what, on what. */
export interface TransformStepProps extends JobStepOptions {
  /** Name of the model: `properties.modelName.asString` of a model step, or that of a model made elsewhere. */
  readonly modelName: string;

  /** The files to predict from. */
  readonly input: TransformInput;

  /** The prefix in S3 that the predictions are written below; each file of the input gets one that ends in `.out`. */
  readonly outputS3Uri: string;

  /**
   * MIME type of the predictions, as `text/csv`.
   *
   * @default - the model's own default
   */
  readonly accept?: string;

  /**
   * Whether each prediction ends in a line break.
   *
   * @default - true where the input is split by lines
   */
  readonly assembleByLine?: boolean;

  /**
   * How many records a request holds. It has a meaning only where the input is split.
   *
   * @default TransformBatchStrategy.MULTI_RECORD
   */
  readonly batchStrategy?: TransformBatchStrategy;

  /**
   * Largest request: 0 to 100 MiB, in whole numbers. 0 streams, which few containers can. Together with the number of
   * concurrent requests it stays within 100 MiB.
   *
   * @default Size.mebibytes(6)
   */
  readonly maxPayload?: Size;

  /**
   * How many requests an instance gets at the same time: 1 or more.
   *
   * @default - what the container asks for, or 1
   */
  readonly maxConcurrentTransforms?: number;

  /**
   * Environment variables of the containers: up to 16, each value up to 10,240 characters.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;

  /**
   * What of the input reaches the model, and what of input and prediction reaches the output.
   *
   * @default - the model gets whole records, the output has predictions only
   */
  readonly dataProcessing?: TransformDataProcessing;

  /**
   * Where requests and predictions are kept for monitors.
   *
   * @default - they are not kept
   */
  readonly dataCapture?: TransformDataCapture;

  /**
   * How long a request may take: 1 second to 1 hour, in whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly invocationTimeout?: Duration;

  /**
   * How often a request is repeated after an error: 0 to 3.
   *
   * @default 3
   */
  readonly invocationRetries?: number;

  /**
   * The instances of the job, on demand: type and number. Volume size and running time are not up to a transform job.
   *
   * @default - one ml.m5.xlarge
   */
  readonly compute?: JobCompute;

  /**
   * The key that encrypts the predictions, by ARN.
   *
   * @default - the output key of the pipeline's environment
   */
  readonly outputKeyArn?: string;
}

/**
 * A step that lets a model predict for whole files. The job runs in the model's network, as the model's role.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-transform
 */
export class TransformStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: TransformStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the job. */
  public get properties(): TransformProperties {
    return TransformProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'Transform';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const { props, _path: path } = this;

    props.input._check(problems, `${path}.input`);
    checkS3Uri(problems, `${path}.outputS3Uri`, props.outputS3Uri);
    checkLength(problems, `${path}.accept`, props.accept, 256);
    checkS3Uri(problems, `${path}.dataCapture.s3Uri`, props.dataCapture?.s3Uri);
    checkTextMap(problems, `${path}.environment`, props.environment, VARIABLES);
    checkSeconds(problems, `${path}.invocationTimeout`, props.invocationTimeout, TIMEOUT);
    checkWhole(problems, `${path}.invocationRetries`, props.invocationRetries, RETRIES);
    checkTransformCompute(problems, path, props.compute);
    checkDataProcessing(problems, path, props.dataProcessing, {
      input: props.input._options,
      accept: props.accept,
      assembleByLine: this.assemblesByLine,
    });
    this.checkRequests(problems);
    this.checkBatches(problems);
  }

  /** @internal */
  public _renderBody({ environment }: StepContext): DefinitionExpression {
    const { props } = this;
    const outputKeyArn = props.outputKeyArn ?? environment.outputKeyArn;

    return {
      Arguments: {
        ModelName: props.modelName,
        MaxConcurrentTransforms: props.maxConcurrentTransforms,
        MaxPayloadInMB: props.maxPayload && mebibytesOf(props.maxPayload),
        ModelClientConfig: this.client,
        BatchStrategy: props.batchStrategy,
        Environment: props.environment,
        TransformInput: props.input._render(),
        TransformOutput: {
          S3OutputPath: props.outputS3Uri,
          Accept: props.accept,
          AssembleWith: this.assemblesByLine ? 'Line' : 'None',
          KmsKeyId: outputKeyArn,
        },
        DataCaptureConfig: props.dataCapture && {
          DestinationS3Uri: props.dataCapture.s3Uri,
          KmsKeyId: outputKeyArn,
          GenerateInferenceId: props.dataCapture.inferenceIds,
        },
        TransformResources: renderTransformResources(props.compute, environment),
        DataProcessing: props.dataProcessing && renderDataProcessing(props.dataProcessing),
      },
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    return transformPermissions(context, this.props.compute);
  }

  private get assemblesByLine(): boolean {
    return this.props.assembleByLine ?? this.props.input._options.split === TransformSplit.LINE;
  }

  private get client(): DefinitionExpression | undefined {
    const { invocationTimeout, invocationRetries } = this.props;
    if (invocationTimeout === undefined && invocationRetries === undefined) return undefined;

    return {
      InvocationsTimeoutInSeconds: invocationTimeout && secondsOf(invocationTimeout),
      InvocationsMaxRetries: invocationRetries,
    };
  }

  private checkRequests(problems: Problems): void {
    const { maxPayload = DEFAULT_PAYLOAD, maxConcurrentTransforms: requests = 1 } = this.props;
    const payload = mebibytesOf(maxPayload);

    checkWhole(problems, `${this._path}.maxPayload`, payload, PAYLOAD);
    checkWhole(problems, `${this._path}.maxConcurrentTransforms`, requests, CONCURRENCY);
    if (requests === 1 || Token.isUnresolved(requests) || Token.isUnresolved(payload)) return;
    if (payload * requests <= LARGEST_REQUESTS_MIB) return;
    problems.add({
      code: 'RequestsTooLarge',
      path: `${this._path}.maxConcurrentTransforms`,
      got: `is ${requests}, each of up to ${payload} MiB`,
      wanted: `SageMaker sends an instance up to ${LARGEST_REQUESTS_MIB} MiB at the same time`,
      remedy: 'make maxPayload or maxConcurrentTransforms smaller',
    });
  }

  private checkBatches(problems: Problems): void {
    const { batchStrategy, input } = this.props;
    if (batchStrategy === undefined || input._options.split !== undefined) return;

    problems.add({
      code: 'BatchesWithoutSplit',
      path: `${this._path}.batchStrategy`,
      got: `is "${batchStrategy}" for an input that is not split`,
      wanted: 'SageMaker makes batches of records, and knows where one ends by the split alone',
      remedy: 'give the input split: TransformSplit.LINE, or leave batchStrategy out',
    });
  }
}

/** The results of a transform job. */
export class TransformProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): TransformProperties {
    return new TransformProperties(step);
  }

  /** Where the predictions lie in S3. */
  public get outputS3Uri(): StepProperty {
    return this.at('TransformOutput.S3OutputPath');
  }

  /** Name of the transform job. */
  public get transformJobName(): StepProperty {
    return this.at('TransformJobName');
  }

  /** ARN of the transform job. */
  public get transformJobArn(): StepProperty {
    return this.at('TransformJobArn');
  }
}

/** A size that is no whole number stays one that can be told, instead of failing in the conversion. */
function mebibytesOf(size: Size): number {
  return size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
}
