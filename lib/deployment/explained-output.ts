import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Problems } from '../core';
import { checkTextLength } from './private/length-checks';
import { checkWholeNumber } from './private/range-checks';

const LONGEST_EXPRESSION = 64;

/** Which columns of an answer say what. */
export interface CsvOutput {
  /**
   * The column of the score, or of the list of scores, from 0.
   *
   * @default - the whole answer
   */
  readonly probabilityIndex?: number;

  /**
   * The column of the names of the classes, from 0.
   *
   * @default - the answer has none
   */
  readonly labelIndex?: number;
}

/** Where an answer in JSON says what. */
export interface JsonLinesOutput {
  /** The JMESPath expression that finds the score, or the list of scores, as `probability`: 1 to 64 characters. */
  readonly probabilityAttribute: string;

  /**
   * The JMESPath expression that finds the names of the classes, as `labels`: 1 to 64 characters.
   *
   * @default - the answer has none
   */
  readonly labelAttribute?: string;
}

/**
 * How an explained model writes down its answers.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-precheck.html
 */
export class ExplainedOutput {
  /** An answer is a line of values between commas. */
  public static csv(output: CsvOutput = {}): ExplainedOutput {
    return new ExplainedOutput(output, (problems, path) => {
      const { probabilityIndex, labelIndex } = output;

      if (probabilityIndex !== undefined) checkIndex(problems, `${path}.probabilityIndex`, probabilityIndex);
      if (labelIndex !== undefined) checkIndex(problems, `${path}.labelIndex`, labelIndex);
      if (labelIndex !== undefined && labelIndex === probabilityIndex) addSameColumn(problems, path, labelIndex);
    });
  }

  /** An answer is a line of JSON. */
  public static jsonLines(output: JsonLinesOutput): ExplainedOutput {
    return new ExplainedOutput(output, (problems, path) => {
      checkTextLength(problems, `${path}.probabilityAttribute`, output.probabilityAttribute, LONGEST_EXPRESSION);
      checkTextLength(problems, `${path}.labelAttribute`, output.labelAttribute, LONGEST_EXPRESSION);
    });
  }

  private constructor(
    private readonly output: CsvOutput | JsonLinesOutput,
    private readonly check: (problems: Problems, path: string) => void,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.check(problems, path);
  }

  /** @internal */
  public _render(): CfnEndpointConfig.ClarifyInferenceConfigProperty {
    return { ...this.output };
  }
}

function checkIndex(problems: Problems, path: string, index: number): void {
  checkWholeNumber(problems, path, index, { least: 0, noun: 'columns' });
}

function addSameColumn(problems: Problems, path: string, index: number): void {
  problems.add({
    code: 'ExplainedColumnsSame',
    path: `${path}.labelIndex`,
    got: `is ${index}, as probabilityIndex is`,
    wanted: 'scores and names of classes stand in columns of their own',
    remedy: 'correct one of the two',
  });
}
