import { Construct } from 'constructs';
import { AccessLogBucket, BucketAccess, DataBucket, DataKey, TrustedPerimeter } from '../foundation';
import { ModelPackageGroup } from '../registry';
import { PlatformStack, PlatformStackProps } from './platform-stack';

/** A model that the central registry keeps, and who makes and serves it. */
export interface RegisteredModel {
  /** Name of the model package group. */
  readonly modelPackageGroupName: string;

  /** Accounts that register versions. */
  readonly registeringAccounts: string[];

  /** Accounts that serve versions. */
  readonly deployingAccounts: string[];
}

/** What the central registry holds. */
export interface RegistryStackProps extends PlatformStackProps {
  /** Name of the bucket for models and their evaluations. */
  readonly artifactBucketName: string;

  /** Name of the bucket for the access log of that bucket. */
  readonly accessLogBucketName: string;

  /** Alias of the key, without `alias/`. Jobs of other accounts know the key by it. */
  readonly keyAlias: string;

  /** ARN of that alias. */
  readonly keyAliasArn: string;

  /** The models. */
  readonly models: RegisteredModel[];

  /** Roles of other accounts that write artifacts, each below its project's prefix. */
  readonly artifactWriters: BucketAccess[];

  /** Roles of other accounts that read artifacts, each below its project's prefix. */
  readonly artifactReaders: BucketAccess[];

  /** Who is trusted at all. */
  readonly perimeter: TrustedPerimeter;
}

/** The central registry: model package groups, and the bucket and key of the models. */
export class RegistryStack extends PlatformStack {
  constructor(scope: Construct, id: string, props: RegistryStackProps) {
    super(scope, id, props);

    const { key } = new DataKey(this, 'ArtifactKey', {
      alias: props.keyAlias,
      description: 'Encrypts models and their evaluations',
      perimeter: props.perimeter,
    });
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', { bucketName: props.accessLogBucketName });

    new DataBucket(this, 'Artifacts', {
      bucketName: props.artifactBucketName,
      encryptionKey: key,
      acceptedKeyArns: [props.keyAliasArn],
      accessLogBucket: accessLogs.bucket,
      writers: props.artifactWriters,
      readers: props.artifactReaders,
      perimeter: props.perimeter,
    });
    for (const model of props.models) new ModelPackageGroup(this, model.modelPackageGroupName, model);
  }
}
