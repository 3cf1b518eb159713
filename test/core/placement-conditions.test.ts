import { insideNetwork, onLocalDisks } from '../../lib/core/placement-conditions';
import { workspaceIn } from '../security/workspace';

test('a network is named, and nothing else is', () => {
  const { network } = workspaceIn();

  const conditions = insideNetwork(network);

  expect(conditions).toEqual({
    'ForAllValues:StringEquals': {
      'sagemaker:VpcSubnets': ['subnet-a', 'subnet-b'],
      'sagemaker:VpcSecurityGroupIds': ['sg-a'],
    },
    'ForAnyValue:StringLike': { 'sagemaker:VpcSubnets': 'subnet-*', 'sagemaker:VpcSecurityGroupIds': 'sg-*' },
  });
});

test('a volume has no key on instances with disks of their own alone, each family once', () => {
  const conditions = onLocalDisks(['processing', 'training']);

  const families = conditions['ForAllValues:StringLike']['sagemaker:InstanceTypes'] as string[];
  expect(families).toEqual([...new Set(families)].sort());
  expect(families).toEqual(expect.arrayContaining(['ml.g5.*', 'ml.p4d.*']));
  expect(families).not.toContain('ml.m5.*');
  expect(conditions['ForAnyValue:StringLike']).toEqual({ 'sagemaker:InstanceTypes': 'ml.*' });
  expect(conditions.Null).toEqual({ 'sagemaker:VolumeKmsKeyArn': 'true' });
});
