import { ClosedFeature } from '../../../lib/organization';
import { useOfClosedFeatures } from '../../../lib/organization/private/feature-denials';

test.each(Object.values(ClosedFeature))('the use of %s can be denied on its own', (feature) => {
  const denials = useOfClosedFeatures([feature]);

  expect(denials).toHaveLength(1);
  expect(denials[0].actions).not.toEqual([]);
});

test('what begins two features is named once', () => {
  const [denial] = useOfClosedFeatures([ClosedFeature.AUGMENTED_AI, ClosedFeature.GROUND_TRUTH]);

  expect(denial.actions).toEqual([...new Set(denial.actions)]);
  expect(denial.actions).toContain('sagemaker:CreateWorkforce');
});

test('Elastic Inference is told by its accelerators', () => {
  const [denial] = useOfClosedFeatures([ClosedFeature.ELASTIC_INFERENCE]);

  expect(denial.conditions).toEqual({ 'ForAnyValue:StringLike': { 'sagemaker:AcceleratorTypes': ['ml.eia*'] } });
});
