import { Token } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Permission, Problems } from '../../core';
import * as perms from '../perms';

/** SageMaker takes 512 characters of `s3://<bucket>/<prefix>`, of which the name of a bucket may have 63. */
const LONGEST_PREFIX = 443;

/** A folder of a bucket, and the key that encrypts what lies there. */
export interface BucketFolderProps {
  readonly bucket: s3.IBucketRef;
  readonly prefix: string;
  readonly key: kms.IKeyRef;
}

/** A folder of a bucket that an endpoint reads or writes. */
export class BucketFolder {
  /** The folder without the slashes at its end. */
  private readonly name: string;

  constructor(private readonly props: BucketFolderProps) {
    this.name = props.prefix.replace(/\/+$/, '');
  }

  /** The beginning of the keys of its objects. */
  public get prefix(): string {
    return `${this.name}/`;
  }

  /** Address of the folder. SageMaker adds a slash of its own; one more would make an empty folder. */
  public get s3Uri(): string {
    return `s3://${this.props.bucket.bucketRef.bucketName}/${this.name}`;
  }

  public get keyArn(): string {
    return this.props.key.keyRef.keyArn;
  }

  /** The folder of that name inside. */
  public inside(name: string): BucketFolder {
    return new BucketFolder({ ...this.props, prefix: this.prefix + name });
  }

  /** Checks the prefix, which has this path. */
  public check(problems: Problems, path: string): void {
    if (Token.isUnresolved(this.name)) return;
    const named = this.name.split('/').every((part) => part.trim() !== '');
    if (named && this.name.length <= LONGEST_PREFIX) return;

    problems.add({
      code: 'FolderMalformed',
      path,
      got: named ? `has ${this.name.length} characters` : `is "${this.props.prefix}"`,
      wanted: `a folder has a name before each slash, in ${LONGEST_PREFIX} characters or fewer`,
      remedy: 'write one as "abalone/prod/"',
    });
  }

  /** What it takes to read the folder's objects. */
  public permissionsToRead(): Permission[] {
    return [
      { actions: perms.READ_OBJECTS, resources: [this.objectsArn()] },
      { actions: perms.DECRYPT_OBJECTS, resources: [this.keyArn] },
    ];
  }

  /** What it takes to write objects into the folder. */
  public permissionsToWrite(): Permission[] {
    return [
      { actions: perms.WRITE_OBJECTS, resources: [this.objectsArn()] },
      { actions: perms.ENCRYPT_OBJECTS, resources: [this.keyArn] },
    ];
  }

  private objectsArn(): string {
    return `${this.props.bucket.bucketRef.bucketArn}/${this.prefix}*`;
  }
}
