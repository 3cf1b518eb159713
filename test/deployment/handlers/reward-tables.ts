import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A call of a handler: the operation, and what it was asked. */
export type Call = readonly [operation: string, input: Record<string, unknown>];

/** A table that answers one call after the other, with a result or an error, and goes on with the last answer. */
export interface WatchedTable {
  readonly calls: Call[];
  readonly client: Pick<DynamoDBClient, 'send'>;
}

export function tableThatAnswers(...answers: unknown[]): WatchedTable {
  const calls: Call[] = [];
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }): Promise<unknown> => {
    const answer = answers[Math.min(calls.length, answers.length - 1)] ?? {};
    calls.push([command.constructor.name.replace(/Command$/, ''), command.input]);

    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };

  return { calls, client: { send: send as DynamoDBClient['send'] } };
}

/** An error as the SDK throws it. */
export function errorNamed(name: string, facts: object = {}): Error {
  return Object.assign(new Error(`told by ${name}`), { name }, facts);
}

/** A transaction that was cancelled, with a code for each of its items. */
export function cancelled(...codes: string[]): Error {
  return errorNamed('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });
}
