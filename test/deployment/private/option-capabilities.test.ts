import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Problems, renderProblem } from '../../../lib/core';
import {
  Capability,
  capabilityNames,
  capabilityOf,
  capabilityTable,
  checkCapability,
  isAllowed,
  OptionName,
  optionNames,
} from '../../../lib/deployment/private/option-capabilities';

const README = path.join(__dirname, '../../../lib/deployment/README.md');
const CELLS = optionNames().flatMap((option) => capabilityNames().map((capability) => ({ option, capability })));

test('what an option can do is no problem', () => {
  const problems = new Problems();

  checkCapability(problems, 'dataCapture', 'realTime', 'dataCapture', 'is set');

  expect(problems.all).toEqual([]);
});

test('what an option cannot do is told with the reason, the options that can and the page', () => {
  const problems = new Problems();

  checkCapability(problems, 'dataCapture', 'serverless', 'dataCapture', 'is set');

  expect(problems.all.map(renderProblem)).toEqual([
    'InferenceOptionExcludes: dataCapture is set, serverless excludes data capture, as SageMaker captures at instances only; leave it out, or choose real-time, batch transform, inference pipeline or inference components; see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html',
  ]);
});

test('a single option that can is named alone', () => {
  const problems = new Problems();

  checkCapability(problems, 'concurrency', 'realTime', 'provisionedConcurrency', 'has 2 warm copies');

  expect(problems.all.map(renderProblem)).toEqual([
    'InferenceOptionExcludes: concurrency has 2 warm copies, real-time excludes provisioned concurrency, as it keeps serverless capacity warm, and instances are warm; leave it out, or choose serverless; see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html',
  ]);
});

test.each<[Capability, OptionName[]]>([
  ['vpc', ['serverless']],
  ['networkIsolation', ['serverless']],
  ['rolling', ['serverless', 'batchTransform']],
  ['uncompressedModel', ['serverless', 'batchTransform', 'multiModel']],
  ['gpu', ['serverless', 'multiContainer']],
  ['volumeKey', []],
])('%s is excluded by %j alone', (capability, expected) => {
  const excluded = optionNames().filter((option) => !isAllowed(option, capability));

  expect(excluded).toEqual(expected);
});

test.each<[Capability, OptionName[]]>([
  ['shadow', ['realTime']],
  ['explainability', ['realTime', 'multiModel']],
  ['inferenceRecommender', ['realTime', 'serverless']],
  ['scaleToZero', ['serverless', 'asynchronous', 'inferenceComponents']],
  ['trafficWeights', ['realTime', 'multiContainer', 'inferencePipeline']],
  ['instancePools', ['realTime', 'asynchronous', 'inferenceComponents']],
  ['serialPipeline', ['realTime', 'batchTransform', 'multiModel', 'inferencePipeline']],
])('%s is for %j alone', (capability, expected) => {
  const allowed = optionNames().filter((option) => isAllowed(option, capability));

  expect(allowed).toEqual(expected);
});

test.each(capabilityNames())('%s is for one option at least, which an error can name', (capability) => {
  const allowed = optionNames().filter((option) => isAllowed(option, capability));

  expect(allowed).not.toEqual([]);
});

test.each(CELLS.filter(({ option, capability }) => !isAllowed(option, capability)))(
  '$option excludes $capability with a clause and a page of AWS',
  ({ option, capability }) => {
    const cell = capabilityOf(option, capability);

    expect(cell).toEqual({
      allowed: false,
      reason: expect.stringMatching(/^(?:[a-z]|SageMaker ).*[a-zA-Z0-9]$/),
      page: expect.stringMatching(
        /^https:\/\/docs\.aws\.amazon\.com\/sagemaker\/latest\/(?:dg|APIReference)\/\w[\w-]*\.html$/,
      ),
    });
  },
);

test('the README shows the table that the checks follow', () => {
  const [, shown] = /<!-- options -->\n([\s\S]*?)\n<!-- \/options -->/.exec(readFileSync(README, 'utf8')) ?? [];

  expect(shown).toBe(capabilityTable());
});
