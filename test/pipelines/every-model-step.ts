import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  BatchTransformMonitoring,
  ContainerImage,
  EndpointConfigStep,
  EndpointStep,
  EndpointVariant,
  JobCompute,
  LineageActionStatus,
  LineageAssociationType,
  LineageEntity,
  LineageStep,
  ModelContainer,
  ModelInvocation,
  ModelPackageCardStatus,
  ModelStep,
  PipelineParameter,
  RegisterModelStep,
  RetryException,
  TransformBatchStrategy,
  TransformInput,
  TransformSplit,
  TransformStep,
} from '../../lib/pipelines';
import { Examples, OUTPUT_KEY_ARN, stepNamed } from './definitions';

const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package-group/abalone';

const image = ContainerImage.xgboost('1.7-1');
const archive = ModelContainer.of({ image, modelDataUrl: 's3://acme-models/model.tar.gz' });
const report = {
  statisticsS3Uri: 's3://acme-models/statistics.json',
  constraintsS3Uri: 's3://acme-models/limits.json',
};
const told = { displayName: 'Abalone', description: 'About the age of abalones' };
const throttled = [{ exceptions: [RetryException.THROTTLING], maxAttempts: 3 }];

/** The steps that make, register, use and serve models, with the fewest props and with all that they take. */
export const EVERY_MODEL_STEP: Examples = {
  'Model/smallest': () => ({ steps: [modelStep()] }),

  'Model/fullest': () => {
    const version = PipelineParameter.ofString('Version', { defaultValue: GROUP_ARN.replace('-group', '') + '/1' });
    const step = new ModelStep('CreateModel', {
      containers: [
        ModelContainer.of({ image, modelDataUrl: 's3://acme-models/a.tar.gz', environment: { A: 'b' }, hostname: 'a' }),
        ModelContainer.uncompressed({ image, modelDataPrefix: 's3://acme-models/b/', hostname: 'b' }),
        ModelContainer.multiModel({
          image,
          modelArchivesPrefix: 's3://acme-models/c/',
          cacheModels: false,
          hostname: 'c',
        }),
        ModelContainer.registered({
          modelPackageGroupArn: GROUP_ARN,
          modelPackageArn: version.asString,
          hostname: 'd',
        }),
      ],
      invocation: ModelInvocation.DIRECT,
      retryPolicies: throttled,
      ...told,
    });
    const outside = new ModelStep('CreateServerless', {
      containers: [archive],
      outsideNetworkReason: 'serverless endpoints take no model that is in a network',
    });

    return { steps: [step, outside], parameters: [version] };
  },

  'RegisterModel/smallest': () => ({
    steps: [
      new RegisterModelStep('Register', {
        modelPackageGroupArn: GROUP_ARN,
        containers: [archive],
        contentTypes: ['text/csv'],
        responseTypes: ['text/csv'],
        inferenceInstanceTypes: ['ml.m5.large'],
        metrics: { modelQuality: { statisticsS3Uri: 's3://acme-models/evaluation.json' } },
      }),
    ],
  }),

  'RegisterModel/fullest': () => ({ steps: [fullRegistration()] }),

  'Transform/smallest': () => ({
    steps: [
      new TransformStep('Predict', {
        modelName: 'abalone',
        input: TransformInput.fromPrefix('s3://acme-data/batch/'),
        outputS3Uri: 's3://acme-data/predictions/',
      }),
    ],
  }),

  'Transform/fullest': () => ({ steps: [modelStep(), fullTransform()] }),

  'Transform/monitored': () => {
    const transform = fullTransform();
    const [checkInput] = BatchTransformMonitoring.before(transform, stepNamed('CheckInput')).steps;
    const { steps } = BatchTransformMonitoring.after(transform, stepNamed('CheckPredictions'));

    return { steps: [modelStep(), checkInput, ...steps] };
  },

  'EndpointConfig/smallest': () => ({
    steps: [new EndpointConfigStep('Configure', { variants: [serverless()] })],
  }),

  'EndpointConfig/fullest': (stack) => ({ steps: [modelStep(), fullConfig(stack)] }),

  'Endpoint/smallest': () => ({
    steps: [new EndpointStep('Deploy', { endpointName: 'abalone', endpointConfigName: 'abalone-7' })],
  }),

  'Endpoint/fullest': () => {
    const stage = PipelineParameter.ofString('Stage', { defaultValue: 'test' });
    const warm = EndpointVariant.serverless({
      modelName: 'abalone',
      variantName: 'warm',
      weight: 1,
      memory: Size.gibibytes(6),
      maxConcurrency: 20,
      provisionedConcurrency: 5,
    });
    const configure = new EndpointConfigStep('Configure', { variants: [warm] });
    const deploy = new EndpointStep('Deploy', {
      endpointName: `abalone-${stage.asString}`,
      endpointConfigName: configure.properties.endpointConfigName.asString,
      ...told,
    });

    return { steps: [configure, deploy], parameters: [stage] };
  },

  'Lineage/smallest': () => ({
    steps: [
      new LineageStep('Record', {
        artifacts: [{ artifactName: 'survey', artifactType: 'DataSet', sourceUri: 's3://acme-data/survey' }],
      }),
    ],
  }),

  'Lineage/fullest': () => ({ steps: [fullLineage()] }),
};

