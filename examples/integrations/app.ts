import { App } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { pipelines } from 'governed-ml';
import { Workbench } from '../pipelines/workbench';

const PROJECT = 'abalone';
const CLUSTER = 'oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9';

const app = new App();
const workbench = new Workbench(app, 'AcmeIntegrations', {
  env: { account: '111122223333', region: 'eu-west-1' },
  team: 'acme-shop',
});

const image = pipelines.ContainerImage.xgboost('3.2-0');
const environment = workbench.environmentOf(PROJECT, [image], []);
const part = pipelines.PipelineParameter.ofString('Part', { defaultValue: 'history' });
const pipeline = new pipelines.Pipeline(workbench, 'Training', {
  pipelineName: 'acme-abalone-training',
  environment,
  parameters: [part],
  steps: [
    new pipelines.TrainingStep('Train', {
      image,
      channels: [
        pipelines.TrainingChannel.fromS3('train', workbench.s3Uri(PROJECT, `${part.asString}/`), {
          contentType: 'text/csv',
        }),
      ],
      hyperparameters: { objective: 'reg:squarederror', num_round: '50' },
      outputS3Uri: workbench.s3Uri(PROJECT, 'models'),
    }),
  ],
});

// Airflow starts it each Monday with the part of the week before, and waits.
new pipelines.AirflowEnvironment(workbench, 'Airflow', {
  environmentName: 'acme-shop',
  subnets: workbench.network.subnets,
  securityGroups: [workbench.network.securityGroup],
  bucket: workbench.bucket,
  encryptionKey: workbench.dataKey.key,
  dags: [
    {
      dagId: 'train-abalone',
      pipeline,
      definition: pipeline.definition,
      schedule: '0 6 * * 1',
      parameters: { Part: 'week-of-{{ ds }}' },
    },
  ],
});

// A state machine starts it with the part that its input names, and waits.
new pipelines.PipelineStateMachine(workbench, 'OnRequest', {
  stateMachineName: 'acme-abalone-training',
  pipeline,
  definition: pipeline.definition,
  start: { parameters: { Part: sfn.JsonPath.stringAt('$.part') } },
  encryptionKey: workbench.dataKey.key,
});

// The SageMaker controller of a Kubernetes cluster starts it, and trains on its own where manifests or Kubeflow Pipelines say so.
new pipelines.KubernetesControllerRole(workbench, 'Cluster', {
  openIdConnectProvider: new iam.OidcProviderNative(workbench, 'ClusterIssuer', {
    url: `https://${CLUSTER}`,
    clientIds: ['sts.amazonaws.com'],
  }),
  issuer: CLUSTER,
  pipelines: [pipeline],
  jobs: { namePrefix: 'kubeflow-', environment },
});

app.synth();
