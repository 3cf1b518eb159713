import { Token, Tokenization } from 'aws-cdk-lib';
import { Problems } from '../core';
import { checkProbability } from './private/probability';
import { checkS3Uri } from './private/value-checks';
import { ProcessingInput } from './processing-input';
import { QualityDatasetFormat } from './quality-dataset-format';

/** The dataset whose quality is checked. */
export interface QualityDatasetOptions {
  /** The dataset: an object or all objects below a prefix in S3; a result of an earlier step as `asString`. */
  readonly datasetS3Uri: string;

  /** Its format. */
  readonly format: QualityDatasetFormat;

  /**
   * A Python script in S3 that works on the statistics once they are there.
   *
   * @default - none
   */
  readonly postprocessorS3Uri?: string;
}

/** A dataset whose own quality is checked. */
export interface DataQualityOptions extends QualityDatasetOptions {
  /**
   * A Python script in S3 that works on each record before it counts.
   *
   * @default - none
   */
  readonly preprocessorS3Uri?: string;
}

/** What a model predicts. */
export enum QualityProblemType {
  /** A number. */
  REGRESSION = 'Regression',
  /** One of two classes. */
  BINARY_CLASSIFICATION = 'BinaryClassification',
  /** One of several classes. */
  MULTICLASS_CLASSIFICATION = 'MulticlassClassification',
}

/** A dataset of predictions and what came true, by which the quality of a model is checked. */
export interface ModelQualityOptions extends QualityDatasetOptions {
  /** What the model predicts. */
  readonly problemType: QualityProblemType;

  /** The column with what came true; in JSON its JSONPath. */
  readonly groundTruthAttribute: string;

  /**
   * The column with the prediction; in JSON its JSONPath. A regression needs it.
   *
   * @default - the score decides, for classes
   */
  readonly inferenceAttribute?: string;

  /**
   * The column with the score; in JSON its JSONPath.
   *
   * @default - the prediction decides
   */
  readonly probabilityAttribute?: string;

  /**
   * The score above which a prediction of two classes counts as positive: more than 0, less than 1.
   *
   * @default - 0.5
   */
  readonly probabilityThreshold?: number;
}

/**
 * A check that SageMaker Model Monitor's analysis makes.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-create-baseline.html
 */
export class QualityCheck {
  /** The quality of data: which values are missing, how they are distributed, whether they fit the schema. */
  public static dataQuality(options: DataQualityOptions): QualityCheck {
    return new QualityCheck({
      type: 'DATA_QUALITY',
      ...options,
      variables: {},
      check: () => undefined,
    });
  }

  /** The quality of a model: how far its predictions are from what came true. */
  public static modelQuality(options: ModelQualityOptions): QualityCheck {
    const { probabilityThreshold: threshold } = options;

    return new QualityCheck({
      type: 'MODEL_QUALITY',
      ...options,
      variables: withValues({
        analysis_type: 'MODEL_QUALITY',
        problem_type: options.problemType,
        inference_attribute: options.inferenceAttribute,
        probability_attribute: options.probabilityAttribute,
        ground_truth_attribute: options.groundTruthAttribute,
        probability_threshold_attribute: threshold === undefined ? undefined : textOf(threshold),
      }),
      check: (problems, path) => checkPrediction(problems, path, options),
    });
  }

  private constructor(private readonly analysis: QualityAnalysis) {}

  /** @internal */
  public get _type(): string {
    return this.analysis.type;
  }

  /** @internal */
  public get _inputs(): ProcessingInput[] {
    const { datasetS3Uri, postprocessorS3Uri, preprocessorS3Uri } = this.analysis;
    const files = withValues({
      [DATASET]: datasetS3Uri,
      [POSTPROCESSOR]: postprocessorS3Uri,
      [PREPROCESSOR]: preprocessorS3Uri,
    });

    return Object.entries(files).map(([name, s3Uri]) =>
      ProcessingInput.fromS3(name, s3Uri, { localPath: folderOf(name) }),
    );
  }

  /** @internal */
  public get _variables(): Record<string, string> {
    const { format, postprocessorS3Uri, preprocessorS3Uri, variables } = this.analysis;

    return {
      output_path: QUALITY_OUTPUT,
      // Metrics are for monitoring schedules; a step has its report.
      publish_cloudwatch_metrics: 'Disabled',
      dataset_format: format._render(),
      dataset_source: folderOf(DATASET),
      ...withValues({
        record_preprocessor_script: preprocessorS3Uri && scriptIn(PREPROCESSOR, preprocessorS3Uri),
        post_analytics_processor_script: postprocessorS3Uri && scriptIn(POSTPROCESSOR, postprocessorS3Uri),
      }),
      ...variables,
    };
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { datasetS3Uri, postprocessorS3Uri, preprocessorS3Uri, check } = this.analysis;

    checkS3Uri(problems, `${path}.datasetS3Uri`, datasetS3Uri);
    checkScript(problems, `${path}.postprocessorS3Uri`, postprocessorS3Uri);
    checkScript(problems, `${path}.preprocessorS3Uri`, preprocessorS3Uri);
    check(problems, path);
  }
}

/** Where a quality check leaves its results. */
export const QUALITY_OUTPUT = '/opt/ml/processing/output';

const DATASET = 'baseline_dataset_input';
const POSTPROCESSOR = 'post_analytics_processor_script_input';
const PREPROCESSOR = 'record_preprocessor_script_input';

/** What a check consists of. */
interface QualityAnalysis extends QualityDatasetOptions {
  readonly type: 'DATA_QUALITY' | 'MODEL_QUALITY';
  readonly preprocessorS3Uri?: string;
  readonly variables: Record<string, string>;
  readonly check: (problems: Problems, path: string) => void;
}

function folderOf(inputName: string): string {
  return `/opt/ml/processing/input/${inputName}`;
}

/** A script has the name in the container that its key ends with. */
function scriptIn(inputName: string, s3Uri: string): string {
  return `${folderOf(inputName)}/${nameIn(s3Uri)}`;
}

function nameIn(s3Uri: string): string {
  return s3Uri.slice(s3Uri.lastIndexOf('/') + 1);
}

/** A number as text; a reference stays one. */
function textOf(value: number): string {
  const token = Tokenization.reverseNumber(value);

  return token ? Token.asString(token) : `${value}`;
}

function withValues(entries: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function checkScript(problems: Problems, path: string, s3Uri: string | undefined): void {
  checkS3Uri(problems, path, s3Uri);
  if (s3Uri === undefined) return;
  const name = nameIn(s3Uri);
  const known = !Token.isUnresolved(name);
  if (known && name.endsWith('.py')) return;

  problems.add({
    code: 'ScriptNameUnknown',
    path,
    got: known ? `ends with "${name}"` : 'ends with what is not known at synth',
    wanted: 'the job calls a Python script by the name that its key ends with',
    remedy: 'end the address with the name, as "/preprocess.py"',
  });
}

function checkPrediction(problems: Problems, path: string, options: ModelQualityOptions): void {
  const { problemType, inferenceAttribute, probabilityAttribute } = options;
  const regression = problemType === QualityProblemType.REGRESSION;

  checkProbability(problems, `${path}.probabilityThreshold`, options.probabilityThreshold);
  if (inferenceAttribute !== undefined || (!regression && probabilityAttribute !== undefined)) return;
  problems.add({
    code: 'PredictionUnknown',
    path: `${path}.inferenceAttribute`,
    got: 'is missing',
    wanted: regression ? 'a regression is judged by its predictions' : 'classes are judged by prediction or score',
    remedy: 'name the column with the prediction',
  });
}
