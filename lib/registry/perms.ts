/** IAM actions on model package groups and their versions, by verb. */

export const READ_GROUP = ['sagemaker:DescribeModelPackageGroup', 'sagemaker:ListModelPackages'];

export const READ_VERSIONS = ['sagemaker:DescribeModelPackage', 'sagemaker:ListModelPackages'];

/** On a version, it is what lets another account deploy it. */
export const DEPLOY_VERSIONS = ['sagemaker:CreateModel'];

export const REGISTER_VERSIONS = ['sagemaker:CreateModelPackage'];

/** What a version may be registered as: one that begins as approved would pass the approver by. */
export const UNDECIDED = {
  StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
};

export const TAG_VERSIONS = ['sagemaker:AddTags'];
