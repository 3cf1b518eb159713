import { otherImageRegistries, otherStudioImages } from '../../../lib/organization/private/image-denials';

test('images are pulled from the approved accounts, in any region and partition', () => {
  const [denial] = otherImageRegistries(['666666666666']);

  expect(denial.notResources).toEqual(['arn:*:ecr:*:666666666666:repository/*']);
});

test('an app that starts from one image that is not approved is denied', () => {
  const imageArns = ['arn:aws:sagemaker:eu-west-1:666666666666:image/*'];

  const [denial] = otherStudioImages(imageArns);

  expect(denial.conditions).toEqual({ 'ForAnyValue:ArnNotLike': { 'sagemaker:ImageArns': imageArns } });
});
