import { Construct } from 'constructs';
import { AccessLogBucket, DataKey, LogBucket } from '../foundation';
import { PlatformStack, PlatformStackProps } from './platform-stack';

/** Whose logs are kept, and where. */
export interface LogsStackProps extends PlatformStackProps {
  /** Name of the bucket for flow logs. */
  readonly flowLogBucketName: string;

  /** Name of the bucket for the access log of that bucket. */
  readonly accessLogBucketName: string;

  /** Alias of the key, without `alias/`. */
  readonly keyAlias: string;

  /** Ids of the accounts that have networks. */
  readonly sourceAccounts: string[];
}

/** The log archive: the flow logs of every network of the platform. */
export class LogsStack extends PlatformStack {
  constructor(scope: Construct, id: string, props: LogsStackProps) {
    super(scope, id, props);

    const { key } = new DataKey(this, 'LogKey', { alias: props.keyAlias, description: 'Encrypts the central logs' });
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', { bucketName: props.accessLogBucketName });

    new LogBucket(this, 'FlowLogs', {
      bucketName: props.flowLogBucketName,
      encryptionKey: key,
      accessLogBucket: accessLogs.bucket,
      sourceAccounts: props.sourceAccounts,
    });
  }
}
