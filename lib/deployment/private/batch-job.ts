import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import { hasLocalStorage, instanceTypeOf, Permission, sageMakerArn } from '../../core';
import { BatchCompute } from '../batch-compute';
import { BatchInput, BatchSplit } from '../batch-input';
import { BatchJoin } from '../batch-join';
import { BatchCapture, BatchOutput } from '../batch-output';
import * as perms from '../perms';
import { BATCH_INSTANCE_TYPE } from './batch-checks';
import { BucketFolder } from './bucket-folder';

/** Why the roles of a batch name resources by patterns. */
export const NAMED_BY_RUN =
  'each run is a job of its own name, which begins with that of the schedule; network interfaces, log streams and objects get their names when they are made; EC2, ECR and CloudWatch know no resource here';

/** What every run of a batch asks for. */
export interface BatchJob {
  /** The beginning of the job's name; the id of the run is the rest. */
  readonly jobName: string;

  readonly input: BatchInput;
  readonly output: BatchOutput;
  readonly join?: BatchJoin;
  readonly compute?: BatchCompute;
  readonly capture?: BatchCapture;
  readonly volumeKey: kms.IKeyRef;
}

/** The job as SageMaker's API takes it; Scheduler fills in the id of the run and the time at which it was due. */
export function transformRequest(job: BatchJob, modelName: string): Record<string, unknown> {
  const { jobName, input, output, join, compute = {}, capture, volumeKey } = job;
  const { instanceType = BATCH_INSTANCE_TYPE } = compute;
  const byLine = output.assembleByLine ?? input.split === BatchSplit.LINE;

  return {
    TransformJobName: `${jobName}-${ContextAttribute.executionId}`,
    ModelName: modelName,
    MaxConcurrentTransforms: compute.maxConcurrentRequests,
    MaxPayloadInMB: compute.maxPayload?.toMebibytes(),
    BatchStrategy: compute.strategy,
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `${new BucketFolder(input).s3Uri}/` } },
      ContentType: input.contentType,
      CompressionType: input.gzip ? 'Gzip' : 'None',
      SplitType: input.split ?? 'None',
    },
    TransformOutput: {
      S3OutputPath: `${new BucketFolder(output).s3Uri}/${ContextAttribute.scheduledTime}`,
      Accept: output.accept,
      AssembleWith: byLine ? 'Line' : 'None',
      KmsKeyId: output.key.keyRef.keyArn,
    },
    TransformResources: {
      InstanceType: instanceTypeOf(instanceType),
      InstanceCount: compute.instanceCount ?? 1,
      VolumeKmsKeyId: hasLocalStorage(instanceType) ? undefined : volumeKey.keyRef.keyArn,
    },
    DataProcessing: join && {
      InputFilter: join.inputFilter,
      OutputFilter: join.outputFilter,
      JoinSource: (join.joinInput ?? true) ? 'Input' : 'None',
    },
    DataCaptureConfig: capture && {
      DestinationS3Uri: new BucketFolder(capture).s3Uri,
      KmsKeyId: capture.key.keyRef.keyArn,
      GenerateInferenceId: capture.inferenceIds ?? false,
    },
  };
}

/** Network and role are the model's, so that the request names none, and none is passed. */
export function permissionsToStart(
  stack: Stack,
  { jobName, compute, volumeKey }: Pick<BatchJob, 'jobName' | 'compute' | 'volumeKey'>,
): Permission[] {
  const { keyArn } = volumeKey.keyRef;
  const local = hasLocalStorage(compute?.instanceType ?? BATCH_INSTANCE_TYPE);

  return [
    {
      actions: perms.CREATE_TRANSFORM_JOB,
      resources: [sageMakerArn(stack, 'transform-job', `${jobName}-*`)],
      conditions: local ? undefined : { ArnEquals: { 'sagemaker:VolumeKmsKeyArn': keyArn } },
    },
    { actions: perms.DECRYPT_SCHEDULE, resources: [keyArn] },
    ...(local
      ? []
      : [
          {
            actions: perms.LEND_KEY,
            resources: [keyArn],
            conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
          },
        ]),
  ];
}
