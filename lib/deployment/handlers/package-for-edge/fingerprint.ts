import { createHash } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { isNamed } from '../sdk-errors';
import { Fingerprint, PackagedModel } from './manifest';
import { PackageRefused } from './package-refused';
import { Packer } from './packer';

/** What it takes to say how it ended, in milliseconds. */
const LAST_WORDS = 5_000;

/** Reads the model piece by piece: it may be larger than the function's memory. */
export async function fingerprintOf({ s3, remaining }: Packer, model: PackagedModel): Promise<Fingerprint> {
  const { ModelBucket: Bucket, ModelKey: Key, ModelObjectVersion: VersionId } = model;
  const abortSignal = AbortSignal.timeout(Math.max(remaining() - LAST_WORDS, 0));

  try {
    const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }), { abortSignal });
    const hash = createHash('sha256');
    let sizeInBytes = 0;
    for await (const piece of (Body ?? []) as AsyncIterable<Uint8Array>) {
      abortSignal.throwIfAborted();
      hash.update(piece);
      sizeInBytes += piece.length;
    }

    // A connection that breaks may look like an end.
    if (sizeInBytes !== ContentLength) throw new PackageRefused(`S3 sent ${sizeInBytes} of ${ContentLength} bytes`);
    return { sha256: hash.digest('hex'), sizeInBytes };
  } catch (error) {
    if (isNamed(error, 'AbortError', 'TimeoutError') && abortSignal.aborted) {
      throw new PackageRefused('the model is not read to its end, and the time is up');
    }
    if (isNamed(error, 'NoSuchKey', 'NoSuchVersion')) {
      throw new PackageRefused(`there is no model at s3://${Bucket}/${Key}`);
    }
    throw error;
  }
}
