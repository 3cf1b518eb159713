import { Size, SizeRoundingBehavior } from 'aws-cdk-lib';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Permission, Problems } from '../core';
import { ExplainedFeatures } from './explained-features';
import { ExplainedInput } from './explained-input';
import { ExplainedOutput } from './explained-output';
import { checkFeatures, checkNames } from './private/explained-feature-checks';
import { checkTextLength } from './private/length-checks';
import { checkWholeNumber } from './private/range-checks';
import { ShapBaseline } from './shap-baseline';

const LONGEST_EXPRESSION = 64;
const MOST_LABELS = 16;
const LARGEST_PAYLOAD = Size.mebibytes(25);

/** Which requests are explained, and how. */
export interface ManagedExplainabilityOptions {
  /** What each record is compared with. */
  readonly baseline: ShapBaseline;

  /**
   * Which records are explained: a JMESPath expression over the answer to a record, as '[1] > `0.5`', which is true for those: 1
   * to 64 characters. A request may carry one of its own instead.
   *
   * @default - all of them
   */
  readonly enableExpression?: string;

  /**
   * How requests are written down.
   *
   * @default ExplainedInput.csv()
   */
  readonly input?: ExplainedInput;

  /**
   * How answers are written down.
   *
   * @default ExplainedOutput.csv()
   */
  readonly output?: ExplainedOutput;

  /**
   * What is known of the features.
   *
   * @default - nothing; they have no names, and none is text
   */
  readonly features?: ExplainedFeatures;

  /**
   * Names of the classes, or of what is predicted, where answers do not tell them: 1 to 16 of 1 to 64 characters.
   *
   * @default - scores have no names
   */
  readonly labelNames?: string[];

  /**
   * The largest request that the model takes: 1 to 25 whole MiB.
   *
   * @default Size.mebibytes(6)
   */
  readonly maxPayload?: Size;

  /**
   * The most records that the model takes in one request: 1 or more. With 2 or more explanations are faster.
   *
   * @default - Clarify finds out while the endpoint runs
   */
  readonly maxRecords?: number;

  /**
   * How many variations of each record the model is asked about: 1 or more. Fewer are faster and less exact.
   *
   * @default - Clarify decides by the number of features
   */
  readonly samples?: number;

  /**
   * A whole number with which two requests vary a record alike.
   *
   * @default - they differ
   */
  readonly seed?: number;

  /**
   * Whether scores are explained as log-odds.
   *
   * @default false
   */
  readonly logOdds?: boolean;
}

/**
 * That answers come with the attributions of their features, as SHAP values.
 *
 * SageMaker Clarify, which computes them, takes no new customers since 2026-07-30. Others compute SHAP values in their own
 * container and answer with them, or explain the model before it is deployed by the pipeline's explainability gate.
 *
 * Every explained record makes the model answer many variations of it, so that explained requests are slower and count as more
 * load.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability.html
 */
export class OnlineExplainability {
  /** SageMaker Clarify explains; for accounts that used it before 2026-07-30. */
  public static managed(options: ManagedExplainabilityOptions): OnlineExplainability {
    return new OnlineExplainability(options);
  }

  private constructor(private readonly options: ManagedExplainabilityOptions) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { baseline, enableExpression, input, output, features, labelNames } = this.options;

    baseline._check(problems, `${path}.baseline`);
    checkTextLength(problems, `${path}.enableExpression`, enableExpression, LONGEST_EXPRESSION);
    input?._check(problems, `${path}.input`);
    output?._check(problems, `${path}.output`);
    if (features) checkFeatures(problems, `${path}.features`, features);
    checkNames(problems, `${path}.labelNames`, labelNames, MOST_LABELS);
    this.checkNumbers(problems, path);
  }

  /**
   * What the endpoint's role needs.
   *
   * @internal
   */
  public _permissions(): Permission[] {
    return this.options.baseline._permissions();
  }

  /** @internal */
  public _render(): CfnEndpointConfig.ExplainerConfigProperty {
    const { baseline, enableExpression, features, samples, seed, logOdds } = this.options;

    return {
      clarifyExplainerConfig: {
        enableExplanations: enableExpression,
        inferenceConfig: this.renderInference(),
        shapConfig: {
          shapBaselineConfig: baseline._render(),
          numberOfSamples: samples,
          seed,
          useLogit: logOdds,
          textConfig: features?.text,
        },
      },
    };
  }

  private renderInference(): CfnEndpointConfig.ClarifyInferenceConfigProperty {
    const { input = ExplainedInput.csv(), output = ExplainedOutput.csv(), features, labelNames } = this.options;

    return {
      ...input._render(),
      ...output._render(),
      featureHeaders: features?.names,
      featureTypes: features?.types,
      labelHeaders: labelNames,
      maxPayloadInMb: this.options.maxPayload?.toMebibytes(),
      maxRecordCount: this.options.maxRecords,
    };
  }

  private checkNumbers(problems: Problems, path: string): void {
    const { maxPayload, maxRecords, samples, seed } = this.options;
    const least = 1;

    if (maxPayload && !maxPayload.isUnresolved()) {
      const range = { least, most: LARGEST_PAYLOAD.toMebibytes(), noun: 'MiB' };
      checkWholeNumber(
        problems,
        `${path}.maxPayload`,
        maxPayload.toMebibytes({ rounding: SizeRoundingBehavior.NONE }),
        range,
      );
    }
    if (maxRecords !== undefined) {
      checkWholeNumber(problems, `${path}.maxRecords`, maxRecords, { least, noun: 'records' });
    }
    if (samples !== undefined) checkWholeNumber(problems, `${path}.samples`, samples, { least, noun: 'variations' });
    if (seed !== undefined) {
      checkWholeNumber(problems, `${path}.seed`, seed, { least: -(2 ** 31), most: 2 ** 31 - 1, noun: 'numbers' });
    }
  }
}
