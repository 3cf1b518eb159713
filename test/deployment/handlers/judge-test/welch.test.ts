import { MeanSample } from '../../../../lib/deployment/handlers/judge-test/samples';
import { differenceOfMeans } from '../../../../lib/deployment/handlers/judge-test/welch';

test('the degrees of freedom are those of Welch', () => {
  const difference = differenceOfMeans(sample(10, 20.6, 9), sample(20, 22.1, 0.9));

  expect(difference.estimate).toBeCloseTo(1.5, 9);
  expect(difference.variance).toBeCloseTo(9 / 10 + 0.9 / 20, 9);
  expect(difference.degreesOfFreedom).toBeCloseTo(9.911, 3);
});

test('equal variances of equal samples have the degrees of freedom of Student', () => {
  const difference = differenceOfMeans(sample(50, 1, 4), sample(50, 2, 4));

  expect(difference.degreesOfFreedom).toBeCloseTo(98, 6);
});

test('a small sample that has missed the rare large values borrows the variance of the large one', () => {
  const difference = differenceOfMeans(sample(9_000, 1, 100), sample(1_000, 0, 0));

  expect(difference.variance).toBeCloseTo(90 / 9_000 + 90 / 1_000, 6);
});

test('values that never vary have a variance of 0', () => {
  const difference = differenceOfMeans(sample(100, 1, 0), sample(100, 2, 0));

  expect(difference.variance).toBe(0);
});

function sample(count: number, mean: number, variance: number): MeanSample {
  return { variant: 'any', count, sum: count * mean, sumOfSquares: (count - 1) * variance + count * mean ** 2 };
}
