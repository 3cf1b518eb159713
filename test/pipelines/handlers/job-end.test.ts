import { endOf } from '../../../lib/pipelines/handlers/job-end';

const PASSED = { passed: true, values: { place: 's3://acme' } } as const;

test.each([
  ['COMPLETED', PASSED],
  ['FAILED', { passed: false, reason: 'the job failed: no capacity' }],
  ['STOPPED', { passed: false, reason: 'the job was stopped before it had a result' }],
  ['DELETING', { passed: false, reason: 'the job was stopped before it had a result' }],
  ['IN_PROGRESS', undefined],
  [undefined, undefined],
])('a job that is %s', (status, expected) => {
  const end = endOf({ noun: 'job', status, failureReason: 'no capacity' }, () => PASSED);

  expect(end).toEqual(expected);
});
