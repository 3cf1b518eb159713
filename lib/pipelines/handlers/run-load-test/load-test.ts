import {
  CreateInferenceRecommendationsJobCommand,
  CreateInferenceRecommendationsJobCommandInput,
  DescribeInferenceRecommendationsJobCommand,
  DescribeInferenceRecommendationsJobCommandOutput,
  StopInferenceRecommendationsJobCommand,
} from '@aws-sdk/client-sagemaker';
import { Callback, textIn } from '../callback';
import { JobRefused } from '../errors';
import { JobKind } from '../job-kind';
import { Limits, LOAD_TEST, verdictOn } from './verdict';

/** Custom load tests take this percentile alone. */
const PERCENTILE = 'P95';

/** The request for a load test, without its name, its model and its limit. */
export type LoadTestRequest = Omit<CreateInferenceRecommendationsJobCommandInput, 'JobName' | 'StoppingConditions'>;

/** One load test: the model, and what it must show. */
export interface LoadTest extends Limits {
  readonly modelPackageArn: string;
}

/** Load tests by Inference Recommender. */
export function loadTests(
  request: LoadTestRequest,
): JobKind<LoadTest, DescribeInferenceRecommendationsJobCommandOutput> {
  return {
    noun: LOAD_TEST,
    askedBy,
    create: (client, JobName, { modelPackageArn, maxLatencyMilliseconds }) =>
      client.send(
        new CreateInferenceRecommendationsJobCommand({
          ...request,
          JobName,
          InputConfig: { ...request.InputConfig, ModelPackageVersionArn: modelPackageArn },
          StoppingConditions: {
            ModelLatencyThresholds: [
              { Percentile: PERCENTILE, ValueInMilliseconds: Math.round(maxLatencyMilliseconds) },
            ],
          },
        }),
      ),
    describe: (client, JobName) => client.send(new DescribeInferenceRecommendationsJobCommand({ JobName })),
    stop: (client, JobName) => client.send(new StopInferenceRecommendationsJobCommand({ JobName })),
    outcomeOf: verdictOn,
  };
}

function askedBy(callback: Callback): LoadTest {
  return {
    modelPackageArn: textIn(callback, 'modelPackageArn', 'model package'),
    maxLatencyMilliseconds: limitIn(callback, 'maxLatencyMilliseconds'),
    minInvocationsPerMinute: limitIn(callback, 'minInvocationsPerMinute'),
  };
}

function limitIn(callback: Callback, name: string): number {
  const value = callback.arguments[name];
  const limit = Number(value);
  if (limit > 0 && Number.isFinite(limit)) return limit;

  throw new JobRefused(`${name} is ${JSON.stringify(value)}, a number above 0 is needed`);
}
