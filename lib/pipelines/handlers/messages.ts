import { answer, Callback, jobNameOf, readCallback } from './callback';
import { JobRefused, textOf } from './errors';
import { runJob, stopJob } from './job';
import { JobRunner } from './job-kind';
import { failed, Outcome } from './outcome';

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

/** Takes each message a step further: its job begins, goes on, or ends and answers the step. */
export async function settleMessages<Asked, Described>(
  { Records }: QueueEvent,
  runner: JobRunner<Asked, Described>,
): Promise<BatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of Records) {
    if (!(await isSettled(record, runner))) batchItemFailures.push({ itemIdentifier: record.messageId });
  }

  return { batchItemFailures };
}

async function isSettled<Asked, Described>(record: QueueRecord, runner: JobRunner<Asked, Described>): Promise<boolean> {
  try {
    const callback = readCallback(record.body);
    const outcome = await outcomeOf(callback, record, runner);
    if (outcome === undefined) return false;

    await answer(runner, callback, outcome);
    return true;
  } catch (error) {
    runner.log('ERROR', 'the message goes back to the queue', { messageId: record.messageId, error: textOf(error) });
    return false;
  }
}

/** How the step ends; undefined as long as its job runs. It ends in any case when the time is up. */
async function outcomeOf<Asked, Described>(
  callback: Callback,
  record: QueueRecord,
  runner: JobRunner<Asked, Described>,
): Promise<Outcome | undefined> {
  const { kind, settings } = runner;
  const { jobNamePrefix, mostReceipts, waitMinutes } = settings;
  const timeIsUp = Number(record.attributes.ApproximateReceiveCount) >= mostReceipts;
  const jobName = jobNameOf(callback, jobNamePrefix);

  try {
    if (callback.isStopping) return await stopped(runner, jobName, 'the execution is being stopped');
    const outcome = await runJob(runner, jobName, kind.askedBy(callback));
    if (outcome !== undefined || !timeIsUp) return outcome;

    return await stopped(runner, jobName, `the ${kind.noun} did not end within ${waitMinutes} minutes`);
  } catch (error) {
    if (error instanceof JobRefused) return failed(error.message);
    if (!timeIsUp) throw error;
    return failed(`the ${kind.noun} could not be followed for ${waitMinutes} minutes: ${textOf(error)}`);
  }
}

async function stopped<Asked, Described>(
  runner: JobRunner<Asked, Described>,
  jobName: string,
  reason: string,
): Promise<Outcome> {
  await stopJob(runner, jobName);

  return failed(reason);
}
