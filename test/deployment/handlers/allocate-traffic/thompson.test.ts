import { newArm } from '../../../../lib/deployment/handlers/allocate-traffic/arm';
import { seededBeta } from '../../../../lib/deployment/handlers/allocate-traffic/random';
import { thompsonShares } from '../../../../lib/deployment/handlers/allocate-traffic/thompson';
import { armOf } from '../../arms';

test('arms of which nothing is known have about the same share', () => {
  const arms = [newArm('blue'), newArm('green'), newArm('red'), newArm('grey')];

  const shares = thompsonShares(arms, seededBeta('update 7'));

  for (const share of shares) expect(share).toBeCloseTo(0.25, 1);
});

test('a share is the probability that the arm is the best one', () => {
  // Three successes in three requests against nothing known: the integral of 4x³ · x is 4/5.
  const arms = [armOf('blue', 3, 3), newArm('green')];

  const [blue, green] = thompsonShares(arms, seededBeta('update 7'));

  expect(Math.abs(blue - 0.8)).toBeLessThan(0.012);
  expect(blue + green).toBeCloseTo(1, 12);
});

test('the more is known of two arms, the less goes to the worse one', () => {
  const shares = [10, 100, 1000].map(
    (count) =>
      thompsonShares(
        [armOf('blue', count * 0.3, count), armOf('green', count * 0.2, count)],
        seededBeta('update 7'),
      )[1],
  );

  expect(shares[0]).toBeGreaterThan(shares[1]);
  expect(shares[1]).toBeGreaterThan(shares[2]);
  expect(shares[2]).toBeLessThan(0.001);
});

test.each([1e-300, 1e-12, 1e-6, 1])('rewards that are almost forgotten hold nothing up: %d of them', (evidence) => {
  const arms = [armOf('blue', evidence / 2, evidence), armOf('green', evidence / 2, evidence)];

  const [blue] = thompsonShares(arms, seededBeta('update 7'));

  expect(blue).toBeCloseTo(0.5, 1);
});
