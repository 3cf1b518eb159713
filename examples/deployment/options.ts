import { Duration, Size } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { deployment } from 'governed-ml';
import { Hosting } from './hosting';

const {
  AsyncInference,
  EndpointStage,
  ExplainedInput,
  ExplainedOutput,
  ModelLicence,
  OnlineExplainability,
  Percent,
  ProductionVariant,
  ScalingPolicy,
  ServedModel,
  ServingContainer,
  ServingImage,
  ServingRepository,
  ShapBaseline,
} = deployment;

const NO_CAPTURE = 'SageMaker captures nothing here; the callers log requests and answers';

/** A version of the registry, on instances that scale with requests and by the clock. */
export function realTime(hosting: Hosting): void {
  hosting.endpoint('abalone', [
    ProductionVariant.instances({
      model: approved(hosting, 'abalone', 3),
      scaling: {
        minInstances: 2,
        maxInstances: 6,
        policies: [ScalingPolicy.invocationsPerInstance(500), ScalingPolicy.cpu(Percent.of(60))],
        schedules: [
          { scheduleName: 'morning', schedule: appscaling.Schedule.cron({ hour: '7', minute: '0' }), min: 4 },
          { scheduleName: 'evening', schedule: appscaling.Schedule.cron({ hour: '19', minute: '0' }), min: 2 },
        ],
      },
    }),
  ]);
}

/** Containers that start as requests come, two of them kept warm. */
export function serverless(hosting: Hosting): void {
  hosting.endpoint(
    'opening-hours',
    [
      ProductionVariant.serverless({
        model: ServedModel.of(
          ServingContainer.archive({
            image: ServingImage.scikitLearn('1.2-1'),
            modelDataUrl: hosting.modelUrl('opening-hours/model.tar.gz'),
            modelDataKey: hosting.dataKey.key,
          }),
        ),
        memory: Size.gibibytes(2),
        maxConcurrency: 20,
        provisioned: { minConcurrency: 2, maxConcurrency: 10 },
      }),
    ],
    {
      captured: false,
      inNetwork: false,
      stage: EndpointStage.production({
        withoutVpc: 'opening hours are public, and the model reads nothing',
        withoutIsolation: 'serverless variants cannot be isolated; the model calls nothing',
        withoutCapture: NO_CAPTURE,
      }),
    },
  );
}

/** Large documents that wait in a queue; without requests there are no instances. */
export function asynchronous(hosting: Hosting): void {
  const { bucket, dataKey } = hosting;

  hosting.endpoint(
    'documents',
    [
      ProductionVariant.instances({
        model: ServedModel.of(
          ServingContainer.archive({
            image: ServingImage.huggingFaceInference({ transformersVersion: '4.51.3' }),
            modelDataUrl: hosting.modelUrl('documents/model.tar.gz'),
            modelDataKey: dataKey.key,
          }),
        ),
        instanceType: 'ml.g5.xlarge',
        scaling: { minInstances: 0, maxInstances: 4, policies: [ScalingPolicy.backlogPerInstance(3)] },
      }),
    ],
    {
      captured: false,
      asynchronous: AsyncInference.toBucket({
        requests: { bucket, prefix: 'requests/documents/', key: dataKey.key },
        bucket,
        prefix: 'answers/documents/',
        key: dataKey.key,
        notifications: { errorTopic: hosting.alerts, key: dataKey.key },
        retention: Duration.days(30),
      }),
      stage: EndpointStage.production({ oneAvailabilityZone: 'requests wait in the queue until an instance is back' }),
    },
  );
}

/** One model for each branch, loaded when it is asked for. */
export function multiModel(hosting: Hosting): void {
  hosting.endpoint(
    'branches',
    [
      ProductionVariant.instances({
        model: ServedModel.multiModel({
          image: ServingImage.scikitLearn('1.2-1'),
          modelArchivesPrefix: hosting.modelUrl('branches/'),
          modelDataKey: hosting.dataKey.key,
        }),
        instanceType: 'ml.r5.large',
      }),
    ],
    { captured: false, stage: EndpointStage.production({ withoutCapture: NO_CAPTURE }) },
  );
}

/** Two models on the same instances, of which each request names one. */
export function multiContainer(hosting: Hosting): void {
  const container = (hostname: string): deployment.ServingContainer =>
    ServingContainer.archive({
      hostname,
      image: ServingImage.xgboost('1.7-1'),
      modelDataUrl: hosting.modelUrl(`prices/${hostname}.tar.gz`),
      modelDataKey: hosting.dataKey.key,
    });

  hosting.endpoint(
    'prices',
    [ProductionVariant.instances({ model: ServedModel.multiContainer([container('rent'), container('sale')]) })],
    { captured: false, stage: EndpointStage.production({ withoutCapture: NO_CAPTURE }) },
  );
}

/** Features are prepared, predicted on and put into words by three containers in turn. */
export function inferencePipeline(hosting: Hosting): void {
  const step = (name: string, image: deployment.ServingImage): deployment.ServingContainer =>
    ServingContainer.archive({
      image,
      modelDataUrl: hosting.modelUrl(`churn/${name}.tar.gz`),
      modelDataKey: hosting.dataKey.key,
    });

  hosting.endpoint('churn', [
    ProductionVariant.instances({
      model: ServedModel.inferencePipeline([
        step('features', ServingImage.scikitLearn('1.2-1')),
        step('model', ServingImage.xgboost('1.7-1')),
        step('words', ServingImage.scikitLearn('1.2-1')),
      ]),
    }),
  ]);
}

/** A model of SageMaker's hub, whose licence somebody accepted, on whatever GPU there is. */
export function jumpStart(hosting: Hosting): void {
  hosting.endpoint('assistant', [
    ProductionVariant.instances({
      model: ServedModel.of(
        ServingContainer.jumpStart({
          modelId: 'meta-textgeneration-llama-3-1-8b-instruct',
          image: ServingImage.deepLearning(ServingRepository.DJL, '0.33.0-lmi15.0.0-cu128'),
          modelDataUrl: 's3://jumpstart-private-cache-prod-eu-west-1/meta-textgeneration/llama-3-1-8b-instruct/',
          licence: ModelLicence.accepted(
            'Legal accepted the Llama 3.1 Community License on 2026-10-02, ticket LEG-481',
          ),
        }),
      ),
      instanceType: 'ml.g5.2xlarge',
      fallbackPools: [{ instanceType: 'ml.g6.2xlarge' }],
      downloadTimeout: Duration.minutes(20),
      startupTimeout: Duration.minutes(20),
      scaling: { policies: [ScalingPolicy.concurrentRequests(8)] },
    }),
  ]);
}

/** Answers with the attributions of their features, on the managed engine. */
export function explained(hosting: Hosting): void {
  hosting.endpoint(
    'credit',
    [ProductionVariant.instances({ model: approved(hosting, 'credit', 5), instanceType: 'ml.m5.xlarge' })],
    {
      explainability: OnlineExplainability.managed({
        baseline: ShapBaseline.ofRecords(['42,31000,2']),
        input: ExplainedInput.csv(),
        output: ExplainedOutput.csv({ probabilityIndex: 0 }),
      }),
    },
  );
}

/** A version of the registry with what the endpoint's role must read. */
export function approved(hosting: Hosting, project: string, version: number): deployment.ServedModel {
  return ServedModel.of(
    ServingContainer.registered({
      modelPackageArn: `arn:aws:sagemaker:eu-west-1:222222222222:model-package/${project}/${version}`,
      modelDataUrl: hosting.modelUrl(`${project}/${version}/model.tar.gz`),
      modelDataKey: hosting.dataKey.key,
    }),
  );
}
