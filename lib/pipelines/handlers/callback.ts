import { createHash } from 'node:crypto';
import {
  SendPipelineExecutionStepFailureCommand,
  SendPipelineExecutionStepSuccessCommand,
} from '@aws-sdk/client-sagemaker';
import { Client } from './client';
import { isMissing, isNamed, JobRefused, textOf } from './errors';
import { Log } from './log';
import { Outcome } from './outcome';

/** Longest reason that SageMaker takes, in characters. */
const LONGEST_REASON = 256;

/** How much of a hash a job's name has room for. */
const HASH_LENGTH = 32;

/** A step that waits, as its message tells. */
export interface Callback {
  readonly token: string;
  readonly pipelineExecutionArn: string;

  /** Whether somebody is stopping the execution, which ends only when the step is answered. */
  readonly isStopping: boolean;

  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Reads the body of a message. */
export function readCallback(body: string): Callback {
  const message = JSON.parse(body) as Record<string, unknown>;
  const { token, pipelineExecutionArn } = message;
  if (typeof token !== 'string' || token === '') throw new JobRefused('the message names no token');

  return {
    token,
    pipelineExecutionArn: String(pipelineExecutionArn),
    // AWS documents the member in both spellings.
    isStopping: [message.status, message.Status].includes('Stopping'),
    arguments: (message.arguments ?? {}) as Record<string, unknown>,
  };
}

/** An argument of the step that is a text; `noun` is what a message calls it. */
export function textIn(callback: Callback, name: string, noun: string): string {
  const text = callback.arguments[name];
  if (typeof text === 'string' && text !== '') return text;

  throw new JobRefused(`the step names no ${noun}`);
}

/** The name of the one job that answers the step. */
export function jobNameOf({ token }: Callback, prefix: string): string {
  return `${prefix}-${hashOf(token).slice(0, HASH_LENGTH)}`;
}

/** Tells the step how it ended. A step that no longer waits needs no answer. */
export async function answer(
  { client, log }: { readonly client: Client; readonly log: Log },
  callback: Callback,
  outcome: Outcome,
): Promise<void> {
  const { token, pipelineExecutionArn } = callback;
  // An answer that is sent again after a lost reply counts once.
  const asked = { CallbackToken: token, ClientRequestToken: hashOf(token) };

  try {
    if (outcome.passed) {
      const OutputParameters = Object.entries(outcome.values).map(([Name, Value]) => ({ Name, Value }));
      await client.send(new SendPipelineExecutionStepSuccessCommand({ ...asked, OutputParameters }));
    } else {
      const FailureReason = outcome.reason.slice(0, LONGEST_REASON);
      await client.send(new SendPipelineExecutionStepFailureCommand({ ...asked, FailureReason }));
    }
    log('INFO', 'the step is answered', { pipelineExecutionArn, ...outcome });
  } catch (error) {
    const unknownToken = isNamed(error, 'ValidationException') && /token/i.test(textOf(error));
    if (!unknownToken && !isMissing(error)) throw error;
    log('INFO', 'the step no longer waits for an answer', { pipelineExecutionArn });
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
