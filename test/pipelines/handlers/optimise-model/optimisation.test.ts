import { OptimisationRequest, optimisations } from '../../../../lib/pipelines/handlers/optimise-model/optimisation';
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

const REQUEST: OptimisationRequest = {
  RoleArn: 'arn:aws:iam::111111111111:role/acme-jobs',
  ModelSource: {},
  DeploymentInstanceType: 'ml.g5.2xlarge',
  OptimizationConfigs: [{ ModelQuantizationConfig: {} }],
  OutputConfig: {},
  StoppingCondition: { MaxRuntimeInSeconds: 900 },
};
const FILES: OptimisationRequest = { ...REQUEST, ModelSource: { S3: { ModelAccessConfig: { AcceptEula: true } } } };

test.each([
  [
    'files',
    FILES,
    { modelS3Uri: 's3://acme-models/llm/' },
    { S3: { S3Uri: 's3://acme-models/llm/', ModelAccessConfig: { AcceptEula: true } } },
  ],
  ['a model', REQUEST, { modelName: 'acme-llm' }, { SageMakerModel: { ModelName: 'acme-llm' } }],
])('%s are optimised into a folder of the job', async (_, request, source, ModelSource) => {
  const runner = runnerOf(optimisations(request), { DescribeOptimizationJob: errorNamed('ResourceNotFound') });
  const event = eventOf({ arguments: { ...source, outputS3Uri: 's3://acme-models/optimised' } });

  const response = await settleMessages(event, runner);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(runner.calls[1]).toEqual([
    'CreateOptimizationJob',
    {
      ...REQUEST,
      ModelSource,
      OptimizationJobName: JOB_NAME,
      OutputConfig: { S3OutputLocation: `s3://acme-models/optimised/${JOB_NAME}/` },
    },
  ]);
});

test.each([
  [
    { OptimizationJobStatus: 'COMPLETED', OutputConfig: { S3OutputLocation: 's3://acme-models/optimised/1/' } },
    successWith({ optimizedModelS3Uri: 's3://acme-models/optimised/1/', optimizationJobName: JOB_NAME }),
  ],
  [{ OptimizationJobStatus: 'COMPLETED' }, failureBecause('the optimisation ended without a result')],
  [{ OptimizationJobStatus: 'FAILED' }, failureBecause('the optimisation failed: SageMaker gives no reason')],
])('%j answers the step', async (described, answer) => {
  const runner = runnerOf(optimisations(FILES), {
    DescribeOptimizationJob: { OptimizationJobName: JOB_NAME, ...described },
  });
  const event = eventOf({ arguments: { modelS3Uri: 's3://acme-models/llm/', outputS3Uri: 's3://acme-models/out' } });

  const response = await settleMessages(event, runner);

  expect(response).toEqual(SETTLED);
  expect(answersOf(runner)).toEqual([answer]);
});

test('an optimisation is stopped with its execution', async () => {
  const runner = runnerOf(optimisations(FILES), {});

  const response = await settleMessages(eventOf({ status: 'Stopping' }), runner);

  expect(response).toEqual(SETTLED);
  expect(runner.calls[0]).toEqual(['StopOptimizationJob', { OptimizationJobName: JOB_NAME }]);
});
