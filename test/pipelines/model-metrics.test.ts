import { Stack } from 'aws-cdk-lib';
import {
  ContainerImage,
  DriftCheckBaselines,
  ModelContainer,
  ModelMetrics,
  RegisterModelStep,
} from '../../lib/pipelines';
import { pipelineIn, renderedIn, stackIn, stepNamed } from './definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a version keeps all five kinds of reports', () => {
  const step = registerWith({
    modelQuality: {
      statisticsS3Uri: 's3://acme/mq/statistics.json',
      constraintsS3Uri: 's3://acme/mq/constraints.json',
    },
    dataQuality: { constraintsS3Uri: 's3://acme/dq/constraints.json' },
    biasReportS3Uri: 's3://acme/bias.json',
    preTrainingBiasReportS3Uri: 's3://acme/pre.json',
    postTrainingBiasReportS3Uri: 's3://acme/post.json',
    explainabilityReportS3Uri: 's3://acme/shap.json',
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments.ModelMetrics).toEqual({
    ModelQuality: { Statistics: json('mq/statistics.json'), Constraints: json('mq/constraints.json') },
    ModelDataQuality: { Constraints: json('dq/constraints.json') },
    Bias: { Report: json('bias.json'), PreTrainingReport: json('pre.json'), PostTrainingReport: json('post.json') },
    Explainability: { Report: json('shap.json') },
  });
});

test('a report may be the result of an earlier step', () => {
  const evaluate = stepNamed('Evaluate');
  const step = registerWith({ explainabilityReportS3Uri: `${evaluate.output('result').asString}/analysis.json` });

  const rendered = renderedIn(stack, [step, evaluate]);

  expect(rendered.Arguments.ModelMetrics).toMatchObject({
    Explainability: {
      Report: {
        S3Uri: {
          'Std:Join': {
            On: '',
            Values: [
              { Get: "Steps.Evaluate.ProcessingOutputConfig.Outputs['result'].S3Output.S3Uri" },
              '/analysis.json',
            ],
          },
        },
      },
    },
  });
});

test('a version keeps what monitors compare with', () => {
  const step = registerWith(
    { biasReportS3Uri: 's3://acme/bias.json' },
    {
      modelQuality: { statisticsS3Uri: 's3://acme/mq.json' },
      dataQuality: { statisticsS3Uri: 's3://acme/dq.json' },
      biasConfigS3Uri: 's3://acme/bias-config.json',
      preTrainingBiasConstraintsS3Uri: 's3://acme/pre.json',
      postTrainingBiasConstraintsS3Uri: 's3://acme/post.json',
      explainabilityConfigS3Uri: 's3://acme/shap-config.json',
      explainabilityConstraintsS3Uri: 's3://acme/shap.json',
    },
  );

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments.DriftCheckBaselines).toEqual({
    ModelQuality: { Statistics: json('mq.json') },
    ModelDataQuality: { Statistics: json('dq.json') },
    Bias: {
      ConfigFile: json('bias-config.json'),
      PreTrainingConstraints: json('pre.json'),
      PostTrainingConstraints: json('post.json'),
    },
    Explainability: { Constraints: json('shap.json'), ConfigFile: json('shap-config.json') },
  });
});

test('a model about which nothing is known is not registered', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({})]);

  expect(pipeline).toThrow(
    'ModelWithoutMetrics: steps.Register.metrics is empty, whoever approves a model needs to know how good it is; add modelQuality: { statisticsS3Uri: … }, or another report',
  );
});

test('a report without files is refused', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ modelQuality: {} })]);

  expect(pipeline).toThrow(
    'ReportWithoutFiles: steps.Register.metrics.modelQuality is empty, a report has figures, limits, or both; add statisticsS3Uri or constraintsS3Uri',
  );
});

test('drift checks without a baseline are refused', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ biasReportS3Uri: 's3://acme/bias.json' }, {})]);

  expect(pipeline).toThrow(
    'DriftCheckWithoutBaselines: steps.Register.driftCheckBaselines is empty, drift is measured against at least one baseline; add one, such as dataQuality: { statisticsS3Uri: … }, or leave it out',
  );
});

test('a report that lies outside S3 is refused', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ biasReportS3Uri: '/reports/bias.json' })]);

  expect(pipeline).toThrow(
    'S3UriMalformed: steps.Register.metrics.biasReportS3Uri is "/reports/bias.json", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
  );
});

function registerWith(metrics: ModelMetrics, driftCheckBaselines?: DriftCheckBaselines): RegisterModelStep {
  return new RegisterModelStep('Register', {
    modelPackageGroupArn: 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone',
    containers: [ModelContainer.of({ image: ContainerImage.xgboost('3.2-0') })],
    contentTypes: ['text/csv'],
    responseTypes: ['text/csv'],
    inferenceInstanceTypes: ['ml.m5.large'],
    metrics,
    driftCheckBaselines,
  });
}

function json(key: string): unknown {
  return { ContentType: 'application/json', S3Uri: `s3://acme/${key}` };
}
