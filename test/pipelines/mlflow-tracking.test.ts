import { Lazy } from 'aws-cdk-lib';
import { MlflowTracking, PipelineParameter } from '../../lib/pipelines';
import { definitionOf, pipelineIn, stackIn, stepNamed } from './definitions';

const APP_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:mlflow-app/app-ABC123';
const SERVER_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:mlflow-tracking-server/acme';

test('without MLflow the definition asks for none', () => {
  const stack = stackIn();

  pipelineIn(stack, [stepNamed('Train')]);

  expect(definitionOf(stack)).not.toHaveProperty('MlflowConfig');
});

test('executions are recorded in an app; names are left to SageMaker', () => {
  const stack = stackIn();

  pipelineIn(stack, [stepNamed('Train')], { mlflow: MlflowTracking.onApp(APP_ARN) });

  expect(definitionOf(stack)).toMatchObject({ MlflowConfig: { MlflowResourceArn: APP_ARN } });
});

test('executions are recorded on a tracking server, under names of your own', () => {
  const stack = stackIn();
  const team = PipelineParameter.ofString('Team', { defaultValue: 'marine-life' });

  pipelineIn(stack, [stepNamed('Train')], {
    mlflow: MlflowTracking.onTrackingServer(SERVER_ARN, { experimentName: team.asString, runName: 'nightly' }),
    parameters: [team],
  });

  expect(definitionOf(stack)).toMatchObject({
    MlflowConfig: {
      MlflowResourceArn: SERVER_ARN,
      MlflowExperimentName: { Get: 'Parameters.Team' },
      MlflowRunName: 'nightly',
    },
  });
});

test("the pipeline's role may call the app", () => {
  expect(MlflowTracking.onApp(APP_ARN)._permissions).toEqual([
    { actions: ['sagemaker:CallMlflowAppApi', 'sagemaker:DescribeMlflowApp'], resources: [APP_ARN] },
  ]);
});

test("the pipeline's role may record on the tracking server, but delete nothing", () => {
  expect(MlflowTracking.onTrackingServer(SERVER_ARN)._permissions).toEqual([
    {
      actions: [
        'sagemaker-mlflow:CreateExperiment',
        'sagemaker-mlflow:CreateRun',
        'sagemaker-mlflow:GetExperimentByName',
        'sagemaker-mlflow:GetRun',
        'sagemaker-mlflow:LogBatch',
        'sagemaker-mlflow:LogMetric',
        'sagemaker-mlflow:LogParam',
        'sagemaker-mlflow:SetTag',
        'sagemaker-mlflow:UpdateRun',
        'sagemaker:DescribeMlflowTrackingServer',
      ],
      resources: [SERVER_ARN],
    },
  ]);
});

test.each([
  { factory: MlflowTracking.onApp, arn: SERVER_ARN, kind: 'mlflow-app' },
  { factory: MlflowTracking.onTrackingServer, arn: APP_ARN, kind: 'mlflow-tracking-server' },
])('$arn is no $kind', ({ factory, arn, kind }) => {
  expect(() => factory(arn)).toThrow(
    `MlflowResourceMistaken: mlflow.resourceArn is "${arn}", the ARN of such a resource ends in ${kind}/<name>; use MlflowTracking.onApp for apps and MlflowTracking.onTrackingServer for tracking servers`,
  );
});

test('what is no ARN of SageMaker is told once', () => {
  expect(() => MlflowTracking.onApp('acme')).toThrow(
    /^ArnMalformed: mlflow\.resourceArn is "acme", an ARN of sagemaker reads [^;]*; copy the ARN from the resource's page in the AWS console$/,
  );
});

test('an ARN that is known at deployment only is taken', () => {
  const arn = Lazy.string({ produce: () => APP_ARN });

  expect(() => MlflowTracking.onApp(arn)).not.toThrow();
});

test.each([1, 256])('names may have %i characters', (length) => {
  const name = 'a'.repeat(length);

  expect(() => MlflowTracking.onApp(APP_ARN, { experimentName: name, runName: name })).not.toThrow();
});

test('longer names are refused', () => {
  const name = 'a'.repeat(257);

  expect(() => MlflowTracking.onApp(APP_ARN, { experimentName: name, runName: name })).toThrow(
    [
      '2 problems:',
      '  TextTooLong: mlflow.experimentName has 257 characters, SageMaker takes up to 256; shorten it',
      '  TextTooLong: mlflow.runName has 257 characters, SageMaker takes up to 256; shorten it',
    ].join('\n'),
  );
});