function modelStep(): ModelStep {
  return new ModelStep('CreateModel', { containers: [archive] });
}

function serverless(): EndpointVariant {
  return EndpointVariant.serverless({ modelName: 'abalone', memory: Size.gibibytes(2), maxConcurrency: 5 });
}

function fullRegistration(): RegisterModelStep {
  return new RegisterModelStep('Register', {
    modelPackageGroupArn: GROUP_ARN,
    containers: [
      ModelContainer.of({
        image,
        modelDataUrl: 's3://acme-models/model.tar.gz',
        environment: { A: 'b' },
        hostname: 'predict',
        framework: {
          framework: 'XGBOOST',
          frameworkVersion: '1.7.1',
          nearestModelName: 'xgboost',
          dataInputConfig: '{"input":[1,10]}',
        },
      }),
      ModelContainer.uncompressed({ image, modelDataPrefix: 's3://acme-models/large/', hostname: 'explain' }),
    ],
    contentTypes: ['text/csv'],
    responseTypes: ['text/csv'],
    inferenceInstanceTypes: ['ml.m5.large'],
    transformInstanceTypes: ['ml.m5.xlarge'],
    metrics: {
      modelQuality: report,
      dataQuality: report,
      biasReportS3Uri: 's3://acme-models/bias.json',
      preTrainingBiasReportS3Uri: 's3://acme-models/pre.json',
      postTrainingBiasReportS3Uri: 's3://acme-models/post.json',
      explainabilityReportS3Uri: 's3://acme-models/shap.json',
    },
    driftCheckBaselines: {
      modelQuality: report,
      dataQuality: report,
      biasConfigS3Uri: 's3://acme-models/bias-config.json',
      preTrainingBiasConstraintsS3Uri: 's3://acme-models/pre.json',
      postTrainingBiasConstraintsS3Uri: 's3://acme-models/post.json',
      explainabilityConfigS3Uri: 's3://acme-models/shap-config.json',
      explainabilityConstraintsS3Uri: 's3://acme-models/shap.json',
    },
    approvalStatus: 'Rejected',
    modelPackageDescription: 'Age of abalones',
    customerMetadata: { dataset: 'abalone' },
    source: { commitId: '1a2b3c', repository: 'https://git.acme.example/abalone', projectId: 'p-1' },
    card: { content: '{"model_overview":{"model_creator":"acme"}}', status: ModelPackageCardStatus.PENDING_REVIEW },
    stage: { stage: 'Development', status: 'PendingApproval', description: 'awaits the risk officer' },
    domain: 'MACHINE_LEARNING',
    task: 'REGRESSION',
    samplePayloadUrl: 's3://acme-models/payload.tar.gz',
    skipValidationReason: 'the image lies in another account',
    retryPolicies: throttled,
    ...told,
  });
}

