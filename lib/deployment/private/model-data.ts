import { ArnFormat, Fn, Stack, Token } from 'aws-cdk-lib';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Permission, Problems } from '../../core';
import * as perms from '../perms';

const LONGEST_URL = 1_024;
const SCHEME = 's3://';
const OBJECT_OR_FOLDER = /^s3:\/\/[^/]+\/[^/].*$/;

/** An archive, a folder of archives or files, or whichever of a file, an archive and a folder the address tells. */
export type ModelDataKind = 'archive' | 'folder' | 'files';

/** A place in S3 that SageMaker brings a model from. */
export class ModelData {
  constructor(
    private readonly url: string,
    private readonly kind: ModelDataKind,
  ) {}

  public check(problems: Problems, path: string): void {
    if (!Token.isUnresolved(this.url) && !(OBJECT_OR_FOLDER.test(this.url) && this.url.length <= LONGEST_URL)) {
      problems.add({
        code: 'ModelDataMalformed',
        path,
        got: `is "${this.url}"`,
        wanted: `models lie at s3://<bucket>/<key>, in ${LONGEST_URL} characters or fewer`,
        remedy: 'write it as "s3://acme-models/abalone/model.tar.gz"',
      });
      return;
    }

    if (this.kind === 'archive') this.checkArchive(problems, path);
    if (this.kind === 'folder') this.checkFolder(problems, path);
  }

  /** The place as SageMaker takes it when it is not the usual archive. */
  public source(
    access: Pick<CfnModel.S3DataSourceProperty, 'hubAccessConfig' | 'modelAccessConfig'> = {},
  ): CfnModel.ModelDataSourceProperty {
    return {
      s3DataSource: {
        s3Uri: this.url,
        s3DataType: this.isFolder ? 'S3Prefix' : 'S3Object',
        compressionType: this.url.endsWith('.tar.gz') ? 'Gzip' : 'None',
        ...access,
      },
    };
  }

  /** What it takes to read the object, or to list and read all below the folder. */
  public permissions(stack: Stack): Permission[] {
    const object: Permission = {
      actions: perms.READ_OBJECTS,
      resources: [arnOf(stack, this.isFolder ? `${this.place}*` : this.place)],
    };
    if (!this.isFolder) return [object];

    return [
      object,
      {
        actions: perms.LIST_OBJECTS,
        resources: [arnOf(stack, this.bucket)],
        conditions: this.key === undefined ? undefined : { StringLike: { 's3:prefix': `${this.key}*` } },
      },
    ];
  }

  private get isFolder(): boolean {
    return this.kind === 'folder' || this.url.endsWith('/');
  }

  /** Bucket and key, which only the deployment may know. */
  private get place(): string {
    return this.url.startsWith(SCHEME) ? this.url.slice(SCHEME.length) : Fn.select(1, Fn.split(SCHEME, this.url));
  }

  private get bucket(): string {
    return this.url.startsWith(SCHEME) ? this.place.split('/')[0] : Fn.select(2, Fn.split('/', this.url));
  }

  /** The key, unless only the deployment can tell it from the bucket. */
  private get key(): string | undefined {
    return this.url.startsWith(SCHEME) ? this.place.slice(this.place.indexOf('/') + 1) : undefined;
  }

  private checkArchive(problems: Problems, path: string): void {
    if (this.endsUnknown || this.url.endsWith('.tar.gz')) return;

    problems.add({
      code: 'ModelDataNotArchived',
      path,
      got: `is "${this.url}"`,
      wanted: 'SageMaker unpacks one archive whose name ends in .tar.gz',
      remedy: 'name the archive, or use ServingContainer.files for what is not packed',
    });
  }

  private checkFolder(problems: Problems, path: string): void {
    if (this.endsUnknown || this.url.endsWith('/')) return;

    problems.add({
      code: 'PrefixWithoutSlash',
      path,
      got: `is "${this.url}"`,
      wanted: 'SageMaker takes a folder of models by a prefix that ends in a slash',
      remedy: `write "${this.url}/"`,
    });
  }

  private get endsUnknown(): boolean {
    return Token.isUnresolved(this.url.slice(this.url.lastIndexOf('/') + 1));
  }
}

function arnOf(stack: Stack, place: string): string {
  return stack.formatArn({
    service: 's3',
    region: '',
    account: '',
    resource: place,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
}
