import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { Expected } from './handlers/run-smoke-test/expected';
import { stepsOf } from './handlers/run-smoke-test/json-path';
import { checkDurationRange, checkWholeNumber } from './private/range-checks';

/** SageMaker waits 60 seconds for a model. */
const LATENCY = { least: Duration.millis(1), most: Duration.seconds(60) };

/** What a number in an answer is about. */
export interface ExpectedNumber {
  /** The number. */
  readonly about: number;

  /**
   * How far the answer may be from it, above or below: 0 or more.
   *
   * @default 0
   */
  readonly tolerance?: number;
}

/**
 * What the answer to a sample must be. An answer must also be a success, unless `Expectation.status()` says otherwise.
 */
export class Expectation {
  /**
   * The answer has this status, such as 400 where the model must refuse the sample.
   *
   * @param code status that the model answers with: 200 to 599
   */
  public static status(code: number): Expectation {
    return new Expectation({ kind: 'status', status: code }, (problems, path) =>
      checkWholeNumber(problems, path, code, { least: 200, most: 599, noun: 'as a status' }),
    );
  }

  /**
   * The answer is this JSON; the order of its members and its spaces do not matter.
   *
   * @param text the JSON, as `{"predictions":[9]}`
   */
  public static json(text: string): Expectation {
    return Expectation.ofJson('json', text);
  }

  /**
   * The answer is JSON that has at least these members with these values, at every depth. Arrays have as many entries.
   *
   * @param text the JSON, as `{"model":"abalone"}`
   */
  public static jsonSubset(text: string): Expectation {
    return Expectation.ofJson('jsonSubset', text);
  }

  /**
   * A part of the answer matches a regular expression of JavaScript; `^` and `$` tie it to the whole.
   *
   * @param pattern the expression, as `^\\d+(,\\d+)*$`
   */
  public static matching(pattern: string): Expectation {
    return new Expectation({ kind: 'pattern', pattern }, (problems, path) => checkPattern(problems, path, pattern));
  }

  /**
   * A number in the JSON of the answer is about as expected.
   *
   * @param path where it lies, as `$.predictions[0].score` or `$['a name'][1]`
   * @param expected the number
   */
  public static number(path: string, expected: ExpectedNumber): Expectation {
    const { about, tolerance = 0 } = expected;

    return new Expectation({ kind: 'number', path, about, tolerance }, (problems, at) =>
      checkNumber(problems, at, path, tolerance),
    );
  }

  /**
   * The answer takes less time than this, from the function to the endpoint and back: 1 millisecond to 60 seconds. The first
   * request to a model may take longer than later ones.
   */
  public static latencyBelow(limit: Duration): Expectation {
    return new Expectation({ kind: 'latency', belowMilliseconds: limit.toMilliseconds() }, (problems, path) =>
      checkDurationRange(problems, path, limit, LATENCY),
    );
  }

  private static ofJson(kind: 'json' | 'jsonSubset', text: string): Expectation {
    return new Expectation({ kind, value: parsed(text) }, (problems, path) => checkJson(problems, path, text));
  }

  private constructor(
    private readonly expected: Expected,
    private readonly check: (problems: Problems, path: string) => void,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.check(problems, path);
  }

  /** @internal */
  public _render(): Expected {
    return this.expected;
  }
}

/** What a text says as JSON; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function checkJson(problems: Problems, path: string, text: string): void {
  if (!Token.isUnresolved(text) && parsed(text) !== undefined) return;

  problems.add({
    code: 'ExpectationNotJson',
    path,
    got: Token.isUnresolved(text) ? 'is known at deployment only' : `is "${text}"`,
    wanted: 'it is JSON that is known at synth',
    remedy: 'write it as JSON.stringify() does',
  });
}

function checkPattern(problems: Problems, path: string, pattern: string): void {
  if (Token.isUnresolved(pattern)) return;

  try {
    new RegExp(pattern);
  } catch {
    problems.add({
      code: 'ExpectationPatternMalformed',
      path,
      got: `is "${pattern}"`,
      wanted: 'it is a regular expression of JavaScript',
      remedy: 'escape what is meant literally, as "\\\\("',
    });
  }
}

function checkNumber(problems: Problems, at: string, path: string, tolerance: number): void {
  if (!Token.isUnresolved(path) && stepsOf(path) === undefined) {
    problems.add({
      code: 'ExpectationPathMalformed',
      path: `${at}.path`,
      got: `is "${path}"`,
      wanted: "it begins with $ and goes on with .name, ['a name'] or [0]",
      remedy: 'write it as "$.predictions[0]"',
    });
  }
  if (Token.isUnresolved(tolerance) || tolerance >= 0) return;

  problems.add({
    code: 'ExpectationToleranceNegative',
    path: `${at}.tolerance`,
    got: `is ${tolerance}`,
    wanted: 'an answer may be 0 or more away',
    remedy: `write ${-tolerance}`,
  });
}
