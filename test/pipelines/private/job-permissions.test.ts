import { Permission } from '../../../lib/core';
import { PipelineParameter } from '../../../lib/pipelines';
import { jobPermissions, TRAINING_JOB } from '../../../lib/pipelines/private/job-permissions';
import { VOLUME_KEY_ARN, environmentIn, stackIn } from '../definitions';

const WITH_KEY = { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN };
const WITHOUT_KEY = { 'sagemaker:VolumeKmsKeyArn': 'true' };

test.each([
  { instances: 'volumes', types: ['ml.m5.xlarge'], keys: [WITH_KEY], nulls: [undefined] },
  { instances: 'disks of their own', types: ['ml.g5.xlarge'], keys: [undefined], nulls: [WITHOUT_KEY] },
  {
    instances: 'either',
    types: ['ml.m5.xlarge', 'ml.g5.xlarge'],
    keys: [WITH_KEY, undefined],
    nulls: [undefined, WITHOUT_KEY],
  },
  { instances: 'what SageMaker chooses', types: [], keys: [WITH_KEY], nulls: [undefined] },
  {
    instances: 'what a run chooses',
    types: [PipelineParameter.ofString('InstanceType').asString],
    keys: [WITH_KEY, undefined],
    nulls: [undefined, WITHOUT_KEY],
  },
])('a job on instances with $instances is created with the key that it takes', ({ types, keys, nulls }) => {
  const creations = permissionsOn(types).filter(({ actions }) => actions.includes('sagemaker:CreateTrainingJob'));

  expect(creations.map(({ conditions }) => conditions?.ArnEquals)).toEqual(keys);
  expect(creations.map(({ conditions }) => conditions?.Null)).toEqual(nulls);
});

test('a job is created in the network of the environment only', () => {
  const [{ conditions }] = permissionsOn(['ml.m5.xlarge']);

  expect(conditions).toMatchObject({
    'ForAllValues:StringEquals': {
      'sagemaker:VpcSubnets': ['subnet-1', 'subnet-2'],
      'sagemaker:VpcSecurityGroupIds': ['sg-1'],
    },
    'ForAnyValue:StringLike': { 'sagemaker:VpcSubnets': 'subnet-*', 'sagemaker:VpcSecurityGroupIds': 'sg-*' },
  });
});

function permissionsOn(types: string[]): Permission[] {
  const stack = stackIn();

  return jobPermissions({ stack, environment: environmentIn(stack) }, TRAINING_JOB, types);
}
