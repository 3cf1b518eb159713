import { Fn } from 'aws-cdk-lib';
import { ServedModel } from '../../lib/deployment';

const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone';

test.each([
  'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/3',
  'arn:aws-cn:sagemaker:cn-north-1:222222222222:model-package/abalone/120',
  Fn.importValue('ModelPackageArn'),
])('the version %s is served as the only container', (arn) => {
  const model = ServedModel.approvedPackage(arn);

  expect(model._render()).toEqual([{ modelPackageName: arn }]);
});

test.each(['abalone/3', 'arn:aws:s3:::acme-models/abalone', ''])('"%s" is no ARN of SageMaker', (arn) => {
  const model = () => ServedModel.approvedPackage(arn);

  expect(model).toThrow(
    `ArnMalformed: modelPackageArn is "${arn}", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
  );
});

test.each([GROUP_ARN, 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone', `${GROUP_ARN}/3`])(
  '%s names no version',
  (arn) => {
    const model = () => ServedModel.approvedPackage(arn);

    expect(model).toThrow(
      `ModelVersionMalformed: modelPackageArn is "${arn}", an endpoint serves one version, whose ARN ends in :model-package/<group>/<version>; name a version of the group, as modelPackageArn(version) of a ModelPackageGroup does`,
    );
  },
);
