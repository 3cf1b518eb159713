import { answer, Callback, jobNameOf, loadTestOf, readCallback } from './callback';
import { LoadTestRefused, textOf } from './errors';
import { Gate } from './gate';
import { runLoadTest, stopLoadTest } from './load-test';
import { failed, Outcome } from './verdict';

/** What Lambda brings from a queue. */
export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}

/** A message, and how often it was taken from the queue, this time included. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}

/** The messages that stay in the queue; all others are deleted. */
export interface BatchResponse {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/** Takes each message a step further: its test begins, goes on, or ends and answers the step. */
export async function settleMessages({ Records }: QueueEvent, gate: Gate): Promise<BatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of Records) {
    if (!(await isSettled(record, gate))) batchItemFailures.push({ itemIdentifier: record.messageId });
  }

  return { batchItemFailures };
}

async function isSettled(record: QueueRecord, gate: Gate): Promise<boolean> {
  try {
    const callback = readCallback(record.body);
    const outcome = await outcomeOf(callback, record, gate);
    if (outcome === undefined) return false;

    await answer(gate, callback, outcome);
    return true;
  } catch (error) {
    gate.log('ERROR', 'the message goes back to the queue', { messageId: record.messageId, error: textOf(error) });
    return false;
  }
}

/** How the step ends; undefined as long as its test runs. It ends in any case when the time is up. */
async function outcomeOf(callback: Callback, record: QueueRecord, gate: Gate): Promise<Outcome | undefined> {
  const { mostReceipts, waitMinutes } = gate.settings;
  const timeIsUp = Number(record.attributes.ApproximateReceiveCount) >= mostReceipts;

  try {
    if (callback.isStopping) return await stopped(callback, gate, 'the execution is being stopped');
    const outcome = await runLoadTest(gate, loadTestOf(callback, gate));
    if (outcome !== undefined || !timeIsUp) return outcome;

    return await stopped(callback, gate, `the load test did not end within ${waitMinutes} minutes`);
  } catch (error) {
    if (error instanceof LoadTestRefused) return failed(error.message);
    if (!timeIsUp) throw error;
    return failed(`the load test could not be followed for ${waitMinutes} minutes: ${textOf(error)}`);
  }
}

async function stopped(callback: Callback, gate: Gate, reason: string): Promise<Outcome> {
  await stopLoadTest(gate, jobNameOf(callback, gate));

  return failed(reason);
}
