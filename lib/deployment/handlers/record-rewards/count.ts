import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../sdk-errors';
import { counterKey, RewardKey, takenKey } from '../reward-keys';
import { Reward } from './reward';
import { RewardSettings } from './settings';

/** Values are counted in millionths: sums of them, and of their squares, stay exact within the 38 digits of DynamoDB. */
const PLACES = 6;

/** Where rewards are counted, and by which clock. */
export interface Counting {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly settings: RewardSettings;

  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Adds a reward to the counters of its variant and notes that it was taken, both or none of them.
 *
 * Returns false where it was taken before. Throws where the table is busy or cannot be reached.
 */
export async function count(reward: Reward, { client, settings, now }: Counting): Promise<boolean> {
  const { tableName: TableName, retentionSeconds, skewSeconds } = settings;
  const { rewardId, variantName, value } = reward;
  // A sender's clock may be ahead: its reward is young for a little longer.
  const expiresAt = Math.ceil(now() / 1_000) + retentionSeconds + skewSeconds;
  const { exact, squared } = decimals(value);

  try {
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: {
                ...attributes(takenKey(rewardId)),
                variantName: { S: variantName },
                value: { N: exact },
                expiresAt: { N: `${expiresAt}` },
              },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          {
            Update: {
              TableName,
              Key: attributes(counterKey(variantName, rewardId)),
              UpdateExpression: 'ADD #count :one, #sum :value, #sumOfSquares :squared',
              ExpressionAttributeNames: { '#count': 'count', '#sum': 'sum', '#sumOfSquares': 'sumOfSquares' },
              ExpressionAttributeValues: { ':one': { N: '1' }, ':value': { N: exact }, ':squared': { N: squared } },
            },
          },
        ],
      }),
    );
    return true;
  } catch (error) {
    if (wasTaken(error)) return false;
    throw error;
  }
}

function attributes({ pk, sk }: RewardKey): { pk: { S: string }; sk: { S: string } } {
  return { pk: { S: pk }, sk: { S: sk } };
}

function decimals(value: number): { readonly exact: string; readonly squared: string } {
  const millionths = BigInt(Math.round(value * 10 ** PLACES));

  return { exact: `${millionths}E-${PLACES}`, squared: `${millionths ** 2n}E-${2 * PLACES}` };
}

/** Whether a transaction failed because the first of its items, the note, is there already. */
function wasTaken(error: unknown): boolean {
  if (!isNamed(error, 'TransactionCanceledException')) return false;
  const { CancellationReasons: reasons } = error as { CancellationReasons?: readonly { Code?: string }[] };

  return reasons?.[0]?.Code === 'ConditionalCheckFailed';
}
