import { isMissing, isNamed, JobRefused, textOf } from './errors';
import { JobRunner } from './job-kind';
import { Outcome } from './outcome';

/** How the job ended; undefined as long as it has not. Starts it if there is none. */
export async function runJob<Asked, Described>(
  runner: JobRunner<Asked, Described>,
  jobName: string,
  asked: Asked,
): Promise<Outcome | undefined> {
  const described = await describedJob(runner, jobName);
  if (described !== undefined) return runner.kind.outcomeOf(described, asked);

  await createJob(runner, jobName, asked);
  return undefined;
}

/** Stops the job, if it runs. */
export async function stopJob<Asked, Described>(
  { client, kind, log }: JobRunner<Asked, Described>,
  jobName: string,
): Promise<void> {
  try {
    await kind.stop(client, jobName);
  } catch (error) {
    // A job that has ended, or never began, has nothing to stop.
    if (!isMissing(error) && !isNamed(error, 'ValidationException')) throw error;
    log('INFO', `there is no ${kind.noun} to stop`, { jobName, error: textOf(error) });
  }
}

async function describedJob<Asked, Described>(
  { client, kind }: JobRunner<Asked, Described>,
  jobName: string,
): Promise<Described | undefined> {
  try {
    return await kind.describe(client, jobName);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function createJob<Asked, Described>(
  { client, kind, log }: JobRunner<Asked, Described>,
  jobName: string,
  asked: Asked,
): Promise<void> {
  try {
    await kind.create(client, jobName, asked);
    log('INFO', `the ${kind.noun} begins`, { jobName, ...asked });
  } catch (error) {
    if (isNamed(error, 'ValidationException', 'AccessDeniedException')) {
      throw new JobRefused(`SageMaker refuses the ${kind.noun}: ${textOf(error)}`);
    }
    // Another receipt of the message was faster, or the account has no room for the instance yet.
    if (!isNamed(error, 'ResourceInUse', 'ResourceLimitExceeded')) throw error;
    log('WARN', `the ${kind.noun} cannot begin now`, { jobName, error: textOf(error) });
  }
}
