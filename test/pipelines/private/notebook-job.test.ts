import { ContainerImage, JobCompute, NotebookSource } from '../../../lib/pipelines';
import { checkNotebookJob, NotebookJob, notebookJobArguments } from '../../../lib/pipelines/private/notebook-job';
import { environmentIn, stackIn } from '../definitions';
import { told } from './told';

const JOB: NotebookJob = {
  jobName: 'report',
  notebook: NotebookSource.fromFolder({ s3Uri: 's3://acme-code/reports/', notebookName: 'report.ipynb' }),
  image: ContainerImage.scikitLearn('1.2-1'),
  kernelName: 'python3',
  outputS3Uri: 's3://acme-data/reports',
};

test('a job that no pipeline starts says nothing of its origin', () => {
  const stack = stackIn();

  const rendered = notebookJobArguments(JOB, { stack, environment: environmentIn(stack) });

  expect(rendered.Tags).toEqual([
    { Key: 'sagemaker:name', Value: 'report' },
    { Key: 'sagemaker:notebook-name', Value: 'report.ipynb' },
    { Key: 'sagemaker:is-studio-archived', Value: 'false' },
  ]);
  expect(rendered).not.toHaveProperty('TrainingJobName');
});

test('a notebook job that fits has no problems', () => {
  expect(problemsOf({})).toEqual([]);
});

test.each([
  {
    wished: { compute: JobCompute.onDemand({ instanceCount: 2 }) },
    problem:
      'NotebookInstancesOutOfRange: job.compute has 2 instances, a notebook runs on one instance; use JobCompute.onDemand(…) with a larger type',
  },
  {
    wished: {
      compute: JobCompute.instanceGroups([{ groupName: 'a', instanceType: 'ml.m5.large', instanceCount: 1 }]),
    },
    problem:
      'NotebookInstancesOutOfRange: job.compute has instance groups, a notebook runs on one instance; use JobCompute.onDemand(…) with a larger type',
  },
  {
    wished: { kernelName: '' },
    problem:
      'KernelMissing: job.kernelName is empty, a notebook runs in a kernel of its image; write "python3", or another that the image has',
  },
  {
    wished: { internalErrorRetries: 31 },
    problem:
      'NumberOutOfRange: job.internalErrorRetries is 31, SageMaker starts a job anew 1 to 30 times; write 3, or leave it out',
  },
  {
    wished: { tags: { 'sagemaker:name': 'other' } },
    problem:
      'TagReserved: job.tags.sagemaker:name is given, Studio knows a notebook job by this tag, which the job sets itself; leave it out',
  },
  {
    wished: { environmentVariables: { SM_KERNEL_NAME: 'r' } },
    problem:
      'EnvironmentVariableReserved: job.environmentVariables.SM_KERNEL_NAME is given, the step sets this variable itself; leave it out',
  },
  {
    wished: { parameters: { text: 'a'.repeat(2_501) } },
    problem: 'TextTooLong: job.parameters.text has 2501 characters, SageMaker takes up to 2500; shorten it',
  },
  {
    wished: { networkCallsReason: '' },
    problem:
      'NetworkCallsWithoutReason: job.networkCallsReason is empty, a job leaves its isolation for a stated reason only; say what the job calls, or leave it out',
  },
])('$problem', ({ wished, problem }) => {
  expect(problemsOf(wished)).toEqual([problem]);
});

function problemsOf(wished: Partial<NotebookJob>): string[] {
  return told((problems) => checkNotebookJob(problems, 'job', { ...JOB, ...wished }));
}
