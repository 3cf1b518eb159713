import { Stack } from 'aws-cdk-lib';
import { ClarifyCheck, ClarifyValues, GateDataset, GateOptions, QualityCheck, RunChoice } from '../../../lib/pipelines';
import { clarifyGate, qualityGate } from '../../../lib/pipelines/private/managed-gate';
import { renderedIn, stackIn } from '../definitions';
import { FILES, LIMITS, managedEngine, SERVED_MODEL } from '../gates';

const DATASET = GateDataset.csv('s3://acme-data/train/');
const OPTIONS: GateOptions = { engine: managedEngine(), outputS3Uri: 's3://acme-data/check/' };
const BIAS = {
  label: 'hired',
  positiveOutcome: ClarifyValues.ofNumbers(1),
  facets: [{ name: 'sex' }],
};

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('what a gate says reaches the step', () => {
  const { step } = qualityGate('Check', { ...OPTIONS, baseline: FILES, skipCheck: RunChoice.always() }, dataQuality());

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toMatchObject({ SkipCheck: true, FailOnViolation: true, RegisterNewBaseline: false });
});

test('the file with the violations lies beside the others', () => {
  const { violations } = qualityGate('Check', OPTIONS, dataQuality());

  expect(violations).toBe('s3://acme-data/check/constraint_violations.json');
});

test.each([
  ['asks a model', ClarifyCheck.modelBias({ ...BIAS, model: SERVED_MODEL }), false],
  ['looks at data', ClarifyCheck.dataBias(BIAS), true],
])('a check that %s is as isolated as it can be', (_, check, isolated) => {
  const { step } = clarifyGate('Check', { ...OPTIONS, baseline: LIMITS }, DATASET._s3Uri, check);

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments).toMatchObject({ NetworkConfig: { EnableNetworkIsolation: isolated } });
});

function dataQuality(): QualityCheck {
  return QualityCheck.dataQuality({ datasetS3Uri: DATASET._s3Uri, format: DATASET._qualityFormat });
}
