import { stepsOf, valueAt } from '../../../../lib/deployment/handlers/run-smoke-test/json-path';

test.each([
  ['$', []],
  ['$.a', ['a']],
  ["$.predictions[0].score['a name'][12]", ['predictions', 0, 'score', 'a name', 12]],
])('%s has the steps %j', (path, expected) => {
  const steps = stepsOf(path);

  expect(steps).toEqual(expected);
});

test.each(['', 'a', '.a', '$a', '$..a', '$.', '$[]', '$[-1]', '$[a]', "$['']", '$.a b'])('%s is no path', (path) => {
  const steps = stepsOf(path);

  expect(steps).toBeUndefined();
});

test.each([
  [{ a: [{ b: 1 }] }, ['a', 0, 'b'], 1],
  [7, [], 7],
  [{ a: 1 }, ['b'], undefined],
  [{ a: 1 }, ['a', 'b'], undefined],
  [[1], ['length'], undefined],
  [{ 0: 1 }, [0], undefined],
  [{}, ['toString'], undefined],
  [null, ['a'], undefined],
])('in %j lies at %j: %j', (value, steps, expected) => {
  const found = valueAt(value, steps);

  expect(found).toEqual(expected);
});
