import { Match, Template } from 'aws-cdk-lib/assertions';
import { findingsIn, NOTHING_FOUND } from '../../findings';
import { endpointIn, stackIn, VOLUME_KEY_ARN } from '../endpoints';

test.each([
  { instanceType: 'ml.m5.large', key: VOLUME_KEY_ARN },
  { instanceType: 'ml.m5d.large', key: Match.absent() },
])('$instanceType gets the key that SageMaker accepts, and no rule pack finds anything', ({ instanceType, key }) => {
  const stack = stackIn();

  endpointIn(stack, { variant: { instanceType } });

  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::EndpointConfig', { KmsKeyId: key });
  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test('one pool with local disks is enough to go without a key', () => {
  const stack = stackIn();

  endpointIn(stack, { variant: { instanceType: 'ml.m5.large', fallbackPools: [{ instanceType: 'ml.m5d.large' }] } });

  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::EndpointConfig', { KmsKeyId: Match.absent() });
});
