import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { checkEntries, checkHyphenated, ValueRange } from './private/value-checks';

const LONGEST_JOB_NAME = 32;

const PARENTS: ValueRange = {
  least: 1,
  most: 5,
  wanted: 'a tuning job learns from 1 to 5 others',
  remedy: 'name the most recent ones',
};

/**
 * What a tuning job learns from others before it begins. Not with several definitions.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-warm-start.html
 */
export class TuningWarmStart {
  /** From tuning jobs with the same data and the same algorithm. The best of theirs compete with those of the new one. */
  public static identicalDataAndAlgorithm(...tuningJobNames: string[]): TuningWarmStart {
    return new TuningWarmStart('IdenticalDataAndAlgorithm', tuningJobNames);
  }

  /** From tuning jobs whose data, ranges or version of the algorithm differ. */
  public static transferLearning(...tuningJobNames: string[]): TuningWarmStart {
    return new TuningWarmStart('TransferLearning', tuningJobNames);
  }

  private constructor(
    private readonly type: string,
    private readonly tuningJobNames: string[],
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    checkEntries(problems, `${path}.tuningJobNames`, this.tuningJobNames.length, PARENTS);
    this.tuningJobNames.forEach((name, i) =>
      checkHyphenated(problems, `${path}.tuningJobNames[${i}]`, name, LONGEST_JOB_NAME),
    );
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return {
      WarmStartType: this.type,
      ParentHyperParameterTuningJobs: this.tuningJobNames.map((name) => ({ HyperParameterTuningJobName: name })),
    };
  }
}
