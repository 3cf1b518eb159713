import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { checkNetworkCalls } from '../network-calls';
import { NotebookJobOptions } from '../notebook-job';
import { TrainingChannel } from '../training-channel';
import { checkVariables, TRAINING_VARIABLES } from './environment-variables';
import { checkCompute } from './job-settings';
import { DefinitionExpression } from './reference-token';
import { StepContext } from './step-context';
import { asTexts } from './text-value';
import { INTERNAL_ERROR_RETRIES, renderTrainingJob } from './training-job-settings';
import { checkS3Uri, checkTextMap, checkWhole } from './value-checks';

/** The channel that brings the notebook; its name tells SageMaker that the training job is one of a notebook. */
const CHANNEL = 'sagemaker_headless_execution_pipelinestep';

const JOB_NAME = /^[a-zA-Z][a-zA-Z0-9_-]{0,62}$/;

/** A notebook job by the name that Studio shows; `origin` is the tag that says where it comes from. */
export interface NotebookJob extends NotebookJobOptions {
  readonly jobName: string;
  readonly origin?: string;
}

/** The arguments of the training job as which SageMaker runs a notebook. Whoever starts it names the job. */
export function notebookJobArguments(job: NotebookJob, context: StepContext): DefinitionExpression {
  const { notebook, parameters = {}, environmentVariables, internalErrorRetries = 1 } = job;
  notebook._bind(context);

  return {
    HyperParameters: Object.keys(parameters).length > 0 ? asTexts(parameters) : undefined,
    ...renderTrainingJob(
      context,
      {
        ...job,
        channels: [TrainingChannel.fromS3(CHANNEL, notebook._folder.s3Uri)],
        environmentVariables: { ...environmentVariables, ...ownVariables(job, context.stack.region) },
        internalErrorRetries,
      },
      { ContainerEntrypoint: ['amazon_sagemaker_scheduler'] },
    ),
    Tags: Object.entries({ ...job.tags, ...ownTags(job) }).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** Checks a notebook job; the path names what it belongs to. */
export function checkNotebookJob(problems: Problems, path: string, job: NotebookJob): void {
  job.notebook._check(problems, `${path}.notebook`);
  checkJobName(problems, `${path}.jobName`, job.jobName);
  checkKernel(problems, `${path}.kernelName`, job.kernelName);
  checkS3Uri(problems, `${path}.outputS3Uri`, job.outputS3Uri);
  checkTextMap(problems, `${path}.parameters`, job.parameters, { most: 100, longestValue: 2_500, noun: 'parameters' });
  checkVariables(
    problems,
    `${path}.environmentVariables`,
    TRAINING_VARIABLES,
    job.environmentVariables,
    ownVariables(job, ''),
  );
  checkInstance(problems, path, job);
  checkTags(problems, `${path}.tags`, job);
  checkWhole(problems, `${path}.internalErrorRetries`, job.internalErrorRetries, INTERNAL_ERROR_RETRIES);
  checkNetworkCalls(problems, path, job);
}

/** How the job's container is told what to run. */
function ownVariables({ notebook, kernelName, jobName }: NotebookJob, region: string): Record<string, string> {
  const { notebookName, initScriptName } = notebook._folder;

  return {
    AWS_DEFAULT_REGION: region,
    SM_JOB_DEF_VERSION: '1.0',
    SM_ENV_NAME: 'sagemaker-default-env',
    SM_SKIP_EFS_SIMULATION: 'true',
    SM_EXECUTION_INPUT_PATH: `/opt/ml/input/data/${CHANNEL}`,
    SM_KERNEL_NAME: kernelName,
    SM_INPUT_NOTEBOOK_NAME: notebookName,
    SM_OUTPUT_NOTEBOOK_NAME: `${jobName.replaceAll('_', '-')}.ipynb`,
    ...(initScriptName === undefined ? {} : { SM_INIT_SCRIPT: initScriptName }),
  };
}

/** By these tags Studio knows a notebook job. */
function ownTags({ notebook, jobName, origin }: NotebookJob): Record<string, string> {
  return {
    'sagemaker:name': jobName,
    'sagemaker:notebook-name': notebook._folder.notebookName,
    ...(origin === undefined ? {} : { 'sagemaker:notebook-job-origin': origin }),
    'sagemaker:is-studio-archived': 'false',
  };
}

function checkInstance(problems: Problems, path: string, { compute }: NotebookJob): void {
  const { groups, instanceCount = 1 } = compute?._options ?? {};

  checkCompute(problems, path, compute, 'training');
  if (groups === undefined && (instanceCount === 1 || Token.isUnresolved(instanceCount))) return;
  problems.add({
    code: 'NotebookInstancesOutOfRange',
    path: `${path}.compute`,
    got: groups === undefined ? `has ${instanceCount} instances` : 'has instance groups',
    wanted: 'a notebook runs on one instance',
    remedy: 'use JobCompute.onDemand(…) with a larger type',
  });
}

function checkJobName(problems: Problems, path: string, jobName: string): void {
  if (Token.isUnresolved(jobName) || JOB_NAME.test(jobName)) return;

  problems.add({
    code: 'NameMalformed',
    path,
    got: `is "${jobName}"`,
    wanted: 'the name of a notebook job is 1 to 63 letters, digits, hyphens and underscores, beginning with a letter',
    remedy: 'choose a name of that form',
  });
}

function checkKernel(problems: Problems, path: string, kernelName: string): void {
  if (kernelName.trim() !== '') return;

  problems.add({
    code: 'KernelMissing',
    path,
    got: 'is empty',
    wanted: 'a notebook runs in a kernel of its image',
    remedy: 'write "python3", or another that the image has',
  });
}

function checkTags(problems: Problems, path: string, job: NotebookJob): void {
  const { tags = {} } = job;
  const own = ownTags(job);

  checkTextMap(problems, path, { ...tags, ...own }, { most: 50, longestValue: 256, noun: 'tags' });
  for (const key of Object.keys(tags).filter((each) => each in own)) {
    problems.add({
      code: 'TagReserved',
      path: `${path}.${key}`,
      got: 'is given',
      wanted: 'Studio knows a notebook job by this tag, which the job sets itself',
      remedy: 'leave it out',
    });
  }
}
