import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { Log } from '../log';

/** What the handler works with. */
export interface Packer {
  readonly s3: Pick<S3Client, 'send'>;
  readonly kms: Pick<KMSClient, 'send'>;
  readonly log: Log;

  /** How many milliseconds the function has left. */
  readonly remaining: () => number;
}
