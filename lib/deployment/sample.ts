import { Stack } from 'aws-cdk-lib';
import { Problems, repeatedIn } from '../core';
import { Expectation } from './expectation';
import { TriedSample } from './handlers/run-smoke-test/expected';
import { InferenceTarget } from './inference-target';

/** How many samples are tried, one after another. */
const MOST_SAMPLES = 20;

/** Size of all samples as JSON, in characters. CloudFormation hands them on in one message. */
const MOST_TEXT = 100_000;

/** A request that is tried, and what its answer must be. It lies in the template as it is: nothing in it may be secret. */
export interface Sample {
  /** Name of the sample, as messages tell it; unique in the test. */
  readonly name: string;

  /** The body of the request. */
  readonly body: string;

  /**
   * Its type.
   *
   * @default 'application/json'
   */
  readonly contentType?: string;

  /**
   * The type that the answer should have.
   *
   * @default - the model chooses
   */
  readonly accept?: string;

  /**
   * What of the endpoint answers. A multi-model endpoint needs one.
   *
   * @default InferenceTarget.endpoint()
   */
  readonly target?: InferenceTarget;

  /**
   * What the answer must be.
   *
   * @default - a success
   */
  readonly expectations?: Expectation[];
}

/** What samples take of the endpoint. */
export function targetOf({ target }: Sample): InferenceTarget {
  return target ?? InferenceTarget.endpoint();
}

/** Samples as the handler reads them. */
export function renderSamples(stack: Stack, samples: readonly Sample[]): string {
  return stack.toJsonString(samples.map(rendered));
}

function rendered(sample: Sample): TriedSample {
  return {
    name: sample.name,
    contentType: sample.contentType ?? 'application/json',
    accept: sample.accept,
    body: sample.body,
    target: targetOf(sample)._input(),
    expected: (sample.expectations ?? []).map((expectation) => expectation._render()),
  };
}

/** Checks that samples can be tried. */
export function checkSamples(problems: Problems, path: string, samples: readonly Sample[]): void {
  checkNumberOfSamples(problems, path, samples.length);
  for (const name of repeatedIn(samples.map((sample) => sample.name))) {
    problems.add({
      code: 'SampleNameRepeated',
      path,
      got: `has two samples "${name}"`,
      wanted: 'a message tells which sample failed',
      remedy: 'give each a name of its own',
    });
  }
  samples.forEach((sample, i) => checkSample(problems, `${path}[${i}]`, sample));
  const size = JSON.stringify(samples.map(rendered)).length;
  if (size <= MOST_TEXT) return;

  problems.add({
    code: 'SamplesTooLarge',
    path,
    got: `has ${size} characters as JSON`,
    wanted: `CloudFormation hands ${MOST_TEXT} on`,
    remedy: 'leave samples out, or write smaller ones',
  });
}

function checkNumberOfSamples(problems: Problems, path: string, length: number): void {
  if (length >= 1 && length <= MOST_SAMPLES) return;

  problems.add({
    code: 'SamplesOutOfRange',
    path,
    got: length === 0 ? 'is empty' : `has ${length} samples`,
    wanted: `a smoke test tries 1 to ${MOST_SAMPLES}`,
    remedy: length === 0 ? 'write a sample' : 'keep those that differ most',
  });
}

function checkSample(problems: Problems, path: string, { target, expectations = [] }: Sample): void {
  target?._check(problems, `${path}.target`);
  expectations.forEach((expectation, i) => expectation._check(problems, `${path}.expectations[${i}]`));
  if (target?._headerOfRequest === undefined) return;

  problems.add({
    code: 'SampleWithoutModel',
    path: `${path}.target`,
    got: 'is modelOfRequest()',
    wanted: 'a sample names its model',
    remedy: "use InferenceTarget.model('abalone.tar.gz')",
  });
}
