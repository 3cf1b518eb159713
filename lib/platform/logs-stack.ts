import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessLogBucket, DataBucket, DataKey, LogBucket } from '../foundation';
import { DataEventTrail, DeliveringTrail } from '../security';
import { PlatformStack, PlatformStackProps } from './platform-stack';

/** A year and a month, so that a yearly audit finds the whole year. */
const LOGS_KEPT = Duration.days(400);

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

  /** Name of the bucket for trails. */
  readonly trailBucketName: string;

  /** ARN of the key's alias, by which trails of other accounts know it. */
  readonly keyAliasArn: string;

  /** Trails that deliver here; without any there is no bucket for them. */
  readonly trails: DeliveringTrail[];
}

/** The log archive: the flow logs of every network of the platform, and who read and wrote its data. */
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
    if (props.trails.length > 0) {
      const { bucket } = new DataBucket(this, 'Trails', {
        bucketName: props.trailBucketName,
        encryptionKey: key,
        acceptedKeyArns: [props.keyAliasArn],
        bucketKey: false,
        accessLogBucket: accessLogs.bucket,
        expiration: LOGS_KEPT,
      });
      DataEventTrail.allowDelivery(bucket, key, props.trails);
    }
  }
}
