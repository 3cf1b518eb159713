import { Lazy } from 'aws-cdk-lib';
import { CapacitySize, Percent } from '../../lib/deployment';

const UNKNOWN = Lazy.number({ produce: () => 2 });

test.each([
  { size: CapacitySize.percent(Percent.of(1)), text: '1 %', rendered: { type: 'CAPACITY_PERCENT', value: 1 } },
  { size: CapacitySize.percent(Percent.of(100)), text: '100 %', rendered: { type: 'CAPACITY_PERCENT', value: 100 } },
  { size: CapacitySize.instances(1), text: '1 instance', rendered: { type: 'INSTANCE_COUNT', value: 1 } },
  { size: CapacitySize.instances(12), text: '12 instances', rendered: { type: 'INSTANCE_COUNT', value: 12 } },
  { size: CapacitySize.copies(1), text: '1 copy', rendered: { type: 'COPY_COUNT', value: 1 } },
  { size: CapacitySize.copies(3), text: '3 copies', rendered: { type: 'COPY_COUNT', value: 3 } },
])('$text is a size', ({ size, text, rendered }) => {
  expect(size.toString()).toBe(text);
  expect(size._render()).toEqual(rendered);
});

test.each([CapacitySize.percent(Percent.of(UNKNOWN)), CapacitySize.instances(UNKNOWN), CapacitySize.copies(UNKNOWN)])(
  'a size may be known at deployment only, %#',
  (size) => {
    expect(size._render().value).toBe(UNKNOWN);
  },
);

test.each([0, -1, 1.5, NaN])('%p is no number of instances or copies', (count) => {
  for (const size of [() => CapacitySize.instances(count), () => CapacitySize.copies(count)]) {
    expect(size).toThrow(
      `CapacitySizeUnusable: count is ${count}, a deployment moves whole instances, copies or percents, 1 or more at a time; write 1, 2 or more`,
    );
  }
});

test('nothing is no size', () => {
  const size = () => CapacitySize.percent(Percent.of(0));

  expect(size).toThrow(
    'CapacitySizeUnusable: share is 0 %, a deployment moves whole instances, copies or percents, 1 or more at a time; write Percent.of(1)',
  );
});

test('a share is a whole number', () => {
  const size = () => CapacitySize.percent(Percent.of(12.5));

  expect(size).toThrow(
    'PercentNotWhole: share is 12.5 %, SageMaker takes this share in whole percents; use Percent.of(13)',
  );
});
