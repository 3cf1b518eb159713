import {
  plainContainerTraffic,
  withoutCustomerManagedKeys,
} from '../../../lib/organization/private/encryption-denials';

test('instances with disks of their own are admitted without a key, and others are not', () => {
  const denial = withoutCustomerManagedKeys({}).find(({ sid }) => sid === 'InstanceVolumeWithoutKey');

  const families = denial?.conditions?.['ForAnyValue:StringNotLike'] as Record<string, string[]>;

  expect(families['sagemaker:InstanceTypes']).toEqual(expect.arrayContaining(['ml.g5.*', 'ml.m5d.*', 'ml.trn1.*']));
  expect(families['sagemaker:InstanceTypes']).not.toContain('ml.m5.*');
});

test('only a list of keys keeps other keys out', () => {
  const keyArns = ['arn:aws:kms:eu-west-1:666666666666:key/*'];

  const sids = withoutCustomerManagedKeys({ keyArns }).map(({ sid }) => sid);

  expect(sids.filter((sid) => sid.endsWith('OtherKey'))).toEqual([
    'VolumeWithOtherKey',
    'OutputWithOtherKey',
    'OfflineStoreWithOtherKey',
    'OnlineStoreWithOtherKey',
  ]);
  expect(withoutCustomerManagedKeys({}).map(({ sid }) => sid)).toEqual(sids.slice(0, -4));
});

test('traffic of a monitor is asked about only when it describes its job itself', () => {
  const [jobs, monitors] = plainContainerTraffic();

  expect(jobs.conditions).toEqual({ BoolIfExists: { 'sagemaker:InterContainerTrafficEncryption': 'false' } });
  expect(monitors.conditions).toEqual({
    ...jobs.conditions,
    'ForAnyValue:StringLike': { 'sagemaker:InstanceTypes': ['ml.*'] },
  });
});