function fullTransform(): TransformStep {
  return new TransformStep('Predict', {
    modelName: modelStep().properties.modelName.asString,
    input: TransformInput.fromManifest('s3://acme-data/manifest.json', {
      contentType: 'text/csv',
      split: TransformSplit.LINE,
      gzip: true,
    }),
    outputS3Uri: 's3://acme-data/predictions/',
    accept: 'text/csv',
    assembleByLine: true,
    batchStrategy: TransformBatchStrategy.SINGLE_RECORD,
    maxPayload: Size.mebibytes(10),
    maxConcurrentTransforms: 4,
    environment: { THRESHOLD: '0.5' },
    dataProcessing: { inputFilter: '$[1:]', joinInput: true, outputFilter: '$[0,-1]' },
    dataCapture: { s3Uri: 's3://acme-data/captured/', inferenceIds: true },
    invocationTimeout: Duration.minutes(5),
    invocationRetries: 1,
    compute: JobCompute.onDemand({ instanceType: 'ml.m5.2xlarge', instanceCount: 2 }),
    outputKeyArn: OUTPUT_KEY_ARN,
    cacheFor: Duration.days(1),
    retryPolicies: [{ exceptions: [RetryException.CAPACITY_ERROR], expireAfter: Duration.hours(1) }],
    ...told,
  });
}

function fullConfig(stack: Stack): EndpointConfigStep {
  const modelName = modelStep().properties.modelName.asString;
  const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111111111111:answers');

  return new EndpointConfigStep('Configure', {
    variants: [
      EndpointVariant.instances({
        modelName,
        variantName: 'champion',
        weight: 9,
        instanceType: 'ml.m5.large',
        initialInstanceCount: 2,
        volumeSize: Size.gibibytes(50),
        modelDownloadTimeout: Duration.minutes(20),
        containerStartupTimeout: Duration.minutes(5),
        routeToLeastBusy: true,
      }),
      EndpointVariant.instances({ modelName, variantName: 'challenger', instanceType: 'ml.g5.xlarge' }),
    ],
    asyncInference: {
      outputS3Uri: 's3://acme-data/answers/',
      failureS3Uri: 's3://acme-data/failures/',
      maxConcurrentInvocationsPerInstance: 4,
      successTopic: topic,
      errorTopic: topic,
    },
    retryPolicies: throttled,
    ...told,
  });
}

function fullLineage(): LineageStep {
  return new LineageStep('Record', {
    actions: [
      {
        actionName: 'review',
        actionType: 'Review',
        sourceUri: 'https://acme.example/42',
        sourceType: 'Ticket',
        status: LineageActionStatus.COMPLETED,
        description: 'the risk officer agreed',
        properties: { officer: 'ada' },
      },
    ],
    artifacts: [
      {
        artifactName: 'survey',
        artifactType: 'DataSet',
        sourceUri: 's3://acme-data/survey',
        s3ETag: '1a2b',
        properties: { rows: '4177' },
      },
    ],
    contexts: [
      {
        contextName: 'spring',
        contextType: 'Release',
        sourceUri: 'https://acme.example/spring',
        sourceType: 'Page',
        description: 'spring release',
        properties: { year: '2026' },
      },
    ],
    associations: [
      {
        source: LineageEntity.artifact('survey'),
        destination: LineageEntity.action('review'),
        associationType: LineageAssociationType.CONTRIBUTED_TO,
      },
      {
        source: LineageEntity.fromArn('arn:aws:sagemaker:eu-west-1:111111111111:context/year'),
        destination: LineageEntity.context('spring'),
      },
    ],
    ...told,
  });
}
