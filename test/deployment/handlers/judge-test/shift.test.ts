import { shiftTraffic } from '../../../../lib/deployment/handlers/judge-test/shift';
import { errorNamed } from '../reward-tables';
import { FakeEndpoint, operationsIn, testIn, worldWith } from './world';

test('the winner gets all requests, and every other variant none', async () => {
  const world = worldWith({ endpoint: { status: 'InService', weights: { A: 1, B: 2, C: 3 } } });

  const shift = await shiftTraffic(testIn(world).sageMaker, 'abalone', 'B');

  expect(shift).toEqual({ outcome: 'done', status: 'InService' });
  expect(world.calls[1]).toEqual([
    'UpdateEndpointWeightsAndCapacities',
    {
      EndpointName: 'abalone',
      DesiredWeightsAndCapacities: [
        { VariantName: 'A', DesiredWeight: 0 },
        { VariantName: 'B', DesiredWeight: 1 },
        { VariantName: 'C', DesiredWeight: 0 },
      ],
    },
  ]);
});

test('a winner that has all requests keeps them', async () => {
  const world = worldWith({ endpoint: { status: 'InService', weights: { A: 0, B: 2 } } });

  const shift = await shiftTraffic(testIn(world).sageMaker, 'abalone', 'B');

  expect(shift).toEqual({ outcome: 'done', status: 'InService' });
  expect(operationsIn(world)).toEqual(['DescribeEndpoint']);
});

test.each(['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Failed'])(
  'nothing moves while the endpoint is %s',
  async (status) => {
    const world = worldWith({ endpoint: { status, weights: { A: 1, B: 1 } } });

    const shift = await shiftTraffic(testIn(world).sageMaker, 'abalone', 'B');

    expect(shift).toEqual({ outcome: 'postponed', status });
    expect(operationsIn(world)).toEqual(['DescribeEndpoint']);
  },
);

test.each([
  errorNamed('ResourceInUse'),
  Object.assign(new Error('Cannot update in-progress endpoint'), { name: 'ValidationException' }),
])('the traffic waits when an update came in between: %s', async (refuses) => {
  const world = worldWith({ endpoint: { status: 'InService', weights: { A: 1, B: 1 }, refuses } });

  const shift = await shiftTraffic(testIn(world).sageMaker, 'abalone', 'B');

  expect(shift).toEqual({ outcome: 'postponed', status: 'InService', error: refuses.message });
});

test.each<[string, FakeEndpoint]>([
  ['endpoint', { fails: Object.assign(new Error('Could not find endpoint'), { name: 'ValidationException' }) }],
  ['variant', { weights: { A: 1 } }],
])('a winner whose %s is gone gets nothing', async (_, endpoint) => {
  const world = worldWith({ endpoint });

  const shift = await shiftTraffic(testIn(world).sageMaker, 'abalone', 'B');

  expect(shift).toMatchObject({ outcome: 'impossible' });
});

test('a throttled call is a failure', async () => {
  const world = worldWith({ failing: { UpdateEndpointWeightsAndCapacities: errorNamed('ThrottlingException') } });

  const shift = shiftTraffic(testIn(world).sageMaker, 'abalone', 'Challenger');

  await expect(shift).rejects.toThrow('told by ThrottlingException');
});
