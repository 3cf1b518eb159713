import { newArm } from '../../../../lib/deployment/handlers/allocate-traffic/arm';
import { ucb1Shares } from '../../../../lib/deployment/handlers/allocate-traffic/ucb1';
import { armOf } from '../../arms';

test('arms of which nothing is known take turns', () => {
  const shares = ucb1Shares([newArm('blue'), newArm('green')], 10);

  expect(shares).toEqual([0.5, 0.5]);
});

test('an arm that was never tried comes first', () => {
  const arms = [armOf('blue', 9, 10), newArm('green')];

  const shares = ucb1Shares(arms, 1);

  expect(shares).toEqual([0, 1]);
});

test('one play goes to the highest upper confidence bound', () => {
  // 0.5 + √(2 ln 111 / 100) = 0.807 and 0.3 + √(2 ln 111 / 10) = 1.27.
  const arms = [armOf('blue', 50, 100), armOf('green', 3, 10)];

  const shares = ucb1Shares(arms, 1);

  expect(shares).toEqual([0, 1]);
});

test('the plays of a batch narrow the bound, until another arm has the highest', () => {
  const arms = [armOf('blue', 50, 100), armOf('green', 3, 10)];

  const [blue, green] = ucb1Shares(arms, 100);

  expect(blue).toBeGreaterThan(0.2);
  expect(green).toBeGreaterThan(0.2);
  expect(blue + green).toBe(1);
});

test('much is known: the best arm has the traffic', () => {
  const arms = [armOf('blue', 50_000, 100_000), armOf('green', 20_000, 100_000)];

  const shares = ucb1Shares(arms);

  expect(shares).toEqual([1, 0]);
});
