import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { DELEGATE_KEY, hasLocalStorage, onLocalDisks, Permission, physicalName, Problems } from '../core';
import { EndpointVariant } from './endpoint-variant';
import { ExecutionVariable } from './execution-variable';
import { JobEnvironment } from './job-environment';
import { PipelineStep, RetryableStepOptions, StepProperties, StepProperty } from './pipeline-step';
import { checkDistinct } from './private/distinct-names';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { madeByPipelines, tagOnCreation } from './private/step-permission';
import { checkEntries, checkS3Uri, checkWhole } from './private/value-checks';

/** Longest part of a configuration's name that comes from the step: SageMaker lengthens the name, which ends at 63 characters. */
const STEP_PART = 20;
const LONGEST_ASYNC_URI = 512;

const VARIANTS = {
  code: 'VariantsOutOfRange',
  least: 1,
  most: 10,
  wanted: 'an endpoint has 1 to 10 variants',
  remedy: 'add EndpointVariant.instances(…), or leave out those that are not needed',
};
const INVOCATIONS = {
  least: 1,
  most: 1_000,
  wanted: 'an instance gets 1 to 1,000 asynchronous requests at the same time',
  remedy: 'leave it out, and SageMaker chooses',
};

/**
 * How an endpoint answers into S3 instead of at once.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
 */
export interface AsyncInference {
  /** The prefix in S3 that answers are written below; encrypted with the environment's output key. Up to 512 characters. */
  readonly outputS3Uri: string;

  /**
   * The prefix in S3 that failures are written below. Up to 512 characters.
   *
   * @default - failures are not written
   */
  readonly failureS3Uri?: string;

  /**
   * How many requests an instance gets at the same time: 1 to 1,000.
   *
   * @default - SageMaker chooses
   */
  readonly maxConcurrentInvocationsPerInstance?: number;

  /**
   * Who is told of each answer.
   *
   * @default - nobody
   */
  readonly successTopic?: sns.ITopicRef;

  /**
   * Who is told of each failure.
   *
   * @default - nobody
   */
  readonly errorTopic?: sns.ITopicRef;
}

/** Which models an endpoint serves, and how. */
export interface EndpointConfigStepProps extends RetryableStepOptions {
  /** The variants: 1 to 10, or one that is serverless. */
  readonly variants: EndpointVariant[];

  /**
   * How the endpoint answers into S3 instead of at once.
   *
   * @default - the endpoint answers at once
   */
  readonly asyncInference?: AsyncInference;
}

/**
 * A step that says which models an endpoint serves, on what. Each execution makes a configuration of its own; the endpoint step
 * takes its name from `properties.endpointConfigName`.
 *
 * Pipelines refuse configurations that capture data or explain predictions: an endpoint that does is not made by a pipeline.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
 */
