import { createHash } from 'node:crypto';
import { fingerprintOf } from '../../../../lib/deployment/handlers/package-for-edge/fingerprint';
import { named, PACKAGE, packerIn } from './packers';

test('a model is read piece by piece', async () => {
  const packer = packerIn({ model: 'many pieces' });

  const fingerprint = await fingerprintOf(packer, { ...PACKAGE, ModelObjectVersion: 'v7' });

  expect(fingerprint).toEqual({ sha256: createHash('sha256').update('many pieces').digest('hex'), sizeInBytes: 11 });
  expect(packer.calls).toEqual([
    ['GetObject', { Bucket: 'acme-models', Key: 'abalone/model.tar.gz', VersionId: 'v7' }],
  ]);
});

test('a model of which a part is missing is none', async () => {
  const packer = packerIn({ model: 'weig', modelLength: 7 });

  const fingerprint = fingerprintOf(packer, PACKAGE);

  await expect(fingerprint).rejects.toThrow('S3 sent 4 of 7 bytes');
});

test('a model that takes too long is given up in time to say so', async () => {
  const packer = packerIn({ remaining: 5_000, failing: { GetObject: named('AbortError') } });
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());

  const fingerprint = fingerprintOf(packer, PACKAGE);

  await expect(fingerprint).rejects.toThrow('the model is not read to its end, and the time is up');
  expect(timeout).toHaveBeenCalledWith(0);
});

test('a model that is missing is told by its address', async () => {
  const packer = packerIn({ failing: { GetObject: named('NoSuchKey') } });

  const fingerprint = fingerprintOf(packer, PACKAGE);

  await expect(fingerprint).rejects.toThrow('there is no model at s3://acme-models/abalone/model.tar.gz');
});

test('any other failure is told as it is', async () => {
  const packer = packerIn({ failing: { GetObject: named('SlowDown') } });

  const fingerprint = fingerprintOf(packer, PACKAGE);

  await expect(fingerprint).rejects.toThrow('SlowDown');
});
