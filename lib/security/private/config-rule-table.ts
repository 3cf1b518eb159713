/**
 * Managed rules of AWS Config on SageMaker that ask for no parameter, and what they demand.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
export const SAGEMAKER_RULES: Readonly<Record<string, string>> = {
  SAGEMAKER_DOMAIN_IN_VPC: 'Studio domains reach the network through the VPC only',
  SAGEMAKER_ENDPOINT_CONFIG_PROD_INSTANCE_COUNT: 'Variants of endpoints begin with more than one instance',
  SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED: 'Volumes of endpoints are encrypted with a KMS key',
  SAGEMAKER_FEATUREGROUP_ENCRYPTION_AT_REST: 'Offline stores of feature groups are encrypted with a KMS key',
  SAGEMAKER_FEATUREGROUP_ONLINE_STORE_ENCRYPTION: 'Online stores of feature groups are encrypted with a KMS key',
  SAGEMAKER_MODEL_IN_VPC: 'Models are attached to a VPC',
  SAGEMAKER_MODEL_ISOLATION_ENABLED: 'Models are isolated from the network',
  SAGEMAKER_NOTEBOOK_INSTANCE_INSIDE_VPC: 'Notebook instances run in a VPC',
  SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED: 'Notebook instances are encrypted with a KMS key',
  SAGEMAKER_NOTEBOOK_INSTANCE_ROOT_ACCESS_CHECK: 'Users of notebook instances are not root',
  SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS: 'Notebook instances have no direct internet access',
};
