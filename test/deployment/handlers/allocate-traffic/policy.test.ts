import { Policy, sharesBy } from '../../../../lib/deployment/handlers/allocate-traffic/policy';
import { seededBeta } from '../../../../lib/deployment/handlers/allocate-traffic/random';
import { armOf } from '../../arms';

const ARMS = [armOf('blue', 100, 1000), armOf('green', 300, 1000)];

test.each<[Policy, number]>([
  [{ kind: 'thompson' }, 1],
  [{ kind: 'thompson', draws: 10 }, 1],
  [{ kind: 'ucb1' }, 1],
  [{ kind: 'ucb1', plays: 2.5 }, 1],
  [{ kind: 'epsilonGreedy', epsilon: 0.1 }, 0.95],
])('%j gives the better of two arms %d of the traffic', (policy, expected) => {
  const [blue, green] = sharesBy(policy, ARMS, seededBeta('update 7'));

  expect(green).toBeCloseTo(expected, 12);
  expect(blue + green).toBeCloseTo(1, 12);
});

test.each<[Policy, string]>([
  [{ kind: 'thompson', draws: 0 }, 'BanditDrawsOutOfRange: draws is 0, it must be 1 to 100000'],
  [{ kind: 'thompson', draws: 1e6 }, 'BanditDrawsOutOfRange: draws is 1000000, it must be 1 to 100000'],
  [{ kind: 'ucb1', plays: NaN }, 'BanditPlaysOutOfRange: plays is NaN, it must be 1 to 100000'],
])('%j is refused', (policy, message) => {
  expect(() => sharesBy(policy, ARMS, seededBeta('update 7'))).toThrow(new Error(message));
});
