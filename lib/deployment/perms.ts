/** IAM actions of endpoints, and of what stands beside them, by verb. */

export const INVOKE = ['sagemaker:InvokeEndpoint'];

export const READ_OBJECTS = ['s3:GetObject'];

export const DECRYPT_OBJECTS = ['kms:Decrypt'];

export const WRITE_OBJECTS = ['s3:AbortMultipartUpload', 's3:PutObject'];

/** S3 decrypts the parts of a multipart upload to put them together. */
export const ENCRYPT_OBJECTS = ['kms:Decrypt', 'kms:GenerateDataKey'];

export const PUBLISH = ['sns:Publish'];

export const PUBLISH_ENCRYPTED = ['kms:Decrypt', 'kms:GenerateDataKey'];

export const DESCRIBE_ALARMS = ['cloudwatch:DescribeAlarms'];

export const DESCRIBE = ['sagemaker:DescribeEndpoint'];

export const UPDATE_WEIGHTS = ['sagemaker:UpdateEndpointWeightsAndCapacities'];

export const LIST_OBJECTS = ['s3:ListBucket'];

export const PULL_IMAGES = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** ECR lets in whole accounts, so that this knows no resource. */
export const ENTER_REGISTRIES = ['ecr:GetAuthorizationToken'];

export const INVOKE_FUNCTION = ['lambda:InvokeFunction'];

export const INVOKE_ASYNC = ['sagemaker:InvokeEndpointAsync'];

export const INVOKE_STREAM = ['sagemaker:InvokeEndpointWithResponseStream'];

export const CALL_API = ['execute-api:Invoke'];

export const SEND_MESSAGES = ['sqs:SendMessage'];

/** What Lambda needs to bring messages to a function. */
export const TAKE_MESSAGES = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

/** SQS has a sender make the data key of an encrypted queue, and decrypts it again. */
export const USE_QUEUE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

export const PUT_EVENTS = ['events:PutEvents'];

export const RECORD_TAKEN = ['dynamodb:PutItem'];

export const ADD_TO_COUNTERS = ['dynamodb:UpdateItem'];

export const READ_COUNTERS = ['dynamodb:Query'];

export const KEEP_STATE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** A function may be waking up; whoever calls it looks whether it is ready. */
export const CALL_FUNCTION = ['lambda:GetFunction', 'lambda:InvokeFunction'];

export const DESCRIBE_MODEL = ['sagemaker:DescribeModel'];

export const UPDATE_ENDPOINT = ['sagemaker:UpdateEndpoint'];

/** What SageMaker does to put an endpoint into a shadow test, and out of it again. */
export const MAKE_CONFIGURATIONS = [
  'sagemaker:CreateEndpointConfig',
  'sagemaker:DeleteEndpointConfig',
  'sagemaker:DescribeEndpointConfig',
];

export const DECRYPT_SCHEDULE = ['kms:Decrypt'];

export const CREATE_ENDPOINT = ['sagemaker:AddTags', 'sagemaker:CreateEndpoint'];

/** SageMaker encrypts the volumes of an endpoint as who makes it. */
export const LEND_KEY = ['kms:CreateGrant'];

export const DELETE_ENDPOINT = ['sagemaker:DeleteEndpoint'];

export const DELETE_COMPONENTS = ['sagemaker:DeleteInferenceComponent', 'sagemaker:DescribeInferenceComponent'];

/** SageMaker forgets the scaling of what it deletes, if whoever deletes it may do that. */
export const FORGET_SCALING = ['application-autoscaling:DeregisterScalableTarget'];

export const CREATE_TRANSFORM_JOB = ['sagemaker:CreateTransformJob'];

export const READ_OBJECT_VERSIONS = ['s3:GetObjectVersion'];

export const SIGN = ['kms:Sign'];

export const DESCRIBE_VERSION = ['sagemaker:DescribeModelPackage'];

export const DECIDE_ON_VERSION = ['sagemaker:UpdateModelPackage'];
