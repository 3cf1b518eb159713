import { CompilationRequest, compilations } from '../../../../lib/pipelines/handlers/compile-model/compilation';
import { settleMessages } from '../../../../lib/pipelines/handlers/messages';
import {
  answersOf,
  BACK_IN_THE_QUEUE,
  errorNamed,
  eventOf,
  failureBecause,
  JOB_NAME,
  runnerOf,
  SETTLED,
  successWith,
} from '../runners';

const REQUEST: CompilationRequest = {
  RoleArn: 'arn:aws:iam::111111111111:role/acme-jobs',
  OutputConfig: { TargetDevice: 'ml_c5' },
  StoppingCondition: { MaxRuntimeInSeconds: 900 },
};
const ARCHIVE: CompilationRequest = { ...REQUEST, InputConfig: { Framework: 'XGBOOST' } };
const PACKAGE_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package/abalone/7';
const NO_SUCH_JOB = { DescribeCompilationJob: errorNamed('ResourceNotFound') };

test.each([
  [
    'an archive',
    ARCHIVE,
    { modelS3Uri: 's3://acme-models/model.tar.gz' },
    { InputConfig: { Framework: 'XGBOOST', S3Uri: 's3://acme-models/model.tar.gz' } },
  ],
  ['a registered version', REQUEST, { modelPackageArn: PACKAGE_ARN }, { ModelPackageVersionArn: PACKAGE_ARN }],
])('%s is compiled into a folder of the job', async (_, request, source, asked) => {
  const runner = runnerOf(compilations(request), NO_SUCH_JOB);
  const event = eventOf({ arguments: { ...source, outputS3Uri: 's3://acme-models/compiled/' } });

  const response = await settleMessages(event, runner);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(runner.calls[1]).toEqual([
    'CreateCompilationJob',
    {
      ...REQUEST,
      ...asked,
      CompilationJobName: JOB_NAME,
      OutputConfig: { TargetDevice: 'ml_c5', S3OutputLocation: `s3://acme-models/compiled/${JOB_NAME}/` },
    },
  ]);
});

test.each([
  [
    { CompilationJobStatus: 'COMPLETED', ModelArtifacts: { S3ModelArtifacts: 's3://acme-models/compiled.tar.gz' } },
    successWith({ compiledModelS3Uri: 's3://acme-models/compiled.tar.gz', compilationJobName: JOB_NAME }),
  ],
  [{ CompilationJobStatus: 'COMPLETED' }, failureBecause('the compilation ended without a result')],
  [
    { CompilationJobStatus: 'FAILED', FailureReason: 'ClientError: InputConfiguration' },
    failureBecause('the compilation failed: ClientError: InputConfiguration'),
  ],
  [{ CompilationJobStatus: 'STOPPED' }, failureBecause('the compilation was stopped before it had a result')],
])('%j answers the step', async (described, answer) => {
  const runner = runnerOf(compilations(ARCHIVE), {
    DescribeCompilationJob: { CompilationJobName: JOB_NAME, ...described },
  });

  const response = await settleMessages(askedEvent(), runner);

  expect(response).toEqual(SETTLED);
  expect(answersOf(runner)).toEqual([answer]);
});

test.each(['STARTING', 'INPROGRESS', 'STOPPING'])('a compilation that is %s is looked at later', async (status) => {
  const runner = runnerOf(compilations(ARCHIVE), { DescribeCompilationJob: { CompilationJobStatus: status } });

  const responses = [await settleMessages(askedEvent(), runner), await settleMessages(askedEvent(), runner)];

  expect(responses).toEqual([BACK_IN_THE_QUEUE, BACK_IN_THE_QUEUE]);
  expect(runner.calls).toEqual(Array(2).fill(['DescribeCompilationJob', { CompilationJobName: JOB_NAME }]));
});

test('a compilation is stopped with its execution', async () => {
  const runner = runnerOf(compilations(ARCHIVE), {});

  const response = await settleMessages(eventOf({ status: 'Stopping' }), runner);

  expect(response).toEqual(SETTLED);
  expect(runner.calls).toEqual([
    ['StopCompilationJob', { CompilationJobName: JOB_NAME }],
    failureBecause('the execution is being stopped'),
  ]);
});

test.each([
  [ARCHIVE, {}, 'the step names no model'],
  [REQUEST, {}, 'the step names no model package'],
  [REQUEST, { modelPackageArn: PACKAGE_ARN }, 'the step names no folder for the result'],
])('a step that lacks an argument fails: %#', async (request, given, reason) => {
  const runner = runnerOf(compilations(request), NO_SUCH_JOB);

  const response = await settleMessages(eventOf({ arguments: given }), runner);

  expect(response).toEqual(SETTLED);
  expect(runner.calls).toEqual([failureBecause(reason)]);
});

function askedEvent(): ReturnType<typeof eventOf> {
  return eventOf({ arguments: { modelS3Uri: 's3://acme-models/model.tar.gz', outputS3Uri: 's3://acme-models/out' } });
}
