import { check } from '../core';
import { PipelineStep } from './pipeline-step';
import { GateResults } from './private/gate-results';
import { PropertyFileValue } from './property-file';

/**
 * A quality gate: a step that judges data or a model, and lets the steps behind it run when it finds no violation.
 *
 * List `step` among the steps of the pipeline, and let the gate guard those that must wait for it. Both engines leave their
 * results in the file formats of Model Monitor and Clarify.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-interpreting-results.html
 */
export abstract class QualityGate {
  /** @internal */
  protected abstract readonly _results: GateResults;

  /** The step, to be listed among those of the pipeline. */
  public get step(): PipelineStep {
    return this._results.step;
  }

  /** Makes steps wait for the gate, so that none of them runs when it fails. */
  public guards(...steps: PipelineStep[]): void {
    for (const step of steps) step.dependsOn(this.step);
  }

  /** Where in S3 the JSON file with what was measured lies; of a check by Clarify, its analysis. */
  public get statisticsS3Uri(): string {
    return this._results.statistics;
  }

  /** Where in S3 the JSON file with the limits lies that were drawn from what was measured. */
  public get constraintsS3Uri(): string {
    return this._results.constraints;
  }

  /**
   * Where in S3 the JSON file with the violations lies. A check by Clarify names it among the facts about its step only.
   */
  public get violationsS3Uri(): string {
    return this._offered(
      'violationsS3Uri',
      this._results.violations,
      'it names that file in ListPipelineExecutionSteps only',
    );
  }

  /** Where in S3 the statistics lie that later runs compare with: the new ones where they are registered, else the old ones. */
  public get nextBaselineStatisticsS3Uri(): string {
    return this._offered('nextBaselineStatisticsS3Uri', this._results.nextStatistics, 'it compares with limits alone');
  }

  /** Where in S3 the limits lie that later runs compare with: the new ones where they are registered, else the old ones. */
  public get nextBaselineConstraintsS3Uri(): string {
    return this._results.nextConstraints;
  }

  /**
   * How many violations the gate found, for the condition of a later step; 0 or more. The open engine counts them, the
   * managed one does not.
   */
  public get violationCount(): PropertyFileValue {
    const value = this._offered('violationCount', this._results.value, 'its checks count no violations');

    return value('Gate', 'violation_count');
  }

  /** @internal */
  protected _offered<Result>(prop: string, result: Result | undefined, wanted: string): Result {
    check(undefined, (problems) => {
      if (result !== undefined) return;
      problems.add({
        code: 'GateUnsupportedByEngine',
        path: `steps.${this.step.stepName}.${prop}`,
        got: 'is asked of the managed engine',
        wanted,
        remedy: 'use AnalysisEngine.open(…)',
      });
    });

    return result as Result;
  }
}
