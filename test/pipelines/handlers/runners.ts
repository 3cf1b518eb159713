import { createHash } from 'node:crypto';
import { Client } from '../../../lib/pipelines/handlers/client';
import { JobKind, JobRunner } from '../../../lib/pipelines/handlers/job-kind';
import { QueueEvent } from '../../../lib/pipelines/handlers/messages';

export const TOKEN = 'Ab12Cd34Ef';
export const JOB_NAME = `team-jobs-${hashOf(TOKEN).slice(0, 32)}`;
export const EXECUTION_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:pipeline/abalone/execution/a1b2c3';

/** The last time that a message is taken while its job may still run. */
export const LAST_RECEIPT = 36;

export const SETTLED = { batchItemFailures: [] };
export const BACK_IN_THE_QUEUE = { batchItemFailures: [{ itemIdentifier: 'message-1' }] };

/** A call of the handler: the operation, and what it was asked. */
export type Call = readonly [operation: string, input: Record<string, unknown>];

/** What SageMaker answers to each operation: a result or an error; to one that is not listed, nothing in particular. */
export type Answers = Readonly<Record<string, unknown>>;

/** A runner before a SageMaker that answers as told, and what both of them saw and said. */
export interface WatchedRunner<Asked, Described> extends JobRunner<Asked, Described> {
  readonly calls: Call[];
  readonly lines: unknown[][];
}

export function runnerOf<Asked, Described>(
  kind: JobKind<Asked, Described>,
  answers: Answers,
): WatchedRunner<Asked, Described> {
  const calls: Call[] = [];
  const lines: unknown[][] = [];
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }): Promise<unknown> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    calls.push([operation, command.input]);
    const result = answers[operation] ?? {};
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  };

  return {
    calls,
    lines,
    client: { send: send as Client['send'] },
    log: (...line) => lines.push(line),
    settings: { jobNamePrefix: 'team-jobs', mostReceipts: LAST_RECEIPT, waitMinutes: 180 },
    kind,
  };
}

/** An event with one message of a step, as wished. */
export function eventOf(wished: Readonly<Record<string, unknown>>, receipt = 2): QueueEvent {
  return eventWith(
    JSON.stringify({ token: TOKEN, pipelineExecutionArn: EXECUTION_ARN, status: 'Executing', ...wished }),
    receipt,
  );
}

/** An event with one message of any text. */
export function eventWith(body: string, receipt = 1): QueueEvent {
  return { Records: [{ messageId: 'message-1', body, attributes: { ApproximateReceiveCount: `${receipt}` } }] };
}

/** What the step was answered. */
export function answersOf({ calls }: { readonly calls: readonly Call[] }): unknown[] {
  return calls.filter(([operation]) => operation.startsWith('SendPipelineExecutionStep'));
}

export function successWith(values: Readonly<Record<string, string>>): unknown {
  const OutputParameters = Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

  return [
    'SendPipelineExecutionStepSuccess',
    { CallbackToken: TOKEN, ClientRequestToken: hashOf(TOKEN), OutputParameters },
  ];
}

export function failureBecause(FailureReason: string): unknown {
  return [
    'SendPipelineExecutionStepFailure',
    { CallbackToken: TOKEN, ClientRequestToken: hashOf(TOKEN), FailureReason },
  ];
}

/** An error as the SDK throws it. */
export function errorNamed(name: string, message = 'as SageMaker says'): Error {
  return Object.assign(new Error(message), { name });
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
