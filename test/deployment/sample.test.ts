import { CfnParameter } from 'aws-cdk-lib';
import { Problems } from '../../lib/core';
import { Expectation } from '../../lib/deployment/expectation';
import { InferenceTarget } from '../../lib/deployment/inference-target';
import { checkSamples, renderSamples, Sample } from '../../lib/deployment/sample';
import { stackIn } from './endpoints';

const YOUNG: Sample = { name: 'young', body: '{}' };

test('a sample is JSON that any model may answer, unless it says otherwise', () => {
  const stack = stackIn();

  const text = renderSamples(stack, [
    YOUNG,
    { name: 'old', body: '1', contentType: 'text/csv', accept: 'text/csv', target: InferenceTarget.variant('B') },
  ]);

  expect(JSON.parse(stack.resolve(text) as string)).toEqual([
    { name: 'young', contentType: 'application/json', body: '{}', target: {}, expected: [] },
    {
      name: 'old',
      contentType: 'text/csv',
      accept: 'text/csv',
      body: '1',
      target: { TargetVariant: 'B' },
      expected: [],
    },
  ]);
});

test('a body may be known at deployment only', () => {
  const stack = stackIn();
  const body = new CfnParameter(stack, 'Body').valueAsString;

  const text = renderSamples(stack, [{ ...YOUNG, body }]);

  expect(JSON.stringify(stack.resolve(text))).toContain('{"Ref":"Body"}');
});

test.each([1, 20])('%d samples are taken', (count) => {
  const problems = new Problems();

  checkSamples(problems, 'samples', samplesOf(count));

  expect(problems.all).toEqual([]);
});

test.each<{ samples: Sample[]; message: string }>([
  { samples: [], message: 'SamplesOutOfRange: samples is empty, a smoke test tries 1 to 20; write a sample' },
  {
    samples: samplesOf(21),
    message: 'SamplesOutOfRange: samples has 21 samples, a smoke test tries 1 to 20; keep those that differ most',
  },
  {
    samples: [YOUNG, YOUNG],
    message:
      'SampleNameRepeated: samples has two samples "young", a message tells which sample failed; give each a name of its own',
  },
  {
    samples: [{ ...YOUNG, body: 'x'.repeat(100_000) }],
    message:
      'SamplesTooLarge: samples has 100087 characters as JSON, CloudFormation hands 100000 on; leave samples out, or write smaller ones',
  },
  {
    samples: [{ ...YOUNG, target: InferenceTarget.modelOfRequest() }],
    message:
      "SampleWithoutModel: samples[0].target is modelOfRequest(), a sample names its model; use InferenceTarget.model('abalone.tar.gz')",
  },
  {
    samples: [{ ...YOUNG, target: InferenceTarget.model('a b'), expectations: [Expectation.matching('(')] }],
    message: [
      '2 problems:',
      '  InferenceTargetMalformed: samples[0].target is "a b", it is sent in a header: letters, digits, dots, slashes, underscores and hyphens; copy the name that the endpoint knows',
      '  ExpectationPatternMalformed: samples[0].expectations[0] is "(", it is a regular expression of JavaScript; escape what is meant literally, as "\\\\("',
    ].join('\n'),
  },
])('$message', ({ samples, message }) => {
  const problems = new Problems();

  checkSamples(problems, 'samples', samples);

  expect(() => problems.throwIfAny()).toThrow(message);
});

function samplesOf(count: number): Sample[] {
  return Array.from({ length: count }, (_, i) => ({ ...YOUNG, name: `sample ${i}` }));
}
