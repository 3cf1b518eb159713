import { newArm } from '../../../../lib/deployment/handlers/allocate-traffic/arm';
import { epsilonGreedyShares } from '../../../../lib/deployment/handlers/allocate-traffic/epsilon-greedy';
import { armOf } from '../../arms';

const ARMS = [armOf('blue', 10, 100), armOf('green', 30, 100), armOf('red', 20, 100)];

test.each([
  [0, [0, 1, 0]],
  [0.3, [0.1, 0.8, 0.1]],
  [1, [1 / 3, 1 / 3, 1 / 3]],
])('with an epsilon of %d the best arm has the rest', (epsilon, expected) => {
  const shares = epsilonGreedyShares(ARMS, epsilon);

  shares.forEach((share, arm) => expect(share).toBeCloseTo(expected[arm], 12));
});

test('arms with the same best mean divide the rest', () => {
  const shares = epsilonGreedyShares([...ARMS, armOf('grey', 3, 10)], 0);

  expect(shares).toEqual([0, 0.5, 0, 0.5]);
});

test('an arm that was never tried may be the best one', () => {
  const shares = epsilonGreedyShares([...ARMS, newArm('grey')], 0);

  expect(shares).toEqual([0, 0, 0, 1]);
});

test.each([-0.1, 1.1, NaN])('an epsilon of %d is refused', (epsilon) => {
  expect(() => epsilonGreedyShares(ARMS, epsilon)).toThrow(
    new Error(`BanditEpsilonOutOfRange: epsilon is ${epsilon}, it must be 0 to 1`),
  );
});
