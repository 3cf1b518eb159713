import { AttributeValue, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { counterPartition } from './reward-keys';

/** What is known of a variant's rewards. */
export interface RewardCounters {
  /** How many were taken. */
  readonly count: number;

  /** Their sum. */
  readonly sum: number;

  /** The sum of their squares. */
  readonly sumOfSquares: number;
}

/** The counters of a variant, as they are at this moment; those of one that nobody rewarded yet are 0. */
export async function readCounters(
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  variantName: string,
): Promise<RewardCounters> {
  // The shards of a variant are few and small: they come in one answer.
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: counterPartition(variantName) } },
    }),
  );
  const total = (attribute: string): number => Items.reduce((sum, shard) => sum + numberIn(shard[attribute]), 0);

  return { count: total('count'), sum: total('sum'), sumOfSquares: total('sumOfSquares') };
}

function numberIn(attribute: AttributeValue | undefined): number {
  return Number(attribute?.N ?? 0);
}
