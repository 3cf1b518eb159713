import { updateTraffic } from '../../../../lib/deployment/handlers/allocate-traffic/update';
import { errorNamed } from '../reward-tables';
import { banditIn, operationsOf, WatchedBandit } from './bandits';

const FIRST = { scheduledAt: '2026-11-22T10:00:00Z' };
const SECOND = { scheduledAt: '2026-11-22T11:00:00Z' };

/** A bandit after its first update, and twenty rewards of each variant, most of them of green. */
async function rewardedBandit(): Promise<WatchedBandit> {
  const bandit = banditIn();
  await updateTraffic(FIRST, bandit);
  bandit.world.rewards = { blue: [20, 5], green: [20, 15] };
  for (const heard of [bandit.calls, bandit.lines]) heard.length = 0;

  return bandit;
}

test('the traffic moves towards the variant that earns the most, one step at a time', async () => {
  const bandit = await rewardedBandit();

  await updateTraffic(SECOND, bandit);

  expect(bandit.calls.at(-1)).toEqual([
    'UpdateEndpointWeightsAndCapacities',
    {
      EndpointName: 'abalone',
      DesiredWeightsAndCapacities: [
        { VariantName: 'blue', DesiredWeight: 0.6 },
        { VariantName: 'green', DesiredWeight: 1.4 },
      ],
    },
  ]);
  expect(bandit.lines).toEqual([
    [
      'INFO',
      'the traffic moves',
      { EndpointName: 'abalone', ...SECOND, update: 2, weights: { blue: 0.6, green: 1.4 } },
    ],
  ]);
});

test('an update measures the share and the mean reward of each variant, and that weights were found', async () => {
  const bandit = await rewardedBandit();

  await updateTraffic(SECOND, bandit);

  expect(bandit.measured).toEqual({
    'TrafficShare blue': 0.3,
    'TrafficShare green': 0.7,
    'MeanReward blue': 0.25,
    'MeanReward green': 0.75,
    AllocationSkipped: 0,
    AllocationRefused: 0,
  });
});

test('weights that are as decided are left alone, so that the endpoint is not updated in vain', async () => {
  const bandit = banditIn();

  await updateTraffic(FIRST, bandit);

  expect(operationsOf(bandit)).toEqual(['DescribeEndpoint', 'GetItem', 'Query', 'Query', 'PutItem']);
  expect(bandit.lines).toEqual([
    [
      'INFO',
      'the traffic is as decided',
      { EndpointName: 'abalone', ...FIRST, update: 1, weights: { blue: 1, green: 1 } },
    ],
  ]);
});

test('the state lies in the partition of its endpoint', async () => {
  const bandit = banditIn();

  await updateTraffic(FIRST, bandit);

  const key = { pk: { S: 'bandit#abalone' }, sk: { S: 'state' } };
  expect(bandit.calls).toContainEqual(['GetItem', { TableName: 'rewards', Key: key, ConsistentRead: true }]);
  expect(bandit.calls).toContainEqual(['PutItem', expect.objectContaining({ Item: expect.objectContaining(key) })]);
});

test('an event that is delivered twice moves the traffic by one step and learns its rewards once', async () => {
  const bandit = await rewardedBandit();

  await updateTraffic(SECOND, bandit);
  await updateTraffic(SECOND, bandit);

  expect(operationsOf(bandit).filter((operation) => /Put|Update/.test(operation))).toEqual([
    'PutItem',
    'UpdateEndpointWeightsAndCapacities',
  ]);
  expect(bandit.world.weights).toEqual({ blue: 0.6, green: 1.4 });
});

test('an update that died after its claim is finished by its repetition, with the same weights', async () => {
  const bandit = await rewardedBandit();
  bandit.world.errors = { UpdateEndpointWeightsAndCapacities: errorNamed('TimeoutError') };

  const died = updateTraffic(SECOND, bandit);

  await expect(died).rejects.toThrow('told by TimeoutError');
  bandit.world.errors = {};
  await updateTraffic(SECOND, bandit);
  expect(bandit.world.weights).toEqual({ blue: 0.6, green: 1.4 });
  expect(bandit.world.state?.version).toBe(2);
});

