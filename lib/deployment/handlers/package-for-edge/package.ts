import { createHash } from 'node:crypto';
import { SignCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { isNamed } from '../sdk-errors';
import { fingerprintOf } from './fingerprint';
import { Fingerprint, manifestOf, PackagedModel } from './manifest';
import { PackageRefused } from './package-refused';
import { Packer } from './packer';

/** A package, and where its files go. */
export interface Package extends PackagedModel {
  readonly OutputBucket: string;

  /** Folder of the version, with a slash at its end. */
  readonly OutputFolder: string;
  readonly OutputKeyArn: string;
}

/** What the provider framework brings from CloudFormation. */
export interface Request {
  readonly RequestType: 'Create' | 'Update' | 'Delete';

  /** Where the package lies, missing while none does. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Package;
}

/** What the framework tells CloudFormation. */
export interface Response {
  readonly PhysicalResourceId?: string;
  readonly Data?: { readonly Sha256: string; readonly SizeInBytes: number };
}

/**
 * Describes a model by a manifest and signs it. No file is ever written over: a version that exists is found to be the same,
 * or refused. What was packaged stays when the package leaves the stack, for devices still run it.
 */
export async function packageForEdge(
  { RequestType, PhysicalResourceId, ResourceProperties }: Request,
  packer: Packer,
): Promise<Response> {
  const { OutputBucket, OutputFolder } = ResourceProperties;
  if (RequestType === 'Delete') {
    packer.log('INFO', 'the package stays', { PhysicalResourceId });
    return { PhysicalResourceId };
  }

  const fingerprint = await fingerprintOf(packer, ResourceProperties);
  await writePackage(packer, ResourceProperties, fingerprint);

  const place = `s3://${OutputBucket}/${OutputFolder}`;
  packer.log('INFO', 'the model is packaged', { place, ...fingerprint });
  return {
    PhysicalResourceId: place,
    Data: { Sha256: fingerprint.sha256, SizeInBytes: fingerprint.sizeInBytes },
  };
}

async function writePackage(packer: Packer, wanted: Package, fingerprint: Fingerprint): Promise<void> {
  const manifest = manifestOf(wanted, fingerprint);
  const isNew = await write(packer, wanted, 'manifest.json', manifest);
  if (!isNew && (await read(packer, wanted, 'manifest.json')) !== manifest) {
    throw new PackageRefused(
      `version ${wanted.Version} of ${wanted.PackageName} is another package already; give this one a new version`,
    );
  }

  // Each signature is another, and any will do: one that is there stays.
  await write(packer, wanted, 'manifest.sig', await signatureOf(packer, wanted, manifest));
}

/** The signature in DER, as OpenSSL reads it. */
async function signatureOf({ kms }: Packer, { SigningKeyArn }: Package, text: string): Promise<Uint8Array> {
  const { Signature } = await kms.send(
    new SignCommand({
      KeyId: SigningKeyArn,
      MessageType: 'DIGEST',
      Message: createHash('sha256').update(text).digest(),
      SigningAlgorithm: 'ECDSA_SHA_256',
    }),
  );
  if (!Signature) throw new PackageRefused('KMS gives no signature');

  return Signature;
}

/** Writes a file, unless it exists; whether it did not. */
async function write({ s3 }: Packer, wanted: Package, name: string, Body: string | Uint8Array): Promise<boolean> {
  try {
    await s3.send(
      new PutObjectCommand({
        Bucket: wanted.OutputBucket,
        Key: `${wanted.OutputFolder}${name}`,
        Body,
        IfNoneMatch: '*',
        ChecksumAlgorithm: 'SHA256',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: wanted.OutputKeyArn,
      }),
    );
    return true;
  } catch (error) {
    if (isNamed(error, 'PreconditionFailed')) return false;
    throw error;
  }
}

async function read({ s3 }: Packer, { OutputBucket, OutputFolder }: Package, name: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: OutputBucket, Key: `${OutputFolder}${name}` }));

  return (await Body?.transformToString()) ?? '';
}
