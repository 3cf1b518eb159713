import { Duration, Size, Stack } from 'aws-cdk-lib';
import { JobCompute, PipelineParameter, TransformInput, TransformStep } from '../../../lib/pipelines';
import { checkTransformCompute } from '../../../lib/pipelines/private/transform-resources';
import { permissionsOf, renderedIn, stackIn, VOLUME_KEY_ARN } from '../definitions';
import { told } from './told';

const JOBS = ['arn:aws:sagemaker:eu-west-1:111111111111:transform-job/pipelines-*'];

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each([
  [JobCompute.onDemand({ instanceType: 'ml.m5.large', instanceCount: 3 }), 'ml.m5.large', 3, VOLUME_KEY_ARN],
  [JobCompute.onDemand({ instanceType: 'ml.g5.xlarge' }), 'ml.g5.xlarge', 1, undefined],
])('volumes have the key, disks of the instance none', (compute, instanceType, instanceCount, key) => {
  const rendered = renderedIn(stack, [predictOn(compute)]);

  expect(rendered.Arguments.TransformResources).toEqual({
    InstanceType: instanceType,
    InstanceCount: instanceCount,
    ...(key === undefined ? {} : { VolumeKmsKeyId: key }),
  });
});

test('the role may run transform jobs with the key alone, and passes no role', () => {
  const chosen = PipelineParameter.ofString('Type').asString;

  const permissions = permissionsOf(stack, predictOn(JobCompute.onDemand({ instanceType: chosen })));

  expect(permissions).toEqual([
    {
      actions: ['sagemaker:CreateTransformJob'],
      resources: JOBS,
      conditions: { ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN } },
    },
    { actions: ['sagemaker:DescribeTransformJob', 'sagemaker:StopTransformJob'], resources: JOBS },
    {
      actions: ['sagemaker:AddTags'],
      resources: JOBS,
      conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateTransformJob' } },
    },
  ]);
});

test('the role may run transform jobs without a key on local disks alone', () => {
  const permissions = permissionsOf(stack, predictOn(JobCompute.onDemand({ instanceType: 'ml.g5.xlarge' })));

  expect(permissions).toMatchObject([
    { conditions: { Null: { 'sagemaker:VolumeKmsKeyArn': 'true' } } },
    expect.anything(),
    expect.anything(),
  ]);
});

test('volumes and running time are not up to a transform job', () => {
  const compute = JobCompute.onDemand({ volumeSize: Size.gibibytes(50), maxRuntime: Duration.hours(2) });

  const found = told((problems) => checkTransformCompute(problems, 'steps.Predict', compute));

  expect(found).toEqual(
    ['volumeSize', 'maxRuntime'].map(
      (prop) =>
        `ComputeOptionUnsupported: steps.Predict.compute.${prop} is given, SageMaker chooses the volumes of transform jobs, and lets them run until they end; leave it out`,
    ),
  );
});

function predictOn(compute: JobCompute): TransformStep {
  return new TransformStep('Predict', {
    modelName: 'abalone',
    input: TransformInput.fromPrefix('s3://acme-data/batch/'),
    outputS3Uri: 's3://acme-data/predictions/',
    compute,
  });
}
