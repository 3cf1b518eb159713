import { ClarifyModel, ClarifyPrediction } from './clarify-model';

/** Where the predictions come from whose bias is judged. */
export class BiasPredictions {
  /** A column of the data, written as the labels are. Open engine only: an isolated job cannot ask a model. */
  public static inColumn(name: string): BiasPredictions {
    return new BiasPredictions(name);
  }

  /**
   * The answers of a model, which Clarify serves on an endpoint of its own while it works. Managed engine only.
   *
   * @param model the model
   * @param prediction how a prediction is found in its answer; without it, the answer is the predicted label
   */
  public static ofModel(model: ClarifyModel, prediction?: ClarifyPrediction): BiasPredictions {
    return new BiasPredictions(undefined, model, prediction);
  }

  private constructor(
    /** @internal */
    public readonly _column?: string,
    /** @internal */
    public readonly _model?: ClarifyModel,
    /** @internal */
    public readonly _prediction?: ClarifyPrediction,
  ) {}
}
