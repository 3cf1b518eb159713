import { Duration } from 'aws-cdk-lib';
import { Problems } from '../../lib/core';
import { Expectation } from '../../lib/deployment/expectation';

test.each([
  { expectation: Expectation.status(200), expected: { kind: 'status', status: 200 } },
  { expectation: Expectation.status(599), expected: { kind: 'status', status: 599 } },
  { expectation: Expectation.json('[1]'), expected: { kind: 'json', value: [1] } },
  { expectation: Expectation.json('null'), expected: { kind: 'json', value: null } },
  { expectation: Expectation.jsonSubset('{"a":1}'), expected: { kind: 'jsonSubset', value: { a: 1 } } },
  { expectation: Expectation.matching('^9$'), expected: { kind: 'pattern', pattern: '^9$' } },
  {
    expectation: Expectation.number('$[0]', { about: 9 }),
    expected: { kind: 'number', path: '$[0]', about: 9, tolerance: 0 },
  },
  {
    expectation: Expectation.number('$.a', { about: 9, tolerance: 0.5 }),
    expected: { kind: 'number', path: '$.a', about: 9, tolerance: 0.5 },
  },
  {
    expectation: Expectation.latencyBelow(Duration.seconds(60)),
    expected: { kind: 'latency', belowMilliseconds: 60_000 },
  },
])('the handler reads $expected', ({ expectation, expected }) => {
  const problems = new Problems();

  expectation._check(problems, 'expectation');

  expect(problems.all).toEqual([]);
  expect(expectation._render()).toEqual(expected);
});

test.each([
  {
    expectation: Expectation.status(199),
    message: 'NumberOutOfRange: expectation is 199, it takes 200 to 599 whole as a status; write 200',
  },
  {
    expectation: Expectation.json('{a'),
    message:
      'ExpectationNotJson: expectation is "{a", it is JSON that is known at synth; write it as JSON.stringify() does',
  },
  {
    expectation: Expectation.matching('('),
    message:
      'ExpectationPatternMalformed: expectation is "(", it is a regular expression of JavaScript; escape what is meant literally, as "\\\\("',
  },
  {
    expectation: Expectation.number('a.b', { about: 1, tolerance: -0.5 }),
    message: [
      '2 problems:',
      '  ExpectationPathMalformed: expectation.path is "a.b", it begins with $ and goes on with .name, [\'a name\'] or [0]; write it as "$.predictions[0]"',
      '  ExpectationToleranceNegative: expectation.tolerance is -0.5, an answer may be 0 or more away; write 0.5',
    ].join('\n'),
  },
  {
    expectation: Expectation.latencyBelow(Duration.minutes(2)),
    message: 'DurationOutOfRange: expectation is 2 minutes, it takes 1 milli to 1 minute; use Duration.seconds(60)',
  },
])('$message', ({ expectation, message }) => {
  const problems = new Problems();

  expectation._check(problems, 'expectation');

  expect(() => problems.throwIfAny()).toThrow(message);
});
