import { HyperparameterRange, HyperparameterScaling, PipelineParameter } from '../../lib/pipelines';
import { renderDefinition } from '../../lib/pipelines/private/rendering';
import { told } from './private/told';

const { LOGARITHMIC, REVERSE_LOGARITHMIC } = HyperparameterScaling;

test('ranges are told as text', () => {
  const ranges = [
    HyperparameterRange.integer('max_depth', 3, 10),
    HyperparameterRange.continuous('eta', 0.01, 0.5, { scaling: LOGARITHMIC }),
    HyperparameterRange.categorical('tree_method', ['hist', 'exact']),
    HyperparameterRange.auto('alpha', '0.1'),
  ];

  expect(ranges.flatMap(toldOf)).toEqual([]);
  expect(ranges.map((range) => range._render())).toEqual([
    { Name: 'max_depth', MinValue: '3', MaxValue: '10', ScalingType: 'Auto' },
    { Name: 'eta', MinValue: '0.01', MaxValue: '0.5', ScalingType: 'Logarithmic' },
    { Name: 'tree_method', Values: ['hist', 'exact'] },
    { Name: 'alpha', ValueHint: '0.1' },
  ]);
});

test('the ends of a range may be chosen by a run', () => {
  const [least, most] = ['Least', 'Most'].map((name) => PipelineParameter.ofInteger(name));

  const range = HyperparameterRange.integer('max_depth', least.asNumber, most.asNumber, { scaling: LOGARITHMIC });

  expect(toldOf(range)).toEqual([]);
  expect(renderDefinition(range._render())).toEqual({
    Name: 'max_depth',
    MinValue: { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Least' }] } },
    MaxValue: { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Most' }] } },
    ScalingType: 'Logarithmic',
  });
});

test.each([
  { least: 10, greatest: 3 },
  { least: 3, greatest: 3 },
])('a range from $least to $greatest is refused', ({ least, greatest }) => {
  expect(toldOf(HyperparameterRange.integer('max_depth', least, greatest))).toEqual([
    `RangeEmpty: ranges[0] goes from ${least} to ${greatest}, a range is searched upwards; give the smaller number first, or fix the hyperparameter in hyperparameters`,
  ]);
});

test('whole numbers end at whole numbers', () => {
  expect(toldOf(HyperparameterRange.integer('max_depth', 3, 9.5))).toEqual([
    'RangeNotWhole: ranges[0] ends at 9.5, a range of whole numbers has whole ends; round it, or use HyperparameterRange.continuous(…)',
  ]);
});

test.each([
  HyperparameterRange.integer('max_depth', 1, 10, { scaling: LOGARITHMIC }),
  HyperparameterRange.continuous('eta', 0, 0.999, { scaling: REVERSE_LOGARITHMIC }),
])('scale %# is accepted', (range) => {
  expect(toldOf(range)).toEqual([]);
});

test.each([
  {
    range: HyperparameterRange.continuous('eta', 0, 1, { scaling: LOGARITHMIC }),
    message:
      'is Logarithmic from 0 to 1, only ranges above 0 have orders of magnitude; begin the range above 0, or use HyperparameterScaling.LINEAR',
  },
  {
    range: HyperparameterRange.continuous('eta', 0.5, 1, { scaling: REVERSE_LOGARITHMIC }),
    message:
      'is ReverseLogarithmic from 0.5 to 1, this scale knows numbers from 0 to below 1; end the range below 1, or use HyperparameterScaling.LINEAR',
  },
  {
    range: HyperparameterRange.continuous('eta', -0.5, 0.5, { scaling: REVERSE_LOGARITHMIC }),
    message:
      'is ReverseLogarithmic from -0.5 to 0.5, this scale knows numbers from 0 to below 1; end the range below 1, or use HyperparameterScaling.LINEAR',
  },
  {
    range: HyperparameterRange.integer('max_depth', 3, 10, { scaling: REVERSE_LOGARITHMIC }),
    message:
      'is ReverseLogarithmic from 3 to 10, whole numbers are searched from below only; use HyperparameterScaling.LOGARITHMIC, or HyperparameterRange.continuous(…)',
  },
])('a scale that does not fit its range is refused: $message', ({ range, message }) => {
  expect(toldOf(range)).toEqual([`RangeScalingUnsupported: ranges[0].scaling ${message}`]);
});

test.each([
  { count: 0, got: 'is empty' },
  { count: 31, got: 'has 31 entries' },
])('$count categories are refused', ({ count, got }) => {
  const values = [...Array(count).keys()].map((i) => `value${i}`);

  expect(toldOf(HyperparameterRange.categorical('tree_method', values))).toEqual([
    `EntriesOutOfRange: ranges[0].values ${got}, SageMaker chooses among 1 to 30 values; leave out those that promise least`,
  ]);
});

test('texts have an end, and categories differ', () => {
  const long = 'a'.repeat(257);

  expect(toldOf(HyperparameterRange.categorical(long, [long, 'hist', 'hist']))).toEqual([
    'TextTooLong: ranges[0].hyperparameterName has 257 characters, SageMaker takes up to 256; shorten it',
    'TextTooLong: ranges[0].values[0] has 257 characters, SageMaker takes up to 256; shorten it',
    'RangeValueTaken: ranges[0].values has "hist" more than once, a tuning job tries each value once; leave out all but one',
  ]);
  expect(toldOf(HyperparameterRange.auto('alpha', long))).toEqual([
    'TextTooLong: ranges[0].valueHint has 257 characters, SageMaker takes up to 256; shorten it',
  ]);
});

function toldOf(range: HyperparameterRange): string[] {
  return told((problems) => range._check(problems, 'ranges[0]'));
}