test('of two runs at the same time one gives up before it moves anything', async () => {
  const bandit = await rewardedBandit();
  const { world } = bandit;
  world.before = {
    PutItem: () => {
      world.state = world.state && { ...world.state, version: 2 };
    },
  };

  await updateTraffic(SECOND, bandit);

  expect(operationsOf(bandit)).not.toContain('UpdateEndpointWeightsAndCapacities');
  expect(bandit.lines).toEqual([['WARN', 'another run has made this update', { EndpointName: 'abalone', ...SECOND }]]);
  expect(bandit.measured).toMatchObject({ AllocationSkipped: 1, AllocationRefused: 0 });
});

test.each(['Creating', 'Updating', 'SystemUpdating', 'RollingBack'])(
  'nothing is touched or measured while the endpoint is %s',
  async (status) => {
    const bandit = banditIn({ status });

    await updateTraffic(FIRST, bandit);

    expect(operationsOf(bandit)).toEqual(['DescribeEndpoint']);
    expect(bandit.lines).toEqual([
      ['INFO', 'the endpoint is being changed', { EndpointName: 'abalone', ...FIRST, status }],
    ]);
    expect(bandit.measured).toEqual({});
  },
);

test.each([
  ['the endpoint is not in service', { status: 'Failed' }, { status: 'Failed' }],
  ['the endpoint has variants that nobody rewards', { weights: { blue: 1, red: 1 } }, { strangers: ['red'] }],
  [
    'the endpoint is gone',
    {
      errors: {
        DescribeEndpoint: Object.assign(new Error('Could not find endpoint "abalone".'), {
          name: 'ValidationException',
        }),
      },
    },
    {},
  ],
])('the update is skipped and measured when %s', async (message, wished, facts) => {
  const bandit = banditIn(wished);

  await updateTraffic(FIRST, bandit);

  expect(operationsOf(bandit)).toEqual(['DescribeEndpoint']);
  expect(bandit.lines).toEqual([['WARN', message, { EndpointName: 'abalone', ...FIRST, ...facts }]]);
  expect(bandit.measured).toEqual({ AllocationSkipped: 1, AllocationRefused: 0 });
});

test.each([
  ['ResourceInUse', 'the endpoint is being changed by somebody else'],
  ['ConflictException', 'the endpoint is being changed by somebody else'],
  ['ThrottlingException', 'AWS is busy'],
])('the last weights stay when SageMaker answers %s', async (name, message) => {
  const bandit = await rewardedBandit();
  bandit.world.errors = { UpdateEndpointWeightsAndCapacities: errorNamed(name) };

  await updateTraffic(SECOND, bandit);

  expect(bandit.world.weights).toEqual({ blue: 1, green: 1 });
  expect(bandit.lines).toEqual([['WARN', message, { EndpointName: 'abalone', ...SECOND, error: `told by ${name}` }]]);
  expect(bandit.measured).toMatchObject({ AllocationSkipped: 1, AllocationRefused: 0 });
});

test.each([
  [
    'a deployment begins',
    'Cannot update in-progress endpoint "abalone".',
    'the endpoint is being changed by somebody else',
  ],
  ['a variant is deleted', 'Could not find variant "blue" of endpoint "abalone".', 'a variant has gone meanwhile'],
])('the last weights stay when %s during the update', async (_, error, message) => {
  const bandit = await rewardedBandit();
  const refused = Object.assign(new Error(error), { name: 'ValidationException' });
  bandit.world.errors = { UpdateEndpointWeightsAndCapacities: refused };

  await updateTraffic(SECOND, bandit);

  expect(bandit.world.weights).toEqual({ blue: 1, green: 1 });
  expect(bandit.lines).toEqual([['WARN', message, { EndpointName: 'abalone', ...SECOND, error }]]);
  expect(bandit.measured).toMatchObject({ AllocationSkipped: 1 });
});

test.each(['GetItem', 'Query', 'PutItem'])('nothing moves while the table throttles %s', async (operation) => {
  const bandit = await rewardedBandit();
  bandit.world.errors = { [operation]: errorNamed('ProvisionedThroughputExceededException') };

  await updateTraffic(SECOND, bandit);

  expect(operationsOf(bandit)).not.toContain('UpdateEndpointWeightsAndCapacities');
  expect(bandit.world.state?.version).toBe(1);
  expect(bandit.measured).toMatchObject({ AllocationSkipped: 1 });
});

