import { seededBeta } from '../../../../lib/deployment/handlers/allocate-traffic/random';

const DRAWS = 20_000;

test('the same text gives the same draws', () => {
  const [first, second] = [seededBeta('update 7'), seededBeta('update 7')];

  expect(drawn(second, 2, 5, 10)).toEqual(drawn(first, 2, 5, 10));
});

test('another text gives others', () => {
  const [first, second] = [seededBeta('update 7'), seededBeta('update 8')];

  expect(drawn(second, 2, 5, 10)).not.toEqual(drawn(first, 2, 5, 10));
});

test.each([
  [1, 1],
  [1, 40],
  [30, 300],
  [1.01, 1000],
  [1 + 1e-9, 1 + 1e-9],
  [1.5, 1e6],
])('draws with the parameters %d and %d have the mean of their distribution', (alpha, beta) => {
  const draws = drawn(seededBeta('update 7'), alpha, beta, DRAWS);

  const mean = alpha / (alpha + beta);
  const standardError = Math.sqrt((mean * (1 - mean)) / (alpha + beta + 1) / DRAWS);
  const measured = draws.reduce((sum, value) => sum + value, 0) / DRAWS;
  expect(Math.abs(measured - mean)).toBeLessThan(4 * standardError);
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThanOrEqual(1);
});

function drawn(draw: (alpha: number, beta: number) => number, alpha: number, beta: number, count: number): number[] {
  return Array.from({ length: count }, () => draw(alpha, beta));
}
