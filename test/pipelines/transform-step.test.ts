import { Duration, Size, Stack } from 'aws-cdk-lib';
import {
  ContainerImage,
  JobCompute,
  ModelContainer,
  ModelStep,
  PipelineParameter,
  TransformBatchStrategy,
  TransformInput,
  TransformSplit,
  TransformStep,
  TransformStepProps,
} from '../../lib/pipelines';
import { OUTPUT_KEY_ARN, pipelineIn, renderedIn, stackIn, VOLUME_KEY_ARN } from './definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a model predicts for files, encrypted on volumes and in the output', () => {
  const rendered = renderedIn(stack, [predictWith({})]);

  expect(rendered).toEqual({
    Name: 'Predict',
    Type: 'Transform',
    Arguments: {
      ModelName: 'abalone',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://acme-data/batch/' } },
        CompressionType: 'None',
        SplitType: 'None',
      },
      TransformOutput: { S3OutputPath: 's3://acme-data/predictions/', AssembleWith: 'None', KmsKeyId: OUTPUT_KEY_ARN },
      TransformResources: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeKmsKeyId: VOLUME_KEY_ARN },
    },
  });
});

test('a job says all that it may', () => {
  const rendered = renderedIn(stack, [
    predictWith({
      input: byLine(),
      accept: 'text/csv',
      batchStrategy: TransformBatchStrategy.SINGLE_RECORD,
      maxPayload: Size.mebibytes(10),
      maxConcurrentTransforms: 4,
      environment: { THRESHOLD: '0.5' },
      dataProcessing: { inputFilter: '$[1:]', joinInput: true, outputFilter: '$[0,-1]' },
      dataCapture: { s3Uri: 's3://acme-data/captured/', inferenceIds: true },
      invocationTimeout: Duration.minutes(5),
      invocationRetries: 1,
      outputKeyArn: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-predictions',
    }),
  ]);

  expect(rendered.Arguments).toMatchObject({
    MaxConcurrentTransforms: 4,
    MaxPayloadInMB: 10,
    ModelClientConfig: { InvocationsTimeoutInSeconds: 300, InvocationsMaxRetries: 1 },
    BatchStrategy: 'SingleRecord',
    Environment: { THRESHOLD: '0.5' },
    TransformOutput: {
      Accept: 'text/csv',
      AssembleWith: 'Line',
      KmsKeyId: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-predictions',
    },
    DataCaptureConfig: {
      DestinationS3Uri: 's3://acme-data/captured/',
      KmsKeyId: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-predictions',
      GenerateInferenceId: true,
    },
    DataProcessing: { InputFilter: '$[1:]', OutputFilter: '$[0,-1]', JoinSource: 'Input' },
  });
});

test('a job uses the model of an earlier step, and a later step its predictions', () => {
  const model = new ModelStep('CreateModel', {
    containers: [ModelContainer.of({ image: ContainerImage.xgboost('3.2-0') })],
  });
  const step = predictWith({ modelName: model.properties.modelName.asString });

  const rendered = renderedIn(stack, [step, model]);

  expect(rendered.Arguments.ModelName).toEqual({ Get: 'Steps.CreateModel.ModelName' });
  expect(step.properties.outputS3Uri._render()).toEqual({ Get: 'Steps.Predict.TransformOutput.S3OutputPath' });
});

test('a run may choose how many requests an instance gets', () => {
  const requests = PipelineParameter.ofInteger('Requests', { defaultValue: 1 });

  const rendered = renderedIn(stack, [predictWith({ maxConcurrentTransforms: requests.asNumber })], {
    parameters: [requests],
  });

  expect(rendered.Arguments.MaxConcurrentTransforms).toEqual({ Get: 'Parameters.Requests' });
});

test.each([
  [Size.mebibytes(100), 1],
  [Size.mebibytes(0), 100],
  [undefined, 16],
])('requests of up to %s, %d at a time, stay within 100 MiB', (maxPayload, maxConcurrentTransforms) => {
  const pipeline = () => pipelineIn(stack, [predictWith({ maxPayload, maxConcurrentTransforms })]);

  expect(pipeline).not.toThrow();
});

test.each([
  [Size.mebibytes(51), 2, 51],
  [undefined, 17, 6],
])('requests of up to %s, %d at a time, pass 100 MiB', (maxPayload, maxConcurrentTransforms, each) => {
  const pipeline = () => pipelineIn(stack, [predictWith({ maxPayload, maxConcurrentTransforms })]);

  expect(pipeline).toThrow(
    `RequestsTooLarge: steps.Predict.maxConcurrentTransforms is ${maxConcurrentTransforms}, each of up to ${each} MiB, SageMaker sends an instance up to 100 MiB at the same time; make maxPayload or maxConcurrentTransforms smaller`,
  );
});

test('a payload of half a mebibyte is refused', () => {
  const pipeline = () => pipelineIn(stack, [predictWith({ maxPayload: Size.kibibytes(512) })]);

  expect(pipeline).toThrow(
    'PayloadOutOfRange: steps.Predict.maxPayload is 0.5, a request holds 0 to 100 MiB, in whole numbers; use Size.mebibytes(6)',
  );
});

test('batches of an input that is not split are refused', () => {
  const pipeline = () => pipelineIn(stack, [predictWith({ batchStrategy: TransformBatchStrategy.MULTI_RECORD })]);

  expect(pipeline).toThrow(
    'BatchesWithoutSplit: steps.Predict.batchStrategy is "MultiRecord" for an input that is not split, SageMaker makes batches of records, and knows where one ends by the split alone; give the input split: TransformSplit.LINE, or leave batchStrategy out',
  );
});

test('instances that no transform job takes are refused', () => {
  const compute = JobCompute.spot({ maxWait: Duration.hours(2) });

  const pipeline = () => pipelineIn(stack, [predictWith({ compute })]);

  expect(pipeline).toThrow(
    'ComputeKindUnsupported: steps.Predict.compute is JobCompute.spot(…), SageMaker runs transform jobs on demand only; use JobCompute.onDemand(…)',
  );
});

test('a time limit and repetitions out of range are refused together', () => {
  const pipeline = () =>
    pipelineIn(stack, [predictWith({ invocationTimeout: Duration.hours(2), invocationRetries: 4 })]);

  expect(pipeline).toThrow(
    [
      '2 problems:',
      '  DurationOutOfRange: steps.Predict.invocationTimeout is 2 hours, SageMaker waits 1 second to 1 hour for an answer, in whole seconds; use Duration.minutes(10)',
      '  NumberOutOfRange: steps.Predict.invocationRetries is 4, SageMaker repeats a request 0 to 3 times; write 3',
    ].join('\n'),
  );
});

function predictWith(wished: Partial<TransformStepProps>): TransformStep {
  return new TransformStep('Predict', {
    modelName: 'abalone',
    input: TransformInput.fromPrefix('s3://acme-data/batch/'),
    outputS3Uri: 's3://acme-data/predictions/',
    ...wished,
  });
}

function byLine(): TransformInput {
  return TransformInput.fromPrefix('s3://acme-data/batch/', { contentType: 'text/csv', split: TransformSplit.LINE });
}
