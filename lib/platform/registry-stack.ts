import { Construct } from 'constructs';
import { AccessLogBucket, BucketAccess, DataBucket, DataKey, TrustedPerimeter } from '../foundation';
import { ModelPackageGroup } from '../registry';
import { watchObjects } from './connections/objects-are-watched';
import { PlatformNames } from './platform-names';
import { PlatformStack, PlatformStackProps } from './platform-stack';

/** A model that the central registry keeps, and who makes and serves it. */
export interface RegisteredModel {
  /** Name of the model package group. */
  readonly modelPackageGroupName: string;

  /** Accounts that register versions. */
  readonly registeringAccounts: string[];

  /** Accounts that serve versions. */
  readonly deployingAccounts: string[];

  /** Where the versions and their evaluations are kept. */
  readonly artifacts: ModelArtifacts;
}

/** Where a model's versions and their evaluations are kept, and which roles of other accounts reach them. */
export interface ModelArtifacts {
  /** Name of the bucket. */
  readonly bucketName: string;

  /** Alias of the key, without `alias/`. Jobs of other accounts know the key by it. */
  readonly keyAlias: string;

  /** ARN of that alias. */
  readonly keyAliasArn: string;

  /** Roles that write. */
  readonly writers: BucketAccess[];

  /** Roles that read. */
  readonly readers: BucketAccess[];
}

/** What the central registry holds. */
export interface RegistryStackProps extends PlatformStackProps {
  /** Name of the bucket for the access logs of the models' buckets. */
  readonly accessLogBucketName: string;

  /** The models. */
  readonly models: RegisteredModel[];

  /** Who is trusted at all. */
  readonly perimeter: TrustedPerimeter;

  /** Whether a trail records who reads and writes the artifacts. */
  readonly watched: boolean;

  /** The physical names of the platform. */
  readonly names: PlatformNames;
}

/**
 * The central registry: model package groups, each with a bucket and a key of its own.
 *
 * Their policies name the roles of one project. S3 takes 20 KB of policy, so one bucket for all would be full at the fifth.
 */
export class RegistryStack extends PlatformStack {
  constructor(scope: Construct, id: string, props: RegistryStackProps) {
    super(scope, id, props);

    const accessLogs = new AccessLogBucket(this, 'AccessLogs', { bucketName: props.accessLogBucketName });

    const buckets = props.models.map(({ modelPackageGroupName: name, artifacts, ...accounts }) => {
      new ModelPackageGroup(this, name, { modelPackageGroupName: name, ...accounts });
      const { key } = new DataKey(this, `Key-${name}`, {
        alias: artifacts.keyAlias,
        description: `Encrypts the versions of the model ${name} and their evaluations`,
        perimeter: props.perimeter,
      });
      const { bucket } = new DataBucket(this, `Artifacts-${name}`, {
        bucketName: artifacts.bucketName,
        encryptionKey: key,
        acceptedKeyArns: [artifacts.keyAliasArn],
        accessLogBucket: accessLogs.bucket,
        writers: artifacts.writers,
        readers: artifacts.readers,
        perimeter: props.perimeter,
      });

      return bucket;
    });
    if (props.watched && buckets.length > 0) {
      watchObjects(this, { trailName: props.stackName, buckets, names: props.names });
    }
  }
}
