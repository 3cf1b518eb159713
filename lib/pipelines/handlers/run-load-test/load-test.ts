import {
  CreateInferenceRecommendationsJobCommand,
  DescribeInferenceRecommendationsJobCommand,
  DescribeInferenceRecommendationsJobCommandOutput,
  StopInferenceRecommendationsJobCommand,
} from '@aws-sdk/client-sagemaker';
import { isMissing, isNamed, LoadTestRefused, textOf } from './errors';
import { Gate } from './gate';
import { Limits, Outcome, verdictOn } from './verdict';

/** Custom load tests take this percentile alone. */
const PERCENTILE = 'P95';

/** One load test: the model, what it must show, and the name of the job, which is the same however often it is asked for. */
export interface LoadTest extends Limits {
  readonly jobName: string;
  readonly modelPackageArn: string;
}

/** How the test ended; undefined as long as it has not. Starts the job if there is none. */
export async function runLoadTest(gate: Gate, test: LoadTest): Promise<Outcome | undefined> {
  const job = await describedJob(gate, test.jobName);
  if (job) return verdictOn(job, test);

  await createJob(gate, test);
  return undefined;
}

/** Stops the job, if it runs. */
export async function stopLoadTest({ client, log }: Gate, jobName: string): Promise<void> {
  try {
    await client.send(new StopInferenceRecommendationsJobCommand({ JobName: jobName }));
  } catch (error) {
    // A job that has ended, or never began, has nothing to stop.
    if (!isMissing(error) && !isNamed(error, 'ValidationException')) throw error;
    log('INFO', 'there is no load test to stop', { jobName, error: textOf(error) });
  }
}

async function describedJob(
  { client }: Gate,
  jobName: string,
): Promise<DescribeInferenceRecommendationsJobCommandOutput | undefined> {
  try {
    return await client.send(new DescribeInferenceRecommendationsJobCommand({ JobName: jobName }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function createJob({ client, settings, log }: Gate, test: LoadTest): Promise<void> {
  const { jobName, modelPackageArn, maxLatencyMilliseconds } = test;
  const threshold = { Percentile: PERCENTILE, ValueInMilliseconds: Math.round(maxLatencyMilliseconds) };

  try {
    await client.send(
      new CreateInferenceRecommendationsJobCommand({
        ...settings.job,
        JobName: jobName,
        InputConfig: { ...settings.job.InputConfig, ModelPackageVersionArn: modelPackageArn },
        StoppingConditions: { ModelLatencyThresholds: [threshold] },
      }),
    );
    log('INFO', 'the load test begins', { jobName, modelPackageArn });
  } catch (error) {
    if (isNamed(error, 'ValidationException', 'AccessDeniedException')) {
      throw new LoadTestRefused(`SageMaker refuses the load test: ${textOf(error)}`);
    }
    // Another receipt of the message was faster, or the account has no room for the instance yet.
    if (!isNamed(error, 'ResourceInUse', 'ResourceLimitExceeded')) throw error;
    log('WARN', 'the load test cannot begin now', { jobName, error: textOf(error) });
  }
}