test('rewards of a skipped update are learned by the next one', async () => {
  const bandit = await rewardedBandit();
  bandit.world.errors = { PutItem: errorNamed('ThrottlingException') };
  await updateTraffic(SECOND, bandit);
  bandit.world.errors = {};

  await updateTraffic({ scheduledAt: '2026-11-22T12:00:00Z' }, bandit);

  expect(bandit.world.state?.arms).toMatchObject([
    { name: 'blue', observations: 20 },
    { name: 'green', observations: 20 },
  ]);
  expect(bandit.world.weights).toEqual({ blue: 0.6, green: 1.4 });
});

test('no weights are made of rewards that cannot be: the last ones stay and an alarm hears of it', async () => {
  const bandit = await rewardedBandit();
  bandit.world.rewards = { blue: [20, 5], green: [20, 21] };

  await updateTraffic(SECOND, bandit);

  expect(operationsOf(bandit)).toEqual(['DescribeEndpoint', 'GetItem', 'Query', 'Query']);
  expect(bandit.lines).toEqual([
    [
      'ERROR',
      'no allocation can be computed, the last weights stay',
      {
        EndpointName: 'abalone',
        ...SECOND,
        code: 'BanditRewardsOutOfRange',
        reason: 'BanditRewardsOutOfRange: rewards of green: total is 21, it must be 0 to 20',
      },
    ],
  ]);
  expect(bandit.measured).toMatchObject({ AllocationSkipped: 0, AllocationRefused: 1 });
});

test.each([
  ['an old event, delivered late', '2026-11-22T09:00:00Z'],
  ['an event a little less than half of the interval later', '2026-11-22T10:29:59Z'],
])('%s, moves nothing', async (_, scheduledAt) => {
  const bandit = await rewardedBandit();

  await updateTraffic({ scheduledAt }, bandit);

  expect(operationsOf(bandit)).toEqual(['DescribeEndpoint', 'GetItem']);
  expect(bandit.lines).toEqual([
    [
      'INFO',
      'the last update is too recent',
      { EndpointName: 'abalone', scheduledAt, last: '2026-11-22T10:00:00.000Z' },
    ],
  ]);
});

test('an event of half of the interval later is the next update', async () => {
  const bandit = await rewardedBandit();

  await updateTraffic({ scheduledAt: '2026-11-22T10:30:00Z' }, bandit);

  expect(bandit.world.state?.version).toBe(2);
});

test('time is that of the schedule: the clock of the function decides nothing', async () => {
  const [early, late] = [await rewardedBandit(), await rewardedBandit()];
  jest.useFakeTimers({ now: Date.parse('2026-11-22T10:00:01Z') });
  await updateTraffic(SECOND, early);
  jest.setSystemTime(Date.parse('2030-01-01T00:00:00Z'));

  await updateTraffic(SECOND, late);
  jest.useRealTimers();

  expect(late.world).toEqual(early.world);
});

test('a repetition after which the endpoint has other variants moves nothing', async () => {
  const bandit = await rewardedBandit();
  await updateTraffic(SECOND, bandit);
  bandit.world.weights = { green: 1 };
  bandit.calls.length = 0;

  await updateTraffic(SECOND, bandit);

  expect(operationsOf(bandit)).toEqual(['DescribeEndpoint', 'GetItem']);
  expect(bandit.lines.at(-1)).toEqual([
    'INFO',
    'the variants have changed since the update',
    { EndpointName: 'abalone', ...SECOND, update: 2, weights: { blue: 0.6, green: 1.4 } },
  ]);
});

test.each([
  ['the permission is missing', 'AccessDeniedException'],
  ['SageMaker cannot be reached', 'TimeoutError'],
])('the function fails when %s, and its event is tried again and kept', async (_, name) => {
  const bandit = banditIn({ errors: { DescribeEndpoint: errorNamed(name) } });

  const update = updateTraffic(FIRST, bandit);

  await expect(update).rejects.toThrow(`told by ${name}`);
});

test('an event without a time is no update', async () => {
  const bandit = banditIn();

  await updateTraffic({ scheduledAt: 'soon' }, bandit);

  expect(bandit.calls).toEqual([]);
  expect(bandit.lines).toEqual([
    [
      'ERROR',
      'no allocation can be computed, the last weights stay',
      {
        EndpointName: 'abalone',
        scheduledAt: 'soon',
        code: 'BanditUpdateWithoutTime',
        reason: 'BanditUpdateWithoutTime: scheduledAt is soon, it must be an ISO time',
      },
    ],
  ]);
});
