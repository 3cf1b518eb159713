import { createHash } from 'node:crypto';
import { packageForEdge, Request } from '../../../../lib/deployment/handlers/package-for-edge/package';
import { named, PACKAGE, packerIn, SIGNATURE } from './packers';

const MANIFEST = 'edge/abalone-jetson/1.2.0/manifest.json';
const SIGNATURE_FILE = 'edge/abalone-jetson/1.2.0/manifest.sig';
const SHA256 = createHash('sha256').update('weights').digest('hex');
const CREATION: Request = { RequestType: 'Create', ResourceProperties: PACKAGE };

test('a model is described by a manifest', async () => {
  const packer = packerIn();

  const response = await packageForEdge(CREATION, packer);

  expect(response).toEqual({
    PhysicalResourceId: 's3://acme-edge/edge/abalone-jetson/1.2.0/',
    Data: { Sha256: SHA256, SizeInBytes: 7 },
  });
  expect(JSON.parse(String(packer.files.get(MANIFEST)))).toEqual({
    formatVersion: 1,
    name: 'abalone-jetson',
    version: '1.2.0',
    artifact: { s3Uri: 's3://acme-models/abalone/model.tar.gz', sizeInBytes: 7, sha256: SHA256 },
    targetPlatform: 'jetson_xavier',
    runtime: 'dlr-1.10',
    signature: { file: 'manifest.sig', algorithm: 'ECDSA_SHA_256', keyArn: PACKAGE.SigningKeyArn },
  });
});

test('the digest of the manifest is signed', async () => {
  const packer = packerIn();

  await packageForEdge(CREATION, packer);

  const digest = createHash('sha256')
    .update(String(packer.files.get(MANIFEST)))
    .digest();
  expect(packer.calls).toContainEqual([
    'Sign',
    { KeyId: PACKAGE.SigningKeyArn, MessageType: 'DIGEST', Message: digest, SigningAlgorithm: 'ECDSA_SHA_256' },
  ]);
  expect(packer.files.get(SIGNATURE_FILE)).toBe(SIGNATURE);
});

test('files are written once, and encrypted', async () => {
  const packer = packerIn();

  await packageForEdge(CREATION, packer);

  const puts = packer.calls.filter(([operation]) => operation === 'PutObject').map(([, input]) => input);
  expect(puts).toEqual(
    [MANIFEST, SIGNATURE_FILE].map((Key) =>
      expect.objectContaining({
        Bucket: 'acme-edge',
        Key,
        IfNoneMatch: '*',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: PACKAGE.OutputKeyArn,
      }),
    ),
  );
});

test('a repeated request changes nothing', async () => {
  const { files } = packerIn();
  const first = await packageForEdge(CREATION, packerIn({ files }));
  const before = new Map(files);

  const second = await packageForEdge({ ...CREATION, RequestType: 'Update' }, packerIn({ files }));

  expect(second).toEqual(first);
  expect(files).toEqual(before);
});

test('a package that was left without its signature gets it', async () => {
  const { files } = packerIn();
  await expect(
    packageForEdge(CREATION, packerIn({ files, failing: { Sign: named('ThrottlingException') } })),
  ).rejects.toThrow('ThrottlingException');

  await packageForEdge(CREATION, packerIn({ files }));

  expect([...files.keys()]).toEqual([MANIFEST, SIGNATURE_FILE]);
});

test('a version that holds another model is refused, and stays as it is', async () => {
  const { files } = packerIn();
  await packageForEdge(CREATION, packerIn({ files }));
  const before = new Map(files);

  const packaged = packageForEdge(CREATION, packerIn({ files, model: 'other weights' }));

  await expect(packaged).rejects.toThrow(
    'version 1.2.0 of abalone-jetson is another package already; give this one a new version',
  );
  expect(files).toEqual(before);
});

test('a new version stands beside the old one', async () => {
  const { files } = packerIn();
  const next = { ...PACKAGE, Version: '1.3.0', OutputFolder: 'edge/abalone-jetson/1.3.0/' };
  await packageForEdge(CREATION, packerIn({ files }));

  const response = await packageForEdge({ RequestType: 'Update', ResourceProperties: next }, packerIn({ files }));

  expect(response.PhysicalResourceId).toBe('s3://acme-edge/edge/abalone-jetson/1.3.0/');
  expect(files.size).toBe(4);
});

test('a package that leaves the stack stays where it is', async () => {
  const packer = packerIn();
  const place = 's3://acme-edge/edge/abalone-jetson/1.2.0/';

  const response = await packageForEdge({ ...CREATION, RequestType: 'Delete', PhysicalResourceId: place }, packer);

  expect(response).toEqual({ PhysicalResourceId: place });
  expect(packer.calls).toEqual([]);
});
