import { checkArn, Problems } from '../../core';
import { checkNetworkCalls } from '../network-calls';
import { TrainingChannel } from '../training-channel';
import { MetricDefinition, TrainingJobOptions } from '../training-job';
import { checkVariables, TRAINING_VARIABLES } from './environment-variables';
import { checkHyperparameters } from './hyperparameters';
import { checkDistinct } from './distinct-names';
import {
  checkCompute,
  checkInstanceGroup,
  renderCompute,
  renderSpot,
  renderStoppingCondition,
  renderVpcConfig,
} from './job-settings';
import { DefinitionExpression } from './reference-token';
import { StepContext } from './step-context';
import { checkEntries, checkLength, checkS3Uri, checkWhole, ValueRange } from './value-checks';

/** How much a training job takes; one that a tuning job starts takes less. */
export interface TrainingJobLimits {
  readonly hyperparameters: number;
  readonly metrics: number;
}

const TRAINING_LIMITS: TrainingJobLimits = { hyperparameters: 100, metrics: 40 };

const LONGEST_METRIC_NAME = 255;
const LONGEST_METRIC_REGEX = 500;

/** How long a job of an algorithm of SageMaker or of the Marketplace may take on spare instances when it keeps no checkpoints. */
const LONGEST_WITHOUT_CHECKPOINTS_MS = 3_600_000;

const CHANNELS: ValueRange = {
  least: 0,
  most: 20,
  wanted: 'a training job has up to 20 channels, the one that brings the script included',
  remedy: 'bring several prefixes below one',
};

/** How often SageMaker may start a job of training anew after an error of its own. */
export const INTERNAL_ERROR_RETRIES: ValueRange = {
  least: 1,
  most: 30,
  wanted: 'SageMaker starts a job anew 1 to 30 times',
  remedy: 'write 3, or leave it out',
};

/** The members that training jobs and the training jobs of a tuning job share; `algorithm` is what only one of them knows. */
export function renderTrainingJob(
  context: StepContext,
  job: TrainingJobOptions,
  algorithm: DefinitionExpression = {},
): DefinitionExpression {
  const { stack, environment } = context;
  const { image, algorithmArn, metrics, outputS3Uri, outputKeyArn, compressModel = true, compute } = job;
  const { environmentVariables, internalErrorRetries, networkCallsReason } = job;
  job.script?._bind(context);

  return {
    AlgorithmSpecification: {
      TrainingImage: image?._uri(stack),
      AlgorithmName: algorithmArn,
      TrainingInputMode: 'File',
      MetricDefinitions: metrics?.map(renderMetric),
      ...algorithm,
    },
    InputDataConfig: channelsOf(job).map((channel) => channel._render()),
    OutputDataConfig: {
      S3OutputPath: outputS3Uri,
      KmsKeyId: outputKeyArn ?? environment.outputKeyArn,
      CompressionType: compressModel ? undefined : 'NONE',
    },
    ResourceConfig: renderCompute(compute, environment),
    StoppingCondition: renderStoppingCondition(compute),
    ...renderSpot(compute),
    VpcConfig: renderVpcConfig(environment),
    EnableNetworkIsolation: networkCallsReason === undefined,
    EnableInterContainerTrafficEncryption: true,
    RoleArn: environment.role.roleRef.roleArn,
    Environment: environmentVariables,
    RetryStrategy: internalErrorRetries === undefined ? undefined : { MaximumRetryAttempts: internalErrorRetries },
  };
}

/** Checks a training job; the path names what it belongs to. */
export function checkTrainingJob(
  problems: Problems,
  path: string,
  job: TrainingJobOptions,
  limits: TrainingJobLimits = TRAINING_LIMITS,
): void {
  const { outputS3Uri, outputKeyArn, script, distribution, compute } = job;

  checkAlgorithm(problems, path, job);
  checkCheckpoints(problems, path, job);
  checkChannels(problems, path, job);
  checkS3Uri(problems, `${path}.outputS3Uri`, outputS3Uri);
  if (outputKeyArn !== undefined) checkArn(problems, `${path}.outputKeyArn`, outputKeyArn, 'kms');
  script?._check(problems, `${path}.script`);
  distribution?._check(problems, `${path}.distribution`, compute);
  checkHyperparameters(problems, `${path}.hyperparameters`, job, limits.hyperparameters);
  checkVariables(problems, `${path}.environmentVariables`, TRAINING_VARIABLES, job.environmentVariables);
  checkMetrics(problems, `${path}.metrics`, job.metrics ?? [], limits.metrics);
  checkCompute(problems, path, compute, 'training');
  checkWhole(problems, `${path}.internalErrorRetries`, job.internalErrorRetries, INTERNAL_ERROR_RETRIES);
  checkNetworkCalls(problems, path, job);
}

