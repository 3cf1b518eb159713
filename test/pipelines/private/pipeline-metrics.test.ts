import { Duration } from 'aws-cdk-lib';
import { Pipeline } from '../../../lib/pipelines';
import { executionMetric, stepMetric } from '../../../lib/pipelines/private/pipeline-metrics';
import { pipelineIn, stackIn, stepNamed } from '../definitions';

let pipeline: Pipeline;

beforeEach(() => {
  pipeline = pipelineIn(stackIn(), [stepNamed('Prepare')]);
});

test('executions are counted by pipeline', () => {
  const metric = executionMetric(pipeline, 'ExecutionFailed');

  expect(metric.toMetricConfig().metricStat).toMatchObject({
    namespace: 'AWS/Sagemaker/ModelBuildingPipeline',
    metricName: 'ExecutionFailed',
    dimensions: [{ name: 'PipelineName', value: 'abalone' }],
    statistic: 'Sum',
    period: Duration.minutes(5),
  });
});

test('steps are counted by pipeline and step', () => {
  const metric = stepMetric(pipeline, 'StepFailed', 'Prepare');

  expect(metric.dimensions).toEqual({ PipelineName: 'abalone', StepName: 'Prepare' });
  expect(metric.statistic).toBe('Sum');
});

test.each([
  { name: 'ExecutionDuration', metricOf: () => executionMetric(pipeline, 'ExecutionDuration') },
  { name: 'StepDuration', metricOf: () => stepMetric(pipeline, 'StepDuration', 'Prepare') },
])('$name is told on average', ({ metricOf }) => {
  expect(metricOf().statistic).toBe('Average');
});

test('what is wished of a metric takes the place of its settings', () => {
  const metric = executionMetric(pipeline, 'ExecutionDuration', { statistic: 'p95', period: Duration.days(1) });

  expect(metric).toMatchObject({ statistic: 'p95', period: Duration.days(1) });
});
