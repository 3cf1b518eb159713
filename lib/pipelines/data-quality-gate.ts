import { check, Problems } from '../core';
import { GateDataset } from './gate-dataset';
import { GateOptions } from './gate-options';
import { openGate } from './private/analysis-step';
import { checkBetween, checkGate, checkUnsupported } from './private/gate-checks';
import { qualityGate } from './private/managed-gate';
import { checkEntries } from './private/value-checks';
import { QualityCheck } from './quality-check';
import { GateResults } from './private/gate-results';
import { QualityGate } from './quality-gate';

const FIGURES_TOO = { statistics: true };
const MOST_COLUMNS = 60;

/** How far two distributions are from each other. */
export enum DriftMeasure {
  /** The largest difference between them, less what small samples differ by chance. */
  ROBUST = 'Robust',
  /** The largest difference between them. */
  SIMPLE = 'Simple',
}

/** Which data is judged, and what it must satisfy. */
export interface DataQualityGateProps extends GateOptions {
  /** The data. */
  readonly dataset: GateDataset;

  /**
   * Names of the columns that must be there, and no others; up to 60. Open engine only.
   *
   * @default - those of the baseline
   */
  readonly expectedColumns?: string[];

  /**
   * Names of columns that are not judged, such as identifiers and times. Open engine only.
   *
   * @default - none
   */
  readonly ignoredColumns?: string[];

  /**
   * The share of cells of each column that must have a value: 0 to 1. It holds without a baseline, too. Open engine only.
   *
   * @default - what each column has in the baseline
   */
  readonly minCompleteness?: number;

  /**
   * The share of a column's values that must have the type they have in the baseline: 0 to 1. Open engine only.
   *
   * @default - the baseline's, else 1
   */
  readonly minTypeMatch?: number;

  /**
   * The share of a column's values that must be among the baseline's, where that has 120 or fewer: 0 to 1. Open engine only.
   *
   * @default - the baseline's, else 1
   */
  readonly minKnownCategories?: number;

  /**
   * How far the distribution of a column may be from the baseline's: from 0, which is none, to 1. Of numbers it is the
   * largest difference between the cumulative distributions, of categories that between the shares of one. Open engine only.
   *
   * @default - the baseline's, else 0.1
   */
  readonly maxDrift?: number;

  /**
   * The same for columns of categories. Open engine only.
   *
   * @default - maxDrift
   */
  readonly maxCategoricalDrift?: number;

  /**
   * How drift is measured. Open engine only.
   *
   * @default - as the baseline says, else DriftMeasure.ROBUST
   */
  readonly driftMeasure?: DriftMeasure;
}

/**
 * A gate before training: is the data readable, complete, of the expected columns and types, and distributed as before?
 *
 * The managed engine takes its limits from `monitoring_config` of the baseline's `constraints.json`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-byoc-constraints.html
 */
export class DataQualityGate extends QualityGate {
  /** @internal */
  protected readonly _results: GateResults;

  constructor(stepName: string, props: DataQualityGateProps) {
    super();

    check(undefined, (problems) => checkDataQuality(problems, `steps.${stepName}`, props));

    this._results =
      props.engine._kind === 'managed'
        ? qualityGate(
            stepName,
            props,
            QualityCheck.dataQuality({ datasetS3Uri: props.dataset._s3Uri, format: props.dataset._qualityFormat }),
          )
        : openGate(stepName, props, {
            name: 'data_quality',
            settings: {
              ...props.dataset._settings,
              'expected-column': props.expectedColumns,
              'ignored-column': props.ignoredColumns,
              'min-completeness': props.minCompleteness,
              'min-type-match': props.minTypeMatch,
              'min-known-categories': props.minKnownCategories,
              'max-drift': props.maxDrift,
              'max-categorical-drift': props.maxCategoricalDrift,
              'drift-measure': props.driftMeasure,
            },
            files: { dataset: props.dataset._s3Uri },
          });
  }
}

function checkDataQuality(problems: Problems, path: string, props: DataQualityGateProps): void {
  const { engine, dataset, expectedColumns, ignoredColumns, maxDrift, maxCategoricalDrift, driftMeasure } = props;
  const shares = {
    minCompleteness: props.minCompleteness,
    minTypeMatch: props.minTypeMatch,
    minKnownCategories: props.minKnownCategories,
  };
  const distances = { maxDrift, maxCategoricalDrift };

  checkGate(problems, path, props, FIGURES_TOO);
  dataset._check(problems, `${path}.dataset`);
  for (const [prop, value] of Object.entries(shares)) {
    checkBetween(problems, `${path}.${prop}`, value, { what: 'a share' });
  }
  for (const [prop, value] of Object.entries(distances)) {
    checkBetween(problems, `${path}.${prop}`, value, { what: 'the distance between two distributions' });
  }
  checkEntries(problems, `${path}.expectedColumns`, expectedColumns?.length ?? 1, {
    least: 1,
    most: MOST_COLUMNS,
    wanted: `the gate is told 1 to ${MOST_COLUMNS} names`,
    remedy: 'leave them out, and compare with a baseline',
  });
  if (engine._kind === 'open') return;

  const inBaseline = {
    wanted: 'Model Monitor takes its limits from the baseline',
    remedy: "write it into monitoring_config of the baseline's constraints.json",
  };
  const limits = { ...shares, ...distances, driftMeasure };
  checkUnsupported(problems, path, 'managed', [
    ...Object.entries(limits).map(([prop, value]) => ({ prop, value, ...inBaseline })),
    ...Object.entries({ expectedColumns, ignoredColumns }).map(([prop, value]) => ({
      prop,
      value,
      wanted: 'Model Monitor judges the columns of the baseline',
      remedy: 'leave it out',
    })),
    {
      prop: 'dataset.columns',
      value: dataset._columns,
      wanted: 'Model Monitor names the columns of data without a header _c0, _c1 and so on',
      remedy: 'leave them out',
    },
  ]);
}
