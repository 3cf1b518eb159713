import { banditPartition } from '../../../../lib/deployment/handlers/allocate-traffic/bandit-key';

test('the state of a bandit lies under the name of its endpoint', () => {
  const partition = banditPartition('abalone');

  expect(partition).toBe('bandit#abalone');
});