/** The channels of a job, the one that brings its script last. */
function channelsOf({ channels, script }: TrainingJobOptions): TrainingChannel[] {
  return [...channels, ...(script ? [script._channel] : [])];
}

function renderMetric({ metricName, regex }: MetricDefinition): DefinitionExpression {
  return { Name: metricName, Regex: regex };
}

function checkAlgorithm(problems: Problems, path: string, { image, algorithmArn }: TrainingJobOptions): void {
  if ((image === undefined) === (algorithmArn === undefined)) {
    problems.add({
      code: 'AlgorithmAmbiguous',
      path,
      got: image === undefined ? 'has neither image nor algorithmArn' : 'has both image and algorithmArn',
      wanted: 'a training job runs one algorithm',
      remedy: 'give exactly one of them',
    });
  }
  if (algorithmArn !== undefined) checkArn(problems, `${path}.algorithmArn`, algorithmArn, 'sagemaker');
}

/** A container that runs a script may take as long as it likes: SageMaker cannot know what the script keeps. */
function checkCheckpoints(problems: Problems, path: string, job: TrainingJobOptions): void {
  const { image, script, algorithmArn, compute } = job;
  const builtIn = algorithmArn !== undefined || (image?._isAlgorithm === true && script === undefined);
  const { maxWait, checkpointS3Uri } = compute?._options ?? {};
  if (!builtIn || maxWait === undefined || maxWait.isUnresolved() || checkpointS3Uri !== undefined) return;
  if (maxWait.toMilliseconds() <= LONGEST_WITHOUT_CHECKPOINTS_MS) return;

  problems.add({
    code: 'SpotWithoutCheckpoints',
    path: `${path}.compute.maxWait`,
    got: `is ${maxWait.toHumanString()}`,
    wanted:
      'an algorithm of SageMaker or of the Marketplace that keeps no checkpoints may take an hour at most on spare instances',
    remedy: 'add checkpointS3Uri, or use Duration.hours(1)',
  });
}

function checkChannels(problems: Problems, path: string, job: TrainingJobOptions): void {
  const { channels, script, compute } = job;
  const names = channels.map((channel) => channel.channelName);

  channels.forEach((channel, i) => channel._check(problems, `${path}.channels[${i}]`));
  checkDistinct(problems, path, { prop: 'channels', noun: 'a channel', names });
  checkEntries(problems, `${path}.channels`, channelsOf(job).length, CHANNELS);
  if (channels.length === 0) {
    problems.add({
      code: 'TrainingWithoutData',
      path: `${path}.channels`,
      got: 'is empty',
      wanted: 'a training job needs at least one channel',
      remedy: "add TrainingChannel.fromS3('train', …)",
    });
  }
  if (script && names.includes(script._channel.channelName)) {
    problems.add({
      code: 'ChannelNameReserved',
      path: `${path}.channels`,
      got: `has "${script._channel.channelName}"`,
      wanted: 'the channel of that name brings the script',
      remedy: 'rename the channel',
    });
  }
  channels.forEach((channel, i) =>
    channel._instanceGroups.forEach((name) =>
      checkInstanceGroup(problems, `${path}.channels[${i}].instanceGroups`, { name, verb: 'has' }, compute),
    ),
  );
}

function checkMetrics(problems: Problems, path: string, metrics: MetricDefinition[], most: number): void {
  checkEntries(problems, path, metrics.length, {
    least: 0,
    most,
    wanted: `SageMaker reads up to ${most} metrics`,
    remedy: 'leave out those that nobody looks at',
  });
  metrics.forEach(({ metricName, regex }, i) => {
    checkLength(problems, `${path}[${i}].metricName`, metricName, LONGEST_METRIC_NAME);
    checkLength(problems, `${path}[${i}].regex`, regex, LONGEST_METRIC_REGEX);
  });
}
