import { Readable } from 'node:stream';
import { Package } from '../../../../lib/deployment/handlers/package-for-edge/package';
import { Packer } from '../../../../lib/deployment/handlers/package-for-edge/packer';

export const SIGNATURE = Buffer.from('signed');

export const PACKAGE: Package = {
  PackageName: 'abalone-jetson',
  Version: '1.2.0',
  ModelBucket: 'acme-models',
  ModelKey: 'abalone/model.tar.gz',
  TargetPlatform: 'jetson_xavier',
  Runtime: 'dlr-1.10',
  SigningKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000009',
  OutputBucket: 'acme-edge',
  OutputFolder: 'edge/abalone-jetson/1.2.0/',
  OutputKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001',
};

type Input = Readonly<Record<string, unknown>>;

/** What lies in S3 besides the model, what fails by the name of its operation, and how long the function has. */
export interface World {
  readonly model?: string;
  readonly modelLength?: number;
  readonly files?: Map<string, string | Uint8Array>;
  readonly failing?: Readonly<Record<string, Error>>;
  readonly remaining?: number;
}

/** A packer in such a world, and what it asked. */
export interface WatchedPacker extends Packer {
  readonly calls: [operation: string, input: Input][];
  readonly files: Map<string, string | Uint8Array>;
}

export function packerIn(world: World = {}): WatchedPacker {
  const { model = 'weights', modelLength = model.length, files = new Map(), failing = {}, remaining = 60_000 } = world;
  const calls: [string, Input][] = [];
  const operations: Readonly<Record<string, (input: Input) => Promise<object>>> = {
    Sign: () => Promise.resolve({ Signature: SIGNATURE }),
    GetObject: ({ Bucket, Key }) =>
      Promise.resolve(
        Bucket === PACKAGE.ModelBucket
          ? {
              Body: Readable.from([model.slice(0, 3), model.slice(3)].map((piece) => Buffer.from(piece))),
              ContentLength: modelLength,
            }
          : { Body: { transformToString: () => Promise.resolve(files.get(Key as string)) } },
      ),
    PutObject: ({ Key, Body }) => {
      if (files.has(Key)) return Promise.reject(named('PreconditionFailed'));
      files.set(Key, Body);
      return Promise.resolve({});
    },
  };
  const send = (command: { readonly input: Input }): Promise<object> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    calls.push([operation, command.input]);

    return failing[operation] ? Promise.reject(failing[operation]) : operations[operation](command.input);
  };

  return {
    calls,
    files,
    s3: { send },
    kms: { send },
    log: () => undefined,
    remaining: () => remaining,
  };
}

/** An error of the SDK. */
export function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
