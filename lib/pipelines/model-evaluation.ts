import { check, Problems } from '../core';
import { GateDataset } from './gate-dataset';
import { Setting } from './private/analysis-arguments';
import { checkProbability } from './private/probability';
import { checkS3Uri } from './private/value-checks';
import { ModelQualityOptions, QualityProblemType } from './quality-check';

/** Where the labels and the predictions stand. */
export interface PredictionColumns {
  /** The column with what came true. */
  readonly labelColumn: string;

  /** The column with what was predicted. */
  readonly predictionColumn: string;
}

/** Where the labels and the predictions of two classes stand; at least one of the two kinds of predictions. */
export interface BinaryPredictionColumns {
  /** The column with what came true. */
  readonly labelColumn: string;

  /**
   * The column with the predicted class.
   *
   * @default - the probability decides
   */
  readonly predictionColumn?: string;

  /**
   * The column with the probability of the positive class: 0 to 1 in each row. The area under the curve needs it.
   *
   * @default - none
   */
  readonly probabilityColumn?: string;

  /**
   * The probability above which a prediction counts as positive: more than 0, less than 1.
   *
   * @default 0.5
   */
  readonly probabilityThreshold?: number;

  /**
   * The label of the positive class. Open engine only, unless it is `1`.
   *
   * @default 1
   */
  readonly positiveLabel?: string;
}

/** Predictions and what came true. */
interface Predictions extends Partial<BinaryPredictionColumns> {
  readonly dataset: GateDataset;
  readonly problemType: QualityProblemType;
  readonly labelColumn: string;
}

/** What a model is judged by: its predictions, or the report of a step that measured it. */
export class ModelEvaluation {
  /** Predicted numbers. */
  public static ofRegression(dataset: GateDataset, columns: PredictionColumns): ModelEvaluation {
    return new ModelEvaluation({ dataset, problemType: QualityProblemType.REGRESSION, ...columns });
  }

  /** Predictions of two classes. */
  public static ofBinaryClassification(dataset: GateDataset, columns: BinaryPredictionColumns): ModelEvaluation {
    check(undefined, (problems) => {
      if (columns.predictionColumn !== undefined || columns.probabilityColumn !== undefined) return;
      problems.add({
        code: 'EvaluationWithoutPredictions',
        path: 'columns',
        got: 'name no predictions',
        wanted: 'labels are compared with predicted classes or with probabilities',
        remedy: 'give predictionColumn or probabilityColumn',
      });
    });

    return new ModelEvaluation({ dataset, problemType: QualityProblemType.BINARY_CLASSIFICATION, ...columns });
  }

  /** Predictions of several classes. */
  public static ofMulticlassClassification(dataset: GateDataset, columns: PredictionColumns): ModelEvaluation {
    return new ModelEvaluation({ dataset, problemType: QualityProblemType.MULTICLASS_CLASSIFICATION, ...columns });
  }

  /**
   * The report of a step that measured the model, or the `statistics.json` of a gate. Its members whose names end in
   * `metrics` hold metrics, as `{"regression_metrics": {"mse": {"value": 4.2}}}`. Open engine only.
   *
   * @param s3Uri the JSON file in S3, or the prefix that it lies below as `evaluation.json` or `statistics.json`
   */
  public static fromReport(s3Uri: string): ModelEvaluation {
    return new ModelEvaluation(undefined, s3Uri);
  }

  private constructor(
    /** @internal */
    public readonly _predictions?: Predictions,
    /** @internal */
    public readonly _reportS3Uri?: string,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    checkS3Uri(problems, `${path}.s3Uri`, this._reportS3Uri);
    if (this._predictions === undefined) return;
    const { dataset, labelColumn, predictionColumn, probabilityColumn, probabilityThreshold } = this._predictions;

    dataset._check(problems, `${path}.dataset`);
    for (const [prop, name] of Object.entries({ labelColumn, predictionColumn, probabilityColumn })) {
      dataset._checkColumn(problems, `${path}.${prop}`, name);
    }
    checkProbability(problems, `${path}.probabilityThreshold`, probabilityThreshold);
  }

  /** @internal */
  public get _settings(): Record<string, Setting> {
    if (this._predictions === undefined) return {};
    const { dataset, problemType, ...columns } = this._predictions;

    return {
      ...dataset._settings,
      'problem-type': problemType,
      'label-column': columns.labelColumn,
      'prediction-column': columns.predictionColumn,
      'probability-column': columns.probabilityColumn,
      'probability-threshold': columns.probabilityThreshold,
      'positive-label': columns.positiveLabel,
    };
  }

  /** @internal */
  public _qualityOptions({ dataset, problemType, ...columns }: Predictions): ModelQualityOptions {
    // Of JSON records Model Monitor wants paths.
    const attributeOf = (column: string | undefined): string | undefined =>
      column !== undefined && dataset._format === 'jsonlines' ? `$.${column}` : column;

    return {
      datasetS3Uri: dataset._s3Uri,
      format: dataset._qualityFormat,
      problemType,
      groundTruthAttribute: attributeOf(columns.labelColumn) ?? columns.labelColumn,
      inferenceAttribute: attributeOf(columns.predictionColumn),
      probabilityAttribute: attributeOf(columns.probabilityColumn),
      probabilityThreshold: columns.probabilityThreshold,
    };
  }
}
