import { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AsyncInference } from '../../lib/deployment';
import { functionsIn } from './endpoints';

/** Requests and answers in folders of a bucket that was made elsewhere. */
export function asynchronousIn(stack: Stack): AsyncInference {
  const bucket = s3.Bucket.fromBucketName(stack, 'AsyncBucket', 'acme-async');
  const { encryptionKey: key } = functionsIn(stack);

  return AsyncInference.toBucket({
    requests: { bucket, prefix: 'requests/', key },
    bucket,
    prefix: 'answers/',
    key,
  });
}
