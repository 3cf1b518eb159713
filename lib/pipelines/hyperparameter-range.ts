import { Token } from 'aws-cdk-lib';
import { Problems, repeatedIn } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { asText } from './private/text-value';
import { checkEntries, checkLength, ValueRange } from './private/value-checks';

/** On which scale a range is searched. */
export enum HyperparameterScaling {
  /** SageMaker chooses. */
  AUTO = 'Auto',
  /** Evenly. */
  LINEAR = 'Linear',
  /** By orders of magnitude; for ranges above 0. */
  LOGARITHMIC = 'Logarithmic',
  /** By orders of magnitude towards 1; for numbers from 0 to below 1. */
  REVERSE_LOGARITHMIC = 'ReverseLogarithmic',
}

/** How a range of numbers is searched. */
export interface NumberRangeOptions {
  /**
   * The scale.
   *
   * @default HyperparameterScaling.AUTO
   */
  readonly scaling?: HyperparameterScaling;
}

/** The kinds of ranges that SageMaker knows. */
type RangeKind = 'Integer' | 'Continuous' | 'Categorical' | 'Auto';

const LONGEST_TEXT = 256;

const CATEGORIES: ValueRange = {
  least: 1,
  most: 30,
  wanted: 'SageMaker chooses among 1 to 30 values',
  remedy: 'leave out those that promise least',
};

/**
 * A hyperparameter that a tuning job searches, and the values that it tries.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-define-ranges.html
 */
export class HyperparameterRange {
  /** Whole numbers from the least to the greatest, both included. */
  public static integer(
    hyperparameterName: string,
    least: number,
    greatest: number,
    options: NumberRangeOptions = {},
  ): HyperparameterRange {
    return HyperparameterRange.ofNumbers('Integer', hyperparameterName, [least, greatest], options);
  }

  /** Numbers from the least to the greatest. */
  public static continuous(
    hyperparameterName: string,
    least: number,
    greatest: number,
    options: NumberRangeOptions = {},
  ): HyperparameterRange {
    return HyperparameterRange.ofNumbers('Continuous', hyperparameterName, [least, greatest], options);
  }

  /** One of the given texts: 1 to 30 different ones. */
  public static categorical(hyperparameterName: string, values: string[]): HyperparameterRange {
    return new HyperparameterRange(
      hyperparameterName,
      'Categorical',
      { Values: values.map(asText) },
      (problems, path) => checkCategories(problems, `${path}.values`, values),
      values.length,
    );
  }

  /**
   * A range that SageMaker chooses, by an example of a value. It may then also choose strategy and limits of the tuning job.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-autotune.html
   */
  public static auto(hyperparameterName: string, valueHint: string): HyperparameterRange {
    return new HyperparameterRange(hyperparameterName, 'Auto', { ValueHint: asText(valueHint) }, (problems, path) =>
      checkLength(problems, `${path}.valueHint`, valueHint, LONGEST_TEXT),
    );
  }

  private static ofNumbers(
    kind: 'Integer' | 'Continuous',
    hyperparameterName: string,
    [least, greatest]: [number, number],
    { scaling = HyperparameterScaling.AUTO }: NumberRangeOptions,
  ): HyperparameterRange {
    const content = { MinValue: asText(least), MaxValue: asText(greatest), ScalingType: scaling };

    return new HyperparameterRange(hyperparameterName, kind, content, (problems, path) => {
      if (kind === 'Integer') checkWholeEnds(problems, path, [least, greatest]);
      checkEnds(problems, path, [least, greatest]);
      checkScaling(problems, path, kind, [least, greatest], scaling);
    });
  }

  private constructor(
    /** Name of the hyperparameter, as `eta`. */
    public readonly hyperparameterName: string,
    /** @internal */
    public readonly _kind: RangeKind,
    private readonly content: DefinitionExpression,
    private readonly checkContent: (problems: Problems, path: string) => void,
    /** @internal */
    public readonly _choices?: number,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    checkLength(problems, `${path}.hyperparameterName`, this.hyperparameterName, LONGEST_TEXT);
    this.checkContent(problems, path);
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { Name: this.hyperparameterName, ...this.content };
  }
}

function checkCategories(problems: Problems, path: string, values: string[]): void {
  checkEntries(problems, path, values.length, CATEGORIES);
  values.forEach((value, i) => checkLength(problems, `${path}[${i}]`, value, LONGEST_TEXT));

  for (const value of repeatedIn(values)) {
    problems.add({
      code: 'RangeValueTaken',
      path,
      got: `has "${value}" more than once`,
      wanted: 'a tuning job tries each value once',
      remedy: 'leave out all but one',
    });
  }
}

function checkWholeEnds(problems: Problems, path: string, ends: number[]): void {
  for (const end of ends.filter((each) => !Token.isUnresolved(each) && !Number.isInteger(each))) {
    problems.add({
      code: 'RangeNotWhole',
      path,
      got: `ends at ${end}`,
      wanted: 'a range of whole numbers has whole ends',
      remedy: 'round it, or use HyperparameterRange.continuous(…)',
    });
  }
}

function checkEnds(problems: Problems, path: string, [least, greatest]: [number, number]): void {
  if (Token.isUnresolved(least) || Token.isUnresolved(greatest) || least < greatest) return;

  problems.add({
    code: 'RangeEmpty',
    path,
    got: `goes from ${least} to ${greatest}`,
    wanted: 'a range is searched upwards',
    remedy: 'give the smaller number first, or fix the hyperparameter in hyperparameters',
  });
}

function checkScaling(
  problems: Problems,
  path: string,
  kind: 'Integer' | 'Continuous',
  [least, greatest]: [number, number],
  scaling: HyperparameterScaling,
): void {
  const at = `${path}.scaling`;
  const range = { code: 'RangeScalingUnsupported', path: at, got: `is ${scaling} from ${least} to ${greatest}` };

  if (scaling === HyperparameterScaling.LOGARITHMIC && !Token.isUnresolved(least) && least <= 0) {
    problems.add({
      ...range,
      wanted: 'only ranges above 0 have orders of magnitude',
      remedy: 'begin the range above 0, or use HyperparameterScaling.LINEAR',
    });
  }
  if (scaling !== HyperparameterScaling.REVERSE_LOGARITHMIC) return;
  if (kind === 'Integer') {
    problems.add({
      ...range,
      wanted: 'whole numbers are searched from below only',
      remedy: 'use HyperparameterScaling.LOGARITHMIC, or HyperparameterRange.continuous(…)',
    });
    return;
  }
  const outside = [least < 0 && !Token.isUnresolved(least), greatest >= 1 && !Token.isUnresolved(greatest)];
  if (!outside.includes(true)) return;
  problems.add({
    ...range,
    wanted: 'this scale knows numbers from 0 to below 1',
    remedy: 'end the range below 1, or use HyperparameterScaling.LINEAR',
  });
}
