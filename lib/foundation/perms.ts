/** Action lists, each complete for its purpose. The lists for endpoint policies and key administration bound what IAM policies may grant; they grant nothing on their own. */

export const READ_OBJECTS = ['s3:GetObject'];

export const LIST_BUCKET = ['s3:ListBucket'];

export const LOCATE_BUCKET = ['s3:GetBucketLocation'];

export const WRITE_OBJECTS = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'];

export const PUT_OBJECTS = ['s3:PutObject'];

export const READ_BUCKET_ACL = ['s3:GetBucketAcl'];

export const PULL_IMAGES = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

export const READ_HUB = [
  'sagemaker:CreateHubContentReference',
  'sagemaker:DescribeHub',
  'sagemaker:DescribeHubContent',
  'sagemaker:ListHubContentVersions',
  'sagemaker:ListHubContents',
];

export const READ_PARAMETERS = ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'];

export const ASSUME_FEDERATED = ['sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

export const ADMINISTER_KEY = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

export const DECRYPT = ['kms:Decrypt', 'kms:DescribeKey'];

export const DECRYPT_OBJECTS = ['kms:Decrypt'];

export { DELEGATE_KEY, USE_KEY } from '../core';
