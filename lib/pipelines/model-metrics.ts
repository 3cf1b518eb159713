import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { checkS3Uri } from './private/value-checks';
import { unlessBlank } from './private/unless-empty';

/** What a quality check or an evaluation wrote: figures, and the limits drawn from them. At least one of the two. */
export interface QualityReport {
  /**
   * The JSON file with the figures in S3, as `s3://bucket/evaluation.json`.
   *
   * @default - no figures
   */
  readonly statisticsS3Uri?: string;

  /**
   * The JSON file with the limits in S3, as `s3://bucket/constraints.json`.
   *
   * @default - no limits
   */
  readonly constraintsS3Uri?: string;
}

/**
 * What was measured about a model before it was registered: JSON files in S3. At least one of them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelMetrics.html
 */
export interface ModelMetrics {
  /**
   * How good the model's predictions are.
   *
   * @default - not measured
   */
  readonly modelQuality?: QualityReport;

  /**
   * What the data is like that the model was trained on.
   *
   * @default - not measured
   */
  readonly dataQuality?: QualityReport;

  /**
   * Bias of data and model in one report.
   *
   * @default - not measured
   */
  readonly biasReportS3Uri?: string;

  /**
   * Bias of the data, before training.
   *
   * @default - not measured
   */
  readonly preTrainingBiasReportS3Uri?: string;

  /**
   * Bias of the model, after training.
   *
   * @default - not measured
   */
  readonly postTrainingBiasReportS3Uri?: string;

  /**
   * Which features the predictions rest on.
   *
   * @default - not measured
   */
  readonly explainabilityReportS3Uri?: string;
}

/**
 * What monitors compare later data and predictions with: JSON files in S3, such as the baselines that check steps used.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-quality-clarify-baseline-lifecycle.html
 */
export interface DriftCheckBaselines {
  /**
   * Baseline of the predictions' quality.
   *
   * @default - no baseline
   */
  readonly modelQuality?: QualityReport;

  /**
   * Baseline of the data.
   *
   * @default - no baseline
   */
  readonly dataQuality?: QualityReport;

  /**
   * Configuration of the bias analysis.
   *
   * @default - no configuration
   */
  readonly biasConfigS3Uri?: string;

  /**
   * Limits of the data's bias, before training.
   *
   * @default - no limits
   */
  readonly preTrainingBiasConstraintsS3Uri?: string;

  /**
   * Limits of the model's bias, after training.
   *
   * @default - no limits
   */
  readonly postTrainingBiasConstraintsS3Uri?: string;

  /**
   * Configuration of the explainability analysis.
   *
   * @default - no configuration
   */
  readonly explainabilityConfigS3Uri?: string;

  /**
   * Limits of what features may weigh.
   *
   * @default - no limits
   */
  readonly explainabilityConstraintsS3Uri?: string;
}

/** Checks that something was measured, and that every file has an address. */
export function checkModelMetrics(problems: Problems, path: string, metrics: ModelMetrics): void {
  checkFiles(problems, path, metrics, {
    code: 'ModelWithoutMetrics',
    wanted: 'whoever approves a model needs to know how good it is',
    remedy: 'add modelQuality: { statisticsS3Uri: … }, or another report',
  });
}

/** Checks that there is a baseline, and that every file has an address. */
export function checkDriftCheckBaselines(
  problems: Problems,
  path: string,
  baselines: DriftCheckBaselines | undefined,
): void {
  if (baselines === undefined) return;

  checkFiles(problems, path, baselines, {
    code: 'DriftCheckWithoutBaselines',
    wanted: 'drift is measured against at least one baseline',
    remedy: 'add one, such as dataQuality: { statisticsS3Uri: … }, or leave it out',
  });
}

/** The metrics as a registered version has them. */
export function renderModelMetrics(metrics: ModelMetrics): DefinitionExpression {
  return {
    ModelQuality: renderReport(metrics.modelQuality),
    ModelDataQuality: renderReport(metrics.dataQuality),
    Bias: unlessBlank({
      Report: renderFile(metrics.biasReportS3Uri),
      PreTrainingReport: renderFile(metrics.preTrainingBiasReportS3Uri),
      PostTrainingReport: renderFile(metrics.postTrainingBiasReportS3Uri),
    }),
    Explainability: unlessBlank({ Report: renderFile(metrics.explainabilityReportS3Uri) }),
  };
}

/** The baselines as a registered version has them. */
export function renderDriftCheckBaselines(baselines: DriftCheckBaselines): DefinitionExpression {
  return {
    ModelQuality: renderReport(baselines.modelQuality),
    ModelDataQuality: renderReport(baselines.dataQuality),
    Bias: unlessBlank({
      ConfigFile: renderFile(baselines.biasConfigS3Uri),
      PreTrainingConstraints: renderFile(baselines.preTrainingBiasConstraintsS3Uri),
      PostTrainingConstraints: renderFile(baselines.postTrainingBiasConstraintsS3Uri),
    }),
    Explainability: unlessBlank({
      Constraints: renderFile(baselines.explainabilityConstraintsS3Uri),
      ConfigFile: renderFile(baselines.explainabilityConfigS3Uri),
    }),
  };
}

/** What to say when there is no file at all. */
interface Emptiness {
  readonly code: string;
  readonly wanted: string;
  readonly remedy: string;
}

function checkFiles(
  problems: Problems,
  path: string,
  { modelQuality, dataQuality, ...files }: ModelMetrics | DriftCheckBaselines,
  emptiness: Emptiness,
): void {
  const uris: Record<string, string | undefined> = { ...files };
  const reports: Record<string, QualityReport | undefined> = { modelQuality, dataQuality };

  for (const [name, report] of Object.entries(reports)) checkReport(problems, `${path}.${name}`, report);
  for (const [name, uri] of Object.entries(uris)) checkS3Uri(problems, `${path}.${name}`, uri);
  if ([...Object.values(reports), ...Object.values(uris)].some((entry) => entry !== undefined)) return;
  problems.add({ path, got: 'is empty', ...emptiness });
}

function checkReport(problems: Problems, path: string, report: QualityReport | undefined): void {
  if (report === undefined) return;
  const { statisticsS3Uri, constraintsS3Uri } = report;

  checkS3Uri(problems, `${path}.statisticsS3Uri`, statisticsS3Uri);
  checkS3Uri(problems, `${path}.constraintsS3Uri`, constraintsS3Uri);
  if (statisticsS3Uri !== undefined || constraintsS3Uri !== undefined) return;

  problems.add({
    code: 'ReportWithoutFiles',
    path,
    got: 'is empty',
    wanted: 'a report has figures, limits, or both',
    remedy: 'add statisticsS3Uri or constraintsS3Uri',
  });
}

function renderReport(report: QualityReport = {}): DefinitionExpression | undefined {
  return unlessBlank({
    Statistics: renderFile(report.statisticsS3Uri),
    Constraints: renderFile(report.constraintsS3Uri),
  });
}

function renderFile(s3Uri: string | undefined): DefinitionExpression | undefined {
  return s3Uri === undefined ? undefined : { ContentType: 'application/json', S3Uri: s3Uri };
}
