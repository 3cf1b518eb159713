/** IAM actions by verb: first those on pipelines and their executions, then what runs beside them. */

export const START = ['sagemaker:StartPipelineExecution'];

export const STOP_EXECUTIONS = ['sagemaker:StopPipelineExecution'];

export const RETRY_EXECUTIONS = ['sagemaker:RetryPipelineExecution'];

export const REPORT_STEPS = [
  'sagemaker:SendPipelineExecutionStepFailure',
  'sagemaker:SendPipelineExecutionStepSuccess',
];

export const READ = [
  'sagemaker:DescribePipeline',
  'sagemaker:ListPipelineExecutions',
  'sagemaker:ListPipelineVersions',
];

export const READ_EXECUTIONS = [
  'sagemaker:DescribePipelineDefinitionForExecution',
  'sagemaker:DescribePipelineExecution',
  'sagemaker:ListPipelineExecutionSteps',
  'sagemaker:ListPipelineParametersForExecution',
];

/** What whoever waits for an execution looks at. */
export const DESCRIBE_EXECUTIONS = ['sagemaker:DescribePipelineExecution'];

export const WATCH_EXECUTIONS = [...DESCRIBE_EXECUTIONS, 'sagemaker:ListPipelineExecutionSteps'];

/** What the SageMaker controller of Kubernetes does with an execution whose manifest is edited. */
export const UPDATE_EXECUTIONS = ['sagemaker:UpdatePipelineExecution'];

/** What Step Functions needs for a state machine's logs, its traces and its key, and to encrypt the logs on their way. */
export const DELIVER_LOGS = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

export const SEND_TRACES = [
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

export const USE_STATE_MACHINE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

export const ENCRYPT_LOG_DELIVERY = ['kms:GenerateDataKey'];

/** What it takes to put a message into a queue that is encrypted with a key of yours. */
export const USE_QUEUE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** What whoever writes DAGs needs, of the bucket and of the key of the bucket. */
export const WRITE_DAGS = ['s3:DeleteObject', 's3:PutObject'];

export const ENCRYPT_OBJECTS = ['kms:GenerateDataKey'];

/** What MWAA's user guide asks of an environment's role, each list for one of its parts. */
export const READ_DAG_BUCKET = [
  's3:GetBucketLocation',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketVersioning',
  's3:ListBucket',
  's3:ListBucketVersions',
];

export const READ_DAGS = ['s3:GetObject', 's3:GetObjectVersion'];

export const WRITE_AIRFLOW_LOGS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:GetLogEvents',
  'logs:GetLogGroupFields',
  'logs:GetLogRecord',
  'logs:GetQueryResults',
  'logs:PutLogEvents',
];

export const CHECK_AIRFLOW_ACCOUNT = ['logs:DescribeLogGroups', 's3:GetAccountPublicAccessBlock'];

export const PUBLISH_METRICS = ['cloudwatch:PutMetricData'];

export const USE_AIRFLOW_QUEUE = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
  'sqs:SendMessage',
];

export const USE_AIRFLOW_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'];

/** What a latency gate's function calls. */
export const RUN_LOAD_TESTS = [
  'sagemaker:CreateInferenceRecommendationsJob',
  'sagemaker:DescribeInferenceRecommendationsJob',
  'sagemaker:StopInferenceRecommendationsJob',
];

/** What the functions of compilations and optimisations call. */
export const COMPILE_MODELS = [
  'sagemaker:CreateCompilationJob',
  'sagemaker:DescribeCompilationJob',
  'sagemaker:StopCompilationJob',
];

export const OPTIMISE_MODELS = [
  'sagemaker:CreateOptimizationJob',
  'sagemaker:DescribeOptimizationJob',
  'sagemaker:StopOptimizationJob',
];

export const TAKE_MESSAGES = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
