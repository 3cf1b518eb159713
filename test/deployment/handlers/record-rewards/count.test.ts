import { count } from '../../../../lib/deployment/handlers/record-rewards/count';
import { cancelled, errorNamed, tableThatAnswers } from '../reward-tables';
import { NOW, REWARD, SETTINGS } from './recorders';

const now = (): number => NOW;

test('a reward is noted and added to its counters, both or none of them', async () => {
  const { calls, client } = tableThatAnswers({});

  const isNew = await count({ ...REWARD, value: 0.1 }, { client, settings: SETTINGS, now });

  expect(isNew).toBe(true);
  expect(calls).toEqual([
    [
      'TransactWriteItems',
      {
        TransactItems: [
          {
            Put: {
              TableName: 'rewards',
              Item: {
                pk: { S: 'reward#order-17' },
                sk: { S: 'taken' },
                variantName: { S: 'Champion' },
                value: { N: '100000E-6' },
                expiresAt: { N: `${NOW / 1_000 + 14 * 86_400 + 300}` },
              },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          {
            Update: {
              TableName: 'rewards',
              Key: { pk: { S: 'variant#Champion' }, sk: { S: expect.stringMatching(/^shard#[0-7]$/) } },
              UpdateExpression: 'ADD #count :one, #sum :value, #sumOfSquares :squared',
              ExpressionAttributeNames: { '#count': 'count', '#sum': 'sum', '#sumOfSquares': 'sumOfSquares' },
              ExpressionAttributeValues: {
                ':one': { N: '1' },
                ':value': { N: '100000E-6' },
                ':squared': { N: '10000000000E-12' },
              },
            },
          },
        ],
      },
    ],
  ]);
});

test.each([
  [0, '0E-6', '0E-12'],
  [-2.5, '-2500000E-6', '6250000000000E-12'],
  [1 / 3, '333333E-6', '111110888889E-12'],
  [1e-20, '0E-6', '0E-12'],
  [1_000_000, '1000000000000E-6', '1000000000000000000000000E-12'],
])('%d and its square are counted exactly, in millionths', async (value, exact, squared) => {
  const { calls, client } = tableThatAnswers({});

  await count({ ...REWARD, value }, { client, settings: SETTINGS, now });

  expect(calls[0][1]).toMatchObject({
    TransactItems: [
      { Put: { Item: { value: { N: exact } } } },
      { Update: { ExpressionAttributeValues: { ':value': { N: exact }, ':squared': { N: squared } } } },
    ],
  });
});

test('a reward that was taken before is not counted again', async () => {
  const { client } = tableThatAnswers(cancelled('ConditionalCheckFailed', 'None'));

  const isNew = await count(REWARD, { client, settings: SETTINGS, now });

  expect(isNew).toBe(false);
});

test.each([
  ['another reward is added to the same counters', cancelled('None', 'TransactionConflict')],
  ['the same reward is taken just now', cancelled('TransactionConflict', 'None')],
  ['the table is busy', cancelled('None', 'ThrottlingError')],
  ['the transaction tells no reasons', errorNamed('TransactionCanceledException')],
  ['calls are throttled', errorNamed('ThrottlingException')],
  ['the condition of another call fails', errorNamed('ConditionalCheckFailedException')],
])('it is not known whether the reward is taken when %s', async (_, error) => {
  const { client } = tableThatAnswers(error);

  const counting = count(REWARD, { client, settings: SETTINGS, now });

  await expect(counting).rejects.toBe(error);
});
