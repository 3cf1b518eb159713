import { readFileSync } from 'node:fs';
import * as path from 'node:path';

interface Deviation {
  readonly flag: string;
  readonly value: unknown;
  readonly reason: string;
}

/** Flags that we set otherwise than AWS recommends. */
const DEVIATIONS: readonly Deviation[] = [];

/** Context of our own: no feature flag. */
const OWN_CONTEXT = ['description'];

const recommended = readJson(require.resolve('aws-cdk-lib/recommended-feature-flags.json'));
const { context } = readJson(path.join(__dirname, '..', 'cdk.json')) as { context: Record<string, unknown> };

test('cdk.json sets every recommended feature flag as recommended, and the listed deviations', () => {
  const expected = { ...recommended, ...Object.fromEntries(DEVIATIONS.map(({ flag, value }) => [flag, value])) };

  const flags = Object.fromEntries(Object.entries(context).filter(([key]) => !OWN_CONTEXT.includes(key)));

  expect(flags).toEqual(expected);
});

test('every listed deviation deviates, for a stated reason', () => {
  const idle = DEVIATIONS.filter(({ flag, value, reason }) => recommended[flag] === value || reason === '');

  expect(idle).toEqual([]);
});

test('a template that CloudFormation would reject is an error, not a warning', () => {
  expect(context['@aws-cdk/core:validateAgainstDefaultRules']).toBe(true);
});

test('the app reads a description that is named in the context', () => {
  expect(context.description).toBe('examples/reference/platform.yaml');
});

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}
