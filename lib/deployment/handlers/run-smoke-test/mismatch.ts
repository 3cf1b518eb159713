import { isDeepStrictEqual } from 'node:util';
import { Expected } from './expected';
import { stepsOf, valueAt } from './json-path';

/** How a request was answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly milliseconds: number;
}

/** How much of an answer a message repeats, in characters. */
const EXCERPT = 200;

/** What differs between an answer and what it must be. An answer must be a success unless another status is expected. */
export function mismatchesOf(answer: Answer, expected: readonly Expected[]): string[] {
  const status: Expected[] = expected.some(({ kind }) => kind === 'status') ? [] : [{ kind: 'status', status: 200 }];

  return [...status, ...expected].flatMap((each) => mismatch(answer, each) ?? []);
}

function mismatch(answer: Answer, expected: Expected): string | undefined {
  const { status, body, milliseconds } = answer;

  switch (expected.kind) {
    case 'status':
      return status === expected.status ? undefined : `the status is ${status}, not ${expected.status}: ${told(body)}`;
    case 'pattern':
      return new RegExp(expected.pattern).test(body) ? undefined : `${told(body)} does not match ${expected.pattern}`;
    case 'latency':
      return milliseconds < expected.belowMilliseconds
        ? undefined
        : `the answer took ${milliseconds} ms, ${expected.belowMilliseconds} ms or more`;
    default:
      return mismatchInJson(body, expected);
  }
}

function mismatchInJson(
  body: string,
  expected: Extract<Expected, { kind: 'json' | 'jsonSubset' | 'number' }>,
): string | undefined {
  const parsed = parse(body);
  if (!parsed) return `${told(body)} is no JSON`;

  const { value } = parsed;
  switch (expected.kind) {
    case 'json':
      return isDeepStrictEqual(value, expected.value) ? undefined : `${told(body)} is not ${told(expected.value)}`;
    case 'jsonSubset':
      return contains(value, expected.value) ? undefined : `${told(body)} does not contain ${told(expected.value)}`;
    case 'number':
      return mismatchOfNumber(valueAt(value, stepsOf(expected.path) ?? []), expected);
  }
}

function mismatchOfNumber(
  found: unknown,
  { path, about, tolerance }: Extract<Expected, { kind: 'number' }>,
): string | undefined {
  if (typeof found !== 'number') return `${path} is ${found === undefined ? 'missing' : told(found)}, no number`;

  return Math.abs(found - about) <= tolerance ? undefined : `${path} is ${found}, not ${about} ± ${tolerance}`;
}

/** Whether an object has the members of another, and an array the entries, each of which may have more. */
function contains(value: unknown, part: unknown): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(value) && value.length === part.length && part.every((each, i) => contains(value[i], each));
  }
  if (typeof part !== 'object' || part === null) return value === part;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;

  return Object.entries(part).every(
    ([name, each]) => Object.hasOwn(value, name) && contains((value as Record<string, unknown>)[name], each),
  );
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** A value as far as a message repeats it. */
function told(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);

  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)}…`;
}
