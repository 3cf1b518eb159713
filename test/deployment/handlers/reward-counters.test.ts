import { readCounters } from '../../../lib/deployment/handlers/reward-counters';
import { errorNamed, tableThatAnswers } from './reward-tables';

test('the counters of a variant are the sums over its shards, as they are at this moment', async () => {
  const table = tableThatAnswers({
    Items: [
      { pk: { S: 'variant#Champion' }, count: { N: '3' }, sum: { N: '1.5' }, sumOfSquares: { N: '1.25' } },
      { pk: { S: 'variant#Champion' }, count: { N: '1' }, sum: { N: '0.25' }, sumOfSquares: { N: '0.0625' } },
    ],
  });

  const counters = await readCounters(table.client, 'rewards', 'Champion');

  expect(counters).toEqual({ count: 4, sum: 1.75, sumOfSquares: 1.3125 });
  expect(table.calls).toEqual([
    [
      'Query',
      {
        TableName: 'rewards',
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'variant#Champion' } },
      },
    ],
  ]);
});

test.each([
  ['there are no shards', []],
  ['a shard has no attributes', [{ pk: { S: 'variant#Champion' } }]],
])('the counters are 0 where %s', async (_, Items) => {
  const table = tableThatAnswers({ Items });

  const counters = await readCounters(table.client, 'rewards', 'Champion');

  expect(counters).toEqual({ count: 0, sum: 0, sumOfSquares: 0 });
});

test('whoever reads hears that the table is busy', async () => {
  const table = tableThatAnswers(errorNamed('ThrottlingException'));

  const reading = readCounters(table.client, 'rewards', 'Champion');

  await expect(reading).rejects.toThrow('told by ThrottlingException');
});
