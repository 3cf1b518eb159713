import { readState, writeState } from '../../../lib/deployment/handlers/versioned-state';
import { errorNamed, tableThatAnswers } from './reward-tables';

const STATE = { version: 3, begunAt: 5 };

test('there is no state before the first write', async () => {
  const { client, calls } = tableThatAnswers({});

  const state = await readState({ table: client, tableName: 'rewards', partition: 'test#Trees' });

  expect(state).toBeUndefined();
  expect(calls).toEqual([
    ['GetItem', { TableName: 'rewards', Key: { pk: { S: 'test#Trees' }, sk: { S: 'state' } }, ConsistentRead: true }],
  ]);
});

test('a state is read as it was written', async () => {
  const written = tableThatAnswers({});
  const place = { tableName: 'rewards', partition: 'test#Trees' };

  const taken = await writeState({ ...place, table: written.client }, STATE);
  const { client } = tableThatAnswers({ Item: written.calls[0][1].Item });
  const state = await readState({ ...place, table: client });

  expect(taken).toBe(true);
  expect(state).toEqual(STATE);
});

test('only the state that follows the one before is written', async () => {
  const { client, calls } = tableThatAnswers(errorNamed('ConditionalCheckFailedException'));

  const taken = await writeState({ table: client, tableName: 'rewards', partition: 'test#Trees' }, STATE);

  expect(taken).toBe(false);
  expect(calls[0][1]).toMatchObject({
    ConditionExpression: 'attribute_not_exists(version) OR version = :before',
    ExpressionAttributeValues: { ':before': { N: '2' } },
  });
});

test('a table that is throttled is told', async () => {
  const { client } = tableThatAnswers(errorNamed('ThrottlingException'));

  const writing = writeState({ table: client, tableName: 'rewards', partition: 'test#Trees' }, STATE);

  await expect(writing).rejects.toThrow('told by ThrottlingException');
});
