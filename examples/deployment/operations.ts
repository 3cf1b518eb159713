import { Duration, Size, TimeZone } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { deployment } from 'governed-ml';
import { Hosting } from './hosting';
import { approved } from './options';

const {
  ApiAuthorization,
  ApiExposure,
  BatchSplit,
  CapacitySize,
  DeploymentStrategy,
  EndpointExpiry,
  EndpointHours,
  EndpointStage,
  Expectation,
  InferenceApi,
  InferenceComponent,
  ProductionVariant,
  ScheduledBatchTransform,
  ServedModel,
  ServingContainer,
  ServingImage,
  SmokeTest,
} = deployment;

/** Two models share instances; each has copies of its own. */
export function components(hosting: Hosting): void {
  const endpoint = hosting.endpoint(
    'shared',
    [ProductionVariant.components({ instanceType: 'ml.m5.2xlarge', minInstances: 2, maxInstances: 4 })],
    {
      captured: false,
      stage: EndpointStage.production({ withoutCapture: 'the callers log requests and answers' }),
    },
  );

  for (const name of ['sentiment', 'language']) {
    new InferenceComponent(hosting, `component-${name}`, {
      componentName: `acme-${name}`,
      endpoint,
      model: ServedModel.of(
        ServingContainer.archive({
          image: ServingImage.scikitLearn('1.2-1'),
          modelDataUrl: hosting.modelUrl(`${name}/model.tar.gz`),
          modelDataKey: hosting.dataKey.key,
        }),
      ),
      compute: { minMemory: Size.gibibytes(4), cpuCores: 1 },
      scaling: { minCopies: 2, maxCopies: 6 },
      strategy: DeploymentStrategy.rolling({ batch: CapacitySize.copies(1), bake: Duration.minutes(5) }),
      alarmActions: hosting.functions.alarmActions,
    });
  }
}

/** A try-out that is tested after each deployment, and costs nothing at night. */
export function officeHours(hosting: Hosting): void {
  const endpoint = tryOut(hosting, 'trial');
  const at = (hour: string): scheduler.ScheduleExpression =>
    scheduler.ScheduleExpression.cron({ hour, minute: '0', weekDay: 'MON-FRI', timeZone: TimeZone.EUROPE_BERLIN });

  new SmokeTest(hosting, 'TrialSmokeTest', {
    endpoint,
    environment: hosting.functions,
    samples: [
      {
        name: 'an abalone of middling size',
        body: '0.455,0.365,0.095,0.514,0.2245,0.101,0.15,0,0,1',
        contentType: 'text/csv',
        expectations: [Expectation.status(200), Expectation.latencyBelow(Duration.seconds(1))],
      },
    ],
  });
  new EndpointHours(hosting, 'TrialHours', {
    endpoint,
    start: at('7'),
    stop: at('19'),
    environment: hosting.functions,
  });
}

/** A try-out that is over after the trade fair. */
export function untilTheFair(hosting: Hosting): void {
  new EndpointExpiry(hosting, 'FairExpiry', {
    endpoint: tryOut(hosting, 'fair'),
    expiresOn: '2027-03-31',
    warningDays: 14,
    environment: hosting.functions,
  });
}

/** A private API for applications that speak HTTP and know nothing of SageMaker. */
export function api(hosting: Hosting): void {
  const endpoint = hosting.endpoint('quotes', [ProductionVariant.instances({ model: approved(hosting, 'quotes', 2) })]);

  new InferenceApi(hosting, 'QuoteApi', {
    endpoint,
    authorization: ApiAuthorization.iam(),
    exposure: ApiExposure.throughVpcEndpoints(
      ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(hosting, 'ApiEntrance', {
        vpcEndpointId: 'vpce-0a1b2c3d4e5f67890',
        port: 443,
      }),
    ),
    encryptionKey: hosting.dataKey.key,
  });
}

/** Every night the day's customers are scored, each line of the answer beside its line of the input. */
export function nightlyBatch(hosting: Hosting): void {
  const { bucket, dataKey, functions } = hosting;

  new ScheduledBatchTransform(hosting, 'NightlyScores', {
    jobName: 'acme-nightly-scores',
    model: approved(hosting, 'scores', 1),
    input: { bucket, prefix: 'customers/today/', key: dataKey.key, contentType: 'text/csv', split: BatchSplit.LINE },
    output: { bucket, prefix: 'scores/', key: dataKey.key, accept: 'text/csv' },
    join: { joinInput: true },
    schedule: scheduler.ScheduleExpression.cron({ hour: '2', minute: '0', timeZone: TimeZone.EUROPE_BERLIN }),
    subnets: functions.subnets,
    securityGroups: functions.securityGroups,
    volumeKey: dataKey.key,
    alarmActions: functions.alarmActions,
  });
}

function tryOut(hosting: Hosting, name: string): deployment.ModelEndpoint {
  return hosting.endpoint(
    name,
    [
      ProductionVariant.instances({
        model: approved(hosting, 'abalone', 4),
        scaling: { minInstances: 1, maxInstances: 1 },
      }),
    ],
    { captured: false, verified: false, stage: EndpointStage.nonProduction() },
  );
}
