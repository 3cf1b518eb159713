import { Duration, Size } from 'aws-cdk-lib';
import { JobCompute } from '../../lib/pipelines';
import { instanceTypesOf } from '../../lib/pipelines/private/job-settings';

test('compute is told in few words', () => {
  expect(instanceTypesOf(JobCompute.onDemand())).toEqual(['ml.m5.xlarge']);
  expect(instanceTypesOf(JobCompute.onDemand({ instanceType: 'ml.c5.xlarge' }))).toEqual(['ml.c5.xlarge']);
  expect(instanceTypesOf(JobCompute.spot({ maxWait: Duration.hours(2) }))).toEqual(['ml.m5.xlarge']);
});

test('each kind keeps what it was given', () => {
  const options = { instanceType: 'ml.m5.large', volumeSize: Size.gibibytes(10) };

  const kinds = [
    JobCompute.onDemand(options),
    JobCompute.spot({ ...options, maxWait: Duration.hours(2) }),
    JobCompute.warmPool({ ...options, keepAlive: Duration.hours(1) }),
  ];

  expect(kinds.map((compute) => compute._kind)).toEqual(['onDemand', 'spot', 'warmPool']);
  for (const compute of kinds) expect(compute._options).toMatchObject(options);
});

test('instance groups may be of several types', () => {
  const compute = JobCompute.instanceGroups([
    { groupName: 'load', instanceType: 'ml.c5.xlarge', instanceCount: 2 },
    { groupName: 'train', instanceType: 'ml.p4d.24xlarge', instanceCount: 1 },
  ]);

  expect(instanceTypesOf(compute)).toEqual(['ml.c5.xlarge', 'ml.p4d.24xlarge']);
});
