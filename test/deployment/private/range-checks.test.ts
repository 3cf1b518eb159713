import { Duration, Lazy } from 'aws-cdk-lib';
import { checkDurationRange, checkReason, checkWholeNumber } from '../../../lib/deployment/private/range-checks';
import { told } from '../served';

const UNKNOWN = Lazy.number({ produce: () => 0 });
const HOURS = { least: Duration.minutes(1), most: Duration.hours(1) };

test.each([1, 200, UNKNOWN])('a whole number in the range passes: %p', (value) => {
  const problems = told((all) =>
    checkWholeNumber(all, 'maxConcurrency', value, { least: 1, most: 200, noun: 'requests' }),
  );

  expect(problems).toEqual([]);
});

test.each([
  { value: 0, remedy: 1 },
  { value: -1, remedy: 1 },
  { value: 1.5, remedy: 1 },
  { value: NaN, remedy: 1 },
  { value: 201, remedy: 200 },
  { value: Infinity, remedy: 200 },
])('$value is none', ({ value, remedy }) => {
  const problems = told((all) =>
    checkWholeNumber(all, 'maxConcurrency', value, { least: 1, most: 200, noun: 'requests' }),
  );

  expect(problems).toEqual([
    `NumberOutOfRange: maxConcurrency is ${value}, it takes 1 to 200 whole requests; write ${remedy}`,
  ]);
});

test('a range may have no end', () => {
  const problems = told((all) => {
    checkWholeNumber(all, 'minInstances', 1_000_000, { least: 0, noun: 'instances' });
    checkWholeNumber(all, 'minInstances', -1, { least: 0, noun: 'instances' });
  });

  expect(problems).toEqual(['NumberOutOfRange: minInstances is -1, it takes 0 or more whole instances; write 0']);
});

test.each([
  { least: UNKNOWN, most: 2 },
  { least: 1, most: UNKNOWN },
])('nothing is said of a range that is known at deployment only', (range) => {
  const problems = told((all) => checkWholeNumber(all, 'maxInstances', 9, { ...range, noun: 'instances' }));

  expect(problems).toEqual([]);
});

test.each([undefined, Duration.minutes(1), Duration.hours(1), Duration.seconds(UNKNOWN)])(
  'a duration in the range passes, and so does none: %p',
  (value) => {
    const problems = told((all) => checkDurationRange(all, 'startupTimeout', value, HOURS));

    expect(problems).toEqual([]);
  },
);

test.each([
  { value: Duration.seconds(59), got: '59 seconds', remedy: 60 },
  { value: Duration.seconds(3_601), got: '1 hour 1 second', remedy: 3_600 },
])('$got are out of the range', ({ value, got, remedy }) => {
  const problems = told((all) => checkDurationRange(all, 'startupTimeout', value, HOURS));

  expect(problems).toEqual([
    `DurationOutOfRange: startupTimeout is ${got}, it takes 1 minute to 1 hour; use Duration.seconds(${remedy})`,
  ]);
});

test.each(['ten chars.', Lazy.string({ produce: () => '' })])('a reason says something: %p', (reason) => {
  const problems = told((all) => checkReason(all, 'stage.withoutVpc', reason));

  expect(problems).toEqual([]);
});

test.each([
  { reason: '', got: 'is blank' },
  { reason: ' \n ', got: 'is blank' },
  { reason: 'nine char', got: 'is "nine char"' },
  { reason: '  because  ', got: 'is "  because  "' },
])('a reason that $got says nothing', ({ reason, got }) => {
  const problems = told((all) => checkReason(all, 'stage.withoutVpc', reason));

  expect(problems).toEqual([
    `RelaxationWithoutReason: stage.withoutVpc ${got}, a security reviewer reads there why the rule does not hold; write the reason as a sentence`,
  ]);
});
