import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { writeDags } from '../../../../lib/pipelines/handlers/write-dags/dags';
import { CREATE, DELETE, updateTo } from './requests';

const BY_HAND = { 'acme-data/dags/by-hand.py': 'by hand' };
const AS_CREATED = { 'acme-data/dags/acme/train.py': 'train', 'acme-data/dags/acme/tune.py': 'tune' };

test('DAGs are written beside those of others', async () => {
  const bucket = bucketWith(BY_HAND);

  await writeDags(bucket, CREATE);

  expect(bucket.objects()).toEqual({ ...BY_HAND, ...AS_CREATED });
});

test('a DAG that leaves the list leaves the bucket', async () => {
  const bucket = bucketWith({ ...BY_HAND, ...AS_CREATED });

  await writeDags(bucket, updateTo({ Dags: { 'train.py': 'train better' } }));

  expect(bucket.objects()).toEqual({ ...BY_HAND, 'acme-data/dags/acme/train.py': 'train better' });
});

test('a folder that changes moves the DAGs', async () => {
  const bucket = bucketWith({ ...BY_HAND, ...AS_CREATED });

  await writeDags(bucket, updateTo({ Folder: 'dags/shop' }));

  expect(bucket.objects()).toEqual({
    ...BY_HAND,
    'acme-data/dags/shop/train.py': 'train',
    'acme-data/dags/shop/tune.py': 'tune',
  });
});

test('another bucket gets all DAGs, and the old one is left alone', async () => {
  const bucket = bucketWith(AS_CREATED);

  await writeDags(bucket, updateTo({ Bucket: 'acme-airflow' }));

  expect(bucket.objects()).toEqual({
    ...AS_CREATED,
    'acme-airflow/dags/acme/train.py': 'train',
    'acme-airflow/dags/acme/tune.py': 'tune',
  });
});

test('with the environment its DAGs disappear, and those of others stay', async () => {
  const bucket = bucketWith({ ...BY_HAND, ...AS_CREATED });

  await writeDags(bucket, DELETE);

  expect(bucket.objects()).toEqual(BY_HAND);
});

test.each([CREATE, DELETE, updateTo({ Dags: {} })])('a repeated $RequestType changes nothing', async (request) => {
  const bucket = bucketWith(AS_CREATED);
  await writeDags(bucket, request);
  const once = bucket.objects();

  await writeDags(bucket, request);

  expect(bucket.objects()).toEqual(once);
});

test('what was done half when S3 throttled is finished the next time', async () => {
  const bucket = bucketWith({});
  bucket.throttleFrom(2);
  await expect(writeDags(bucket, CREATE)).rejects.toThrow('reduce your request rate');
  bucket.throttleFrom(Infinity);

  await writeDags(bucket, CREATE);

  expect(bucket.objects()).toEqual(AS_CREATED);
});

/** S3, as far as the handler knows it; throttles from a call on. */
function bucketWith(initial: Record<string, string>) {
  const objects = new Map(Object.entries(initial));
  let calls = 0;
  let throttled = Infinity;

  return {
    objects: () => Object.fromEntries(objects),
    throttleFrom: (call: number) => (throttled = call),
    send: (command: unknown): Promise<never> => {
      calls += 1;
      if (calls >= throttled) return Promise.reject(new Error('reduce your request rate'));

      const { Bucket, Key, Body } = (command as PutObjectCommand).input;
      if (command instanceof PutObjectCommand) objects.set(`${Bucket}/${Key}`, Body as string);
      if (command instanceof DeleteObjectCommand) objects.delete(`${Bucket}/${Key}`);
      return Promise.resolve({} as never);
    },
  };
}
