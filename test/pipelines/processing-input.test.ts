import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AthenaFormat,
  FeatureQuery,
  ProcessingInput,
  ProcessingInputDistribution,
  ProcessingInputMode,
  RedshiftFormat,
} from '../../lib/pipelines';
import { environmentIn, OUTPUT_KEY_ARN, stackIn } from './definitions';
import { told } from './private/told';

const RESULT = 's3://acme-data/queries';

test('objects in S3 are copied whole to every instance, into a folder of the name of the input', () => {
  const input = ProcessingInput.fromS3('raw', 's3://acme-data/raw/');

  expect(rendered(input)).toEqual({
    InputName: 'raw',
    AppManaged: false,
    S3Input: {
      S3Uri: 's3://acme-data/raw/',
      LocalPath: '/opt/ml/processing/raw',
      S3DataType: 'S3Prefix',
      S3InputMode: 'File',
      S3DataDistributionType: 'FullyReplicated',
      S3CompressionType: 'None',
    },
  });
});

test('objects that a manifest lists may be streamed, decompressed and divided among the instances', () => {
  const input = ProcessingInput.fromS3('raw', 's3://acme-data/raw.manifest', {
    localPath: '/opt/ml/processing/in',
    mode: ProcessingInputMode.PIPE,
    distribution: ProcessingInputDistribution.SHARDED_BY_S3_KEY,
    gzip: true,
    manifest: true,
  });

  expect(rendered(input).S3Input).toEqual({
    S3Uri: 's3://acme-data/raw.manifest',
    LocalPath: '/opt/ml/processing/in',
    S3DataType: 'ManifestFile',
    S3InputMode: 'Pipe',
    S3DataDistributionType: 'ShardedByS3Key',
    S3CompressionType: 'Gzip',
  });
});

test('a query in Athena is an input, encrypted with the key of the environment', () => {
  const input = ProcessingInput.fromAthena('orders', {
    database: 'sales',
    query: 'SELECT * FROM orders',
    outputS3Uri: RESULT,
  });

  expect(rendered(input)).toEqual({
    InputName: 'orders',
    AppManaged: false,
    DatasetDefinition: {
      AthenaDatasetDefinition: {
        Catalog: 'AwsDataCatalog',
        Database: 'sales',
        QueryString: 'SELECT * FROM orders',
        WorkGroup: undefined,
        OutputS3Uri: RESULT,
        KmsKeyId: OUTPUT_KEY_ARN,
        OutputFormat: 'PARQUET',
        OutputCompression: undefined,
      },
      LocalPath: '/opt/ml/processing/orders',
      InputMode: 'File',
      DataDistributionType: 'FullyReplicated',
    },
  });
});

test('features are read from the table of their offline store', () => {
  const input = ProcessingInput.fromFeatureGroup('features', {
    tableName: 'customers-1700000000',
    query: FeatureQuery.history(['age', 'spend']),
    outputS3Uri: RESULT,
    format: AthenaFormat.ORC,
  });

  expect(rendered(input).DatasetDefinition).toMatchObject({
    AthenaDatasetDefinition: {
      Database: 'sagemaker_featurestore',
      QueryString: 'SELECT "age", "spend" FROM "sagemaker_featurestore"."customers-1700000000" WHERE NOT "is_deleted"',
      OutputFormat: 'ORC',
    },
  });
});

test('a query in Redshift is an input, written by the role of the cluster', () => {
  const input = ProcessingInput.fromRedshift('orders', {
    clusterId: 'warehouse',
    database: 'sales',
    dbUser: 'trainer',
    query: 'SELECT * FROM orders',
    clusterRole: iam.Role.fromRoleArn(stackIn(), 'Cluster', 'arn:aws:iam::111111111111:role/warehouse'),
    outputS3Uri: RESULT,
    format: RedshiftFormat.CSV,
    keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/own',
  });

  expect(rendered(input).DatasetDefinition).toMatchObject({
    RedshiftDatasetDefinition: {
      ClusterId: 'warehouse',
      Database: 'sales',
      DbUser: 'trainer',
      QueryString: 'SELECT * FROM orders',
      ClusterRoleArn: 'arn:aws:iam::111111111111:role/warehouse',
      OutputS3Uri: RESULT,
      KmsKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/own',
      OutputFormat: 'CSV',
    },
  });
});

test('files are decompressed in streams only', () => {
  const input = ProcessingInput.fromS3('raw', 's3://acme-data/raw/', { gzip: true });

  expect(problemsOf(input)).toEqual([
    'GzipWithoutStream: inputs[0].gzip is true, SageMaker decompresses objects on their way only while it streams them; set mode to ProcessingInputMode.PIPE, or decompress the files in the job',
  ]);
});

test('inputs lie below the folder of processing jobs', () => {
  const input = ProcessingInput.fromS3('raw', 's3://acme-data/raw/', { localPath: '/data' });

  expect(problemsOf(input)).toEqual([
    'ContainerFolderMalformed: inputs[0].localPath is "/data", a folder in the container begins with /opt/ml/processing/ and has 256 characters or fewer; write one as "/opt/ml/processing/data"',
  ]);
});

test('a feature query is checked as well as where its result goes', () => {
  const input = ProcessingInput.fromFeatureGroup('features', {
    tableName: 'customers',
    query: FeatureQuery.history([]),
    outputS3Uri: 'queries',
  });

  expect(problemsOf(input).map((problem) => problem.split(',')[0])).toEqual([
    'FeatureQueryEmpty: inputs[0].query.featureNames is empty',
    'S3UriMalformed: inputs[0].outputS3Uri is "queries"',
  ]);
});

function rendered(input: ProcessingInput): Record<string, unknown> {
  return input._render(environmentIn(stackIn()));
}

function problemsOf(input: ProcessingInput): string[] {
  return told((problems) => input._check(problems, 'inputs[0]'));
}
