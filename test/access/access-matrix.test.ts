import { AccessMatrix, accessMatrixOf, controlPolicyMargins, renderMatrix } from './access-matrix';
import { REFERENCE, referencePlatform } from './reference-platform';

const TIMEOUT_MS = 60_000;

const PLATFORM = referencePlatform();

let matrix: AccessMatrix;

beforeAll(async () => {
  matrix = await accessMatrixOf(PLATFORM, REFERENCE);
}, TIMEOUT_MS);

test('a line of the matrix tells what one role may do', () => {
  const pipeline = matrix.rows.find(({ who }) => who === 'marine-life--abalone-pipeline');

  expect(pipeline).toEqual({
    where: 'marine-life dev',
    who: 'marine-life--abalone-pipeline',
    may: ['train a model', 'register a version', 'pass a role to SageMaker'],
  });
});

test('nobody but the deployment of the management account changes guardrails', () => {
  const who = whoMay('change guardrails').filter(({ where }) => where !== 'management');

  expect(who).toEqual([]);
});

test.each(["read another team's data", 'delete logs', 'change roles', 'change the key policy of data'])(
  'nobody but deployments may %s',
  (capability) => {
    const who = whoMay(capability).filter((row) => row.who !== '(deployment)' && row.where !== 'management');

    expect(who).toEqual([]);
  },
);

test('whoever trains a model does not approve it', () => {
  const both = whoMay('train a model').filter(({ may }) => may.includes('approve a version'));

  expect(both).toEqual([]);
});

test('whoever approves a version does not deploy it', () => {
  const both = whoMay('approve a version').filter(({ may }) => may.some((capability) => /^deploy in/.test(capability)));

  expect(both).toEqual([]);
});

test('nobody deploys by hand to prod, unless to end an outage', () => {
  const byHand = whoMay('deploy in prod').filter(({ who }) => who !== '(deployment)' && !who.endsWith('-break-glass'));

  expect(byHand).toEqual([]);
});

test('the matrix is written as a table with a letter for each capability', () => {
  const text = renderMatrix({
    capabilities: ['train a model', 'approve a version'],
    rows: [
      { where: 'marine-life dev', who: 'jobs', may: ['train a model'] },
      { where: 'registry', who: 'approver (permission set)', may: ['approve a version'] },
    ],
  });

  expect(text).toBe(
    [
      'who may do what (X yes, . no), by simulation of the synthesised policies',
      '',
      '  a  train a model',
      '  b  approve a version',
      '',
      '                                            a b',
      'marine-life dev  jobs                       X .',
      'registry         approver (permission set)  . X',
    ].join('\n'),
  );
});

test('every control policy has room left', () => {
  const lines = controlPolicyMargins(PLATFORM).split('\n').slice(2);

  const spare = lines.map((line) => Number(line.split(/ +/).pop()));

  expect(spare.length).toBeGreaterThan(0);
  expect(Math.min(...spare)).toBeGreaterThanOrEqual(0);
});

function whoMay(capability: string): AccessMatrix['rows'] {
  expect(matrix.capabilities).toContain(capability);
  return matrix.rows.filter(({ may }) => may.includes(capability));
}
