import { counterKey, counterPartition, takenKey } from '../../../lib/deployment/handlers/reward-keys';

test('a reward that was taken has a partition of its own', () => {
  const key = takenKey('order-17');

  expect(key).toEqual({ pk: 'reward#order-17', sk: 'taken' });
});

test('a reward is added to the same shard whenever it comes', () => {
  const keys = [counterKey('Champion', 'order-17'), counterKey('Champion', 'order-17')];

  expect(keys[0]).toEqual(keys[1]);
  expect(keys[0].pk).toBe(counterPartition('Champion'));
});

test('rewards spread evenly over eight shards', () => {
  const ids = Array.from({ length: 8_000 }, (_, i) => `order-${i}`);

  const sizes = new Map<string, number>();
  for (const id of ids) {
    const { sk } = counterKey('Champion', id);
    sizes.set(sk, (sizes.get(sk) ?? 0) + 1);
  }

  expect([...sizes.keys()].sort()).toEqual(Array.from({ length: 8 }, (_, i) => `shard#${i}`));
  expect(Math.min(...sizes.values())).toBeGreaterThan(900);
});
