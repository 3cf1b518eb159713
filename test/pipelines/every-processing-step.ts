import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AthenaCompression,
  AthenaFormat,
  ContainerImage,
  EventTimeFormat,
  FailStep,
  FeatureQuery,
  JobCompute,
  NotebookJobStep,
  NotebookSource,
  PipelineParameter,
  ProcessingInput,
  ProcessingInputDistribution,
  ProcessingInputMode,
  ProcessingOutput,
  ProcessingStep,
  ProcessingUpload,
  RedshiftCompression,
  RedshiftFormat,
  RetryException,
} from '../../lib/pipelines';
import { Examples, OUTPUT_KEY_ARN } from './definitions';

const image = ContainerImage.scikitLearn('1.2-1');
/** The steps that prepare data and tell about it, with the fewest props and with all that they take. */
export const EVERY_PROCESSING_STEP: Examples = {
  'Processing/smallest': () => ({ steps: [new ProcessingStep('Prepare', { image, entrypoint: ['python3'] })] }),

  'Processing/fullest': (stack) => {
    const source = PipelineParameter.ofString('Source', { defaultValue: 's3://acme-data/raw' });

    return { steps: [everyProcessing(stack, source)], parameters: [source] };
  },

  'NotebookJob/smallest': () => ({
    steps: [
      new NotebookJobStep('Report', {
        notebook: NotebookSource.fromFolder({ s3Uri: 's3://acme-code/reports/', notebookName: 'report.ipynb' }),
        image,
        kernelName: 'python3',
        outputS3Uri: 's3://acme-data/reports/',
      }),
    ],
  }),

  'NotebookJob/fullest': () => {
    const report = everyNotebook();
    const { inputLocation, outputLocationPrefix, inputNotebookName, outputNotebookName } = report.properties;
    const { computingJobName, computingJobStatus } = report.properties;
    const known = [inputLocation, outputLocationPrefix, inputNotebookName, outputNotebookName];

    return {
      steps: [report, endOf(...[...known, computingJobName, computingJobStatus].map((value) => value.asString))],
    };
  },
};

function everyProcessing(stack: Stack, source: PipelineParameter): ProcessingStep {
  const delivery = {
    mode: ProcessingInputMode.FILE,
    distribution: ProcessingInputDistribution.FULLY_REPLICATED,
    outputS3Uri: 's3://acme-data/queried',
    keyArn: OUTPUT_KEY_ARN,
  };
  const athena = {
    ...delivery,
    catalog: 'AwsDataCatalog',
    workGroup: 'acme',
    format: AthenaFormat.PARQUET,
    compression: AthenaCompression.SNAPPY,
  };
  const eventTime = {
    featureName: 'measured_at',
    format: EventTimeFormat.ISO_8601,
    since: '2026-01-01T00:00:00Z',
    until: '2026-07-01T00:00:00Z',
  };
  const table = { ...athena, tableName: 'abalone_1700000000', database: 'sagemaker_featurestore' };

  return new ProcessingStep('Prepare', {
    image,
    entrypoint: ['python3', '/opt/ml/processing/code/prepare.py'],
    arguments: ['--seed', '1'],
    environmentVariables: { LOG_LEVEL: 'info' },
    inputs: [
      ProcessingInput.fromS3('raw', source.asString, {
        localPath: '/opt/ml/processing/raw',
        mode: ProcessingInputMode.PIPE,
        distribution: ProcessingInputDistribution.SHARDED_BY_S3_KEY,
        gzip: true,
        manifest: true,
      }),
      ProcessingInput.fromAthena('lake', {
        ...athena,
        localPath: '/opt/ml/processing/lake',
        database: 'abalone',
        query: 'SELECT * FROM measured',
      }),
      ProcessingInput.fromFeatureGroup('latest', {
        ...table,
        query: FeatureQuery.latest(['rings', 'weight'], { recordIdentifier: 'id', eventTime }),
      }),
      ProcessingInput.fromFeatureGroup('asked', {
        ...table,
        query: FeatureQuery.sql('SELECT rings FROM "abalone_1700000000"'),
      }),
      ProcessingInput.fromFeatureGroup('history', { ...table, query: FeatureQuery.history(['rings'], { eventTime }) }),
      ProcessingInput.fromRedshift('warehouse', {
        ...delivery,
        clusterId: 'acme',
        database: 'abalone',
        dbUser: 'pipelines',
        query: 'SELECT * FROM measured',
        clusterRole: iam.Role.fromRoleArn(stack, 'ClusterRole', 'arn:aws:iam::111111111111:role/acme-redshift'),
        format: RedshiftFormat.CSV,
        compression: RedshiftCompression.GZIP,
      }),
    ],
    outputs: [
      ProcessingOutput.toS3('report', 's3://acme-data/report', {
        localPath: '/opt/ml/processing/report',
        upload: ProcessingUpload.CONTINUOUS,
      }),
      ProcessingOutput.toFeatureGroup('features', 'abalone'),
    ],
    propertyFiles: [{ fileName: 'Report', outputName: 'report', filePath: 'report.json' }],
    compute: JobCompute.onDemand({ instanceCount: 2, volumeSize: Size.gibibytes(50), maxRuntime: Duration.hours(2) }),
    outputKeyArn: OUTPUT_KEY_ARN,
    networkCallsReason: 'the script asks a catalogue of species',
    displayName: 'Prepare the data',
    description: 'Splits the data',
    cacheFor: Duration.days(30),
    retryPolicies: [{ exceptions: [RetryException.JOB_INTERNAL_ERROR], maxAttempts: 3 }],
  });
}

function everyNotebook(): NotebookJobStep {
  return new NotebookJobStep('Report', {
    notebook: NotebookSource.fromFolder({
      s3Uri: 's3://acme-code/reports/',
      notebookName: 'report.ipynb',
      initScriptName: 'install.sh',
    }),
    image,
    kernelName: 'python3',
    outputS3Uri: 's3://acme-data/reports/',
    jobName: 'weekly_report',
    parameters: { region: 'coast' },
    environmentVariables: { LOG_LEVEL: 'info' },
    compute: JobCompute.onDemand({ instanceType: 'ml.m5.2xlarge', maxRuntime: Duration.hours(2) }),
    outputKeyArn: OUTPUT_KEY_ARN,
    internalErrorRetries: 2,
    tags: { team: 'abalone' },
    networkCallsReason: 'the notebook asks a catalogue of species',
    displayName: 'Report',
    description: 'Draws the charts',
    cacheFor: Duration.days(7),
    retryPolicies: [{ exceptions: [RetryException.CAPACITY_ERROR], expireAfter: Duration.hours(6) }],
  });
}

function endOf(...facts: string[]): FailStep {
  return new FailStep('End', { message: facts.join(' ') });
}
