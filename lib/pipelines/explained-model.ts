import { ClarifyModel, ClarifyPrediction } from './clarify-model';
import { ShapBaseline } from './shap-baseline';

/** How Clarify explains a model. */
export interface ServedModelOptions {
  /**
   * How the score that is explained is found in the model's answer.
   *
   * @default - the answer is one score
   */
  readonly prediction?: ClarifyPrediction;

  /**
   * What each record is compared with.
   *
   * @default ShapBaseline.clustered()
   */
  readonly shapBaseline?: ShapBaseline;
}

/**
 * A model whose predictions are explained.
 *
 * The open engine explains models of XGBoost, by the exact contributions that XGBoost computes for each feature. It loads no
 * other kind of model: a general method would have to run code that comes with the model. Explain those in a `ProcessingStep`
 * of your own that writes `constraints.json` in Clarify's format.
 */
export class ExplainedModel {
  /**
   * A model of XGBoost. Open engine only; its image must hold the version of XGBoost that trained the model.
   *
   * @param modelDataS3Uri the `model.tar.gz` of a training job in S3; the result of a training step as `asString`
   */
  public static xgboost(modelDataS3Uri: string): ExplainedModel {
    return new ExplainedModel(modelDataS3Uri);
  }

  /** Any model that Clarify can serve on an endpoint of its own while it works. Managed engine only. */
  public static served(model: ClarifyModel, options: ServedModelOptions = {}): ExplainedModel {
    return new ExplainedModel(undefined, model, options);
  }

  private constructor(
    /** @internal */
    public readonly _dataS3Uri?: string,
    /** @internal */
    public readonly _model?: ClarifyModel,
    /** @internal */
    public readonly _options: ServedModelOptions = {},
  ) {}
}
