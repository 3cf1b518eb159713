import { createHash } from 'node:crypto';
import {
  SendPipelineExecutionStepFailureCommand,
  SendPipelineExecutionStepSuccessCommand,
} from '@aws-sdk/client-sagemaker';
import { isMissing, isNamed, LoadTestRefused, textOf } from './errors';
import { Gate } from './gate';
import { LoadTest } from './load-test';
import { Outcome } from './verdict';

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
  if (typeof token !== 'string' || token === '') throw new LoadTestRefused('the message names no token');

  return {
    token,
    pipelineExecutionArn: String(pipelineExecutionArn),
    // AWS documents the member in both spellings.
    isStopping: [message.status, message.Status].includes('Stopping'),
    arguments: (message.arguments ?? {}) as Record<string, unknown>,
  };
}

/** The name of the one job that answers the step. */
export function jobNameOf({ token }: Callback, { settings }: Gate): string {
  return `${settings.jobNamePrefix}-${hashOf(token).slice(0, HASH_LENGTH)}`;
}

/** The load test that a step asks for. */
export function loadTestOf(callback: Callback, gate: Gate): LoadTest {
  const { modelPackageArn, maxLatencyMilliseconds, minInvocationsPerMinute } = callback.arguments;
  if (typeof modelPackageArn !== 'string') throw new LoadTestRefused('the step names no model package');

  return {
    jobName: jobNameOf(callback, gate),
    modelPackageArn,
    maxLatencyMilliseconds: limitIn('maxLatencyMilliseconds', maxLatencyMilliseconds),
    minInvocationsPerMinute: limitIn('minInvocationsPerMinute', minInvocationsPerMinute),
  };
}

/** Tells the step how it ended. A step that no longer waits needs no answer. */
export async function answer({ client, log }: Gate, callback: Callback, outcome: Outcome): Promise<void> {
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

function limitIn(name: string, value: unknown): number {
  const limit = Number(value);
  if (limit > 0 && Number.isFinite(limit)) return limit;

  throw new LoadTestRefused(`${name} is ${JSON.stringify(value)}, a number above 0 is needed`);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
