import { AttributeValue, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from './sdk-errors';

/** A state that every write gives the next version. */
export interface Versioned {
  readonly version: number;
}

/** Where a state lies: one item of a table of rewards. */
export interface StatePlace {
  readonly table: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly partition: string;
}

/** The state as it is at this moment; none before the first write. */
export async function readState<State extends Versioned>(place: StatePlace): Promise<State | undefined> {
  const { Item } = await place.table.send(
    new GetItemCommand({ TableName: place.tableName, Key: keyOf(place), ConsistentRead: true }),
  );

  return Item?.state?.S === undefined ? undefined : (JSON.parse(Item.state.S) as State);
}

/** Writes the state that follows the version before; false where another run has written one meanwhile. */
export async function writeState(place: StatePlace, state: Versioned): Promise<boolean> {
  try {
    await place.table.send(
      new PutItemCommand({
        TableName: place.tableName,
        Item: { ...keyOf(place), version: { N: `${state.version}` }, state: { S: JSON.stringify(state) } },
        ConditionExpression: 'attribute_not_exists(version) OR version = :before',
        ExpressionAttributeValues: { ':before': { N: `${state.version - 1}` } },
      }),
    );
    return true;
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}

function keyOf({ partition }: StatePlace): Record<string, AttributeValue> {
  return { pk: { S: partition }, sk: { S: 'state' } };
}
