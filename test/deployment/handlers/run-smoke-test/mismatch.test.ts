import { Expected } from '../../../../lib/deployment/handlers/run-smoke-test/expected';
import { mismatchesOf } from '../../../../lib/deployment/handlers/run-smoke-test/mismatch';

const PREDICTIONS = '{"model": "abalone", "predictions": [{"rings": 9.3}, {"rings": 12}]}';

test.each<[string, Expected]>([
  [PREDICTIONS, { kind: 'status', status: 200 }],
  [PREDICTIONS, { kind: 'json', value: { predictions: [{ rings: 9.3 }, { rings: 12 }], model: 'abalone' } }],
  [PREDICTIONS, { kind: 'jsonSubset', value: { model: 'abalone' } }],
  [PREDICTIONS, { kind: 'jsonSubset', value: { predictions: [{}, { rings: 12 }] } }],
  ['null', { kind: 'json', value: null }],
  [PREDICTIONS, { kind: 'number', path: '$.predictions[0].rings', about: 9, tolerance: 0.5 }],
  [PREDICTIONS, { kind: 'number', path: '$.predictions[1].rings', about: 12, tolerance: 0 }],
  ['9.3,12', { kind: 'pattern', pattern: '^[\\d.]+(,[\\d.]+)*$' }],
  ['9', { kind: 'latency', belowMilliseconds: 41 }],
])('%s is as expected: %j', (body, expected) => {
  const mismatches = mismatchesOf({ status: 200, body, milliseconds: 40 }, [expected]);

  expect(mismatches).toEqual([]);
});

test.each<[string, Expected, string]>([
  ['9', { kind: 'status', status: 400 }, 'the status is 200, not 400: 9'],
  ['{"a":1}', { kind: 'json', value: { a: 1, b: 2 } }, '{"a":1} is not {"a":1,"b":2}'],
  ['{"a":1,"b":2}', { kind: 'json', value: { a: 1 } }, '{"a":1,"b":2} is not {"a":1}'],
  ['{"a":1}', { kind: 'jsonSubset', value: { b: 2 } }, '{"a":1} does not contain {"b":2}'],
  ['[1,2]', { kind: 'jsonSubset', value: [1] }, '[1,2] does not contain [1]'],
  ['[1]', { kind: 'jsonSubset', value: {} }, '[1] does not contain {}'],
  ['{"a":1', { kind: 'json', value: 1 }, '{"a":1 is no JSON'],
  ['', { kind: 'number', path: '$', about: 1, tolerance: 0 }, ' is no JSON'],
  ['{"a":1}', { kind: 'number', path: '$.b', about: 1, tolerance: 0 }, '$.b is missing, no number'],
  ['{"a":"1"}', { kind: 'number', path: '$.a', about: 1, tolerance: 0 }, '$.a is 1, no number'],
  ['{"a":2}', { kind: 'number', path: '$.a', about: 1, tolerance: 0.5 }, '$.a is 2, not 1 ± 0.5'],
  ['nine', { kind: 'pattern', pattern: '^\\d+$' }, 'nine does not match ^\\d+$'],
  ['9', { kind: 'latency', belowMilliseconds: 40 }, 'the answer took 40 ms, 40 ms or more'],
])('%s is not as expected: %j', (body, expected, mismatch) => {
  const mismatches = mismatchesOf({ status: 200, body, milliseconds: 40 }, [expected]);

  expect(mismatches).toEqual([mismatch]);
});

test('without an expectation an answer must be a success', () => {
  const mismatches = mismatchesOf({ status: 500, body: 'out of memory', milliseconds: 1 }, []);

  expect(mismatches).toEqual(['the status is 500, not 200: out of memory']);
});

test('a long answer is repeated in part', () => {
  const mismatches = mismatchesOf({ status: 500, body: 'x'.repeat(201), milliseconds: 1 }, []);

  expect(mismatches).toEqual([`the status is 500, not 200: ${'x'.repeat(200)}…`]);
});
