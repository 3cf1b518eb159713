/** IAM actions on buckets, tables, Spark applications and foundation models by verb, each list complete for its purpose and free of wildcards. */

export const USE_OBJECTS = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:GetObject',
  's3:GetObjectTagging',
  's3:GetObjectVersion',
  's3:ListMultipartUploadParts',
  's3:PutObject',
];

export const LIST_OBJECTS = ['s3:ListBucket', 's3:ListBucketVersions'];

export const READ_CONFIGURATION = [
  's3:GetBucketCORS',
  's3:GetBucketLocation',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketTagging',
  's3:GetBucketVersioning',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
];

/** Neither ACLs nor retention: those decide who else reads an object and when it may go. */
export const ALL_OBJECT_WORK = [
  ...USE_OBJECTS,
  's3:DeleteObjectTagging',
  's3:DeleteObjectVersion',
  's3:DeleteObjectVersionTagging',
  's3:GetObjectAttributes',
  's3:GetObjectLegalHold',
  's3:GetObjectRetention',
  's3:GetObjectVersionAttributes',
  's3:GetObjectVersionTagging',
  's3:PutObjectTagging',
  's3:PutObjectVersionTagging',
  's3:RestoreObject',
];

/**
 * Neither policies, ACLs, ownership, public access, logging nor replication, which open or watch a bucket,
 * nor versioning, whose suspension IAM cannot tell from its start.
 */
export const CONFIGURE_BUCKETS = [
  's3:CreateBucket',
  's3:GetIntelligentTieringConfiguration',
  's3:GetMetricsConfiguration',
  's3:ListBucketMultipartUploads',
  's3:PutBucketCORS',
  's3:PutEncryptionConfiguration',
  's3:PutIntelligentTieringConfiguration',
  's3:PutLifecycleConfiguration',
  's3:PutMetricsConfiguration',
];

export const RUN_QUERIES = [
  'athena:BatchGetQueryExecution',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:GetQueryResultsStream',
  'athena:GetQueryRuntimeStatistics',
  'athena:GetWorkGroup',
  'athena:ListQueryExecutions',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
];

export const SAVE_QUERIES = [
  'athena:BatchGetNamedQuery',
  'athena:BatchGetPreparedStatement',
  'athena:CreateNamedQuery',
  'athena:CreatePreparedStatement',
  'athena:DeleteNamedQuery',
  'athena:DeletePreparedStatement',
  'athena:GetNamedQuery',
  'athena:GetPreparedStatement',
  'athena:ListNamedQueries',
  'athena:ListPreparedStatements',
  'athena:UpdateNamedQuery',
  'athena:UpdatePreparedStatement',
];

export const BROWSE_CATALOG = [
  'athena:GetDataCatalog',
  'athena:GetDatabase',
  'athena:GetTableMetadata',
  'athena:ListDatabases',
  'athena:ListTableMetadata',
];

export const LIST_ATHENA = ['athena:ListDataCatalogs', 'athena:ListEngineVersions', 'athena:ListWorkGroups'];

export const READ_TABLES = [
  'glue:BatchGetPartition',
  'glue:GetDatabase',
  'glue:GetDatabases',
  'glue:GetPartition',
  'glue:GetPartitionIndexes',
  'glue:GetPartitions',
  'glue:GetTable',
  'glue:GetTableVersion',
  'glue:GetTableVersions',
  'glue:GetTables',
  'glue:SearchTables',
];

/** A database is not deleted, since every table would go with it. */
export const MANAGE_TABLES = [
  'glue:BatchCreatePartition',
  'glue:BatchDeletePartition',
  'glue:BatchDeleteTable',
  'glue:BatchDeleteTableVersion',
  'glue:BatchUpdatePartition',
  'glue:CreateDatabase',
  'glue:CreatePartition',
  'glue:CreatePartitionIndex',
  'glue:CreateTable',
  'glue:DeletePartition',
  'glue:DeletePartitionIndex',
  'glue:DeleteTable',
  'glue:DeleteTableVersion',
  'glue:UpdateDatabase',
  'glue:UpdatePartition',
  'glue:UpdateTable',
];

export const USE_APPLICATIONS = [
  'emr-serverless:GetApplication',
  'emr-serverless:StartApplication',
  'emr-serverless:StopApplication',
];

export const READ_HUB = [
  'sagemaker:DescribeHubContent',
  'sagemaker:ListHubContentVersions',
  'sagemaker:ListHubContents',
];

export const USE_IMPORTED_MODELS = [
  'bedrock:GetImportedModel',
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
];