export class EndpointConfigStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: EndpointConfigStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the configuration. */
  public get properties(): EndpointConfigProperties {
    return EndpointConfigProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'EndpointConfig';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const { _path: path } = this;
    const { variants, asyncInference } = this.props;

    checkEntries(problems, `${path}.variants`, variants.length, VARIANTS);
    checkDistinct(problems, path, {
      prop: 'variants',
      noun: 'a variant',
      names: variants.map((variant) => variant._variantName),
    });
    variants.forEach((variant, i) => variant._check(problems, `${path}.variants[${i}]`));
    this.checkServerless(problems);
    checkS3Uri(problems, `${path}.asyncInference.outputS3Uri`, asyncInference?.outputS3Uri, LONGEST_ASYNC_URI);
    checkS3Uri(problems, `${path}.asyncInference.failureS3Uri`, asyncInference?.failureS3Uri, LONGEST_ASYNC_URI);
    checkWhole(
      problems,
      `${path}.asyncInference.maxConcurrentInvocationsPerInstance`,
      asyncInference?.maxConcurrentInvocationsPerInstance,
      INVOCATIONS,
    );
  }

  /** @internal */
  public _renderBody({ environment }: StepContext): DefinitionExpression {
    const { variants, asyncInference } = this.props;

    return {
      Arguments: {
        EndpointConfigName: `pipelines-${ExecutionVariable.pipelineExecutionId().asString}-${this.namePart}`,
        ProductionVariants: variants.map((variant) => variant._render()),
        KmsKeyId: this.hasVolumes ? environment.volumeKey.keyRef.keyArn : undefined,
        AsyncInferenceConfig: asyncInference && renderAsync(asyncInference, environment),
      },
    };
  }

  /** @internal */
  public _permissions({ stack, environment }: StepContext): Permission[] {
    const configs = [madeByPipelines(stack, 'endpoint-config')];

    return [
      {
        actions: ['sagemaker:CreateEndpointConfig'],
        resources: configs,
        conditions: this.placement(environment),
      },
      { actions: ['sagemaker:DescribeEndpointConfig'], resources: configs },
      tagOnCreation('CreateEndpointConfig', configs),
      ...(this.hasVolumes ? lendKey(environment.volumeKey.keyRef.keyArn) : []),
    ];
  }

  private get namePart(): string {
    const hyphenated = this.stepName.replace(/_/g, '-').replace(/-+$/, '');

    return physicalName([hyphenated || 'config'], { maxLength: STEP_PART });
  }

  private get instanceTypes(): string[] {
    return this.props.variants.flatMap((variant) => variant._instanceType ?? []);
  }

  private get hasVolumes(): boolean {
    return !this.instanceTypes.every(hasLocalStorage);
  }

  /** What the request must say of disks, so that the permission covers this configuration and no weaker one. */
  private placement(environment: JobEnvironment): iam.Conditions {
    if (this.hasVolumes) return { ArnEquals: { 'sagemaker:VolumeKmsKeyArn': environment.volumeKey.keyRef.keyArn } };

    return this.instanceTypes.length > 0
      ? onLocalDisks(['hosting'])
      : { Null: { 'sagemaker:ServerlessMaxConcurrency': 'false' } };
  }

  private checkServerless(problems: Problems): void {
    const { variants, asyncInference } = this.props;
    if (variants.every((variant) => variant._instanceType !== undefined)) return;

    if (variants.length > 1) {
      problems.add({
        code: 'ServerlessVariantNotAlone',
        path: `${this._path}.variants`,
        got: `has ${variants.length} entries, one of them EndpointVariant.serverless(…)`,
        wanted: 'a serverless endpoint has one variant',
        remedy: 'leave the others out, or put all on instances',
      });
    }
    if (asyncInference === undefined) return;
    problems.add({
      code: 'ServerlessVariantAsync',
      path: `${this._path}.asyncInference`,
      got: 'is given with EndpointVariant.serverless(…)',
      wanted: 'a serverless endpoint answers at once',
      remedy: 'leave it out, or use EndpointVariant.instances(…)',
    });
  }
}

/** The results of an endpoint configuration step. */
export class EndpointConfigProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): EndpointConfigProperties {
    return new EndpointConfigProperties(step);
  }

  /** Name of the configuration. */
  public get endpointConfigName(): StepProperty {
    return this.at('EndpointConfigName');
  }

  /** ARN of the configuration. */
  public get endpointConfigArn(): StepProperty {
    return this.at('EndpointConfigArn');
  }
}

function renderAsync(async: AsyncInference, environment: JobEnvironment): DefinitionExpression {
  const { maxConcurrentInvocationsPerInstance, successTopic, errorTopic } = async;
  const notified = successTopic !== undefined || errorTopic !== undefined;

  return {
    ClientConfig:
      maxConcurrentInvocationsPerInstance === undefined
        ? undefined
        : {
            MaxConcurrentInvocationsPerInstance: maxConcurrentInvocationsPerInstance,
          },
    OutputConfig: {
      S3OutputPath: async.outputS3Uri,
      S3FailurePath: async.failureS3Uri,
      KmsKeyId: environment.outputKeyArn,
      NotificationConfig: notified
        ? { SuccessTopic: successTopic?.topicRef.topicArn, ErrorTopic: errorTopic?.topicRef.topicArn }
        : undefined,
    },
  };
}

/** SageMaker encrypts the volumes of an endpoint with a grant that whoever creates the endpoint must be allowed to make. */
function lendKey(keyArn: string): Permission[] {
  return [
    { actions: ['kms:DescribeKey'], resources: [keyArn] },
    {
      actions: DELEGATE_KEY,
      resources: [keyArn],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
