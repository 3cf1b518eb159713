import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';

/** SageMaker spells its own name differently here. */
const NAMESPACE = 'AWS/Sagemaker/ModelBuildingPipeline';

/** A metric of the executions of a pipeline, as `ExecutionFailed`. */
export function executionMetric(
  pipeline: sagemaker.IPipeline,
  metricName: string,
  options?: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  return metric(pipeline, metricName, { PipelineName: pipeline.pipelineName }, options);
}

/** A metric of one step of a pipeline, as `StepFailed`. */
export function stepMetric(
  pipeline: sagemaker.IPipeline,
  metricName: string,
  stepName: string,
  options?: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  return metric(pipeline, metricName, { PipelineName: pipeline.pipelineName, StepName: stepName }, options);
}

/** What is counted as a sum, what is measured, in milliseconds, as an average. */
function metric(
  pipeline: sagemaker.IPipeline,
  metricName: string,
  dimensionsMap: Record<string, string>,
  options?: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  const statistic = metricName.endsWith('Duration') ? cloudwatch.Stats.AVERAGE : cloudwatch.Stats.SUM;

  return new cloudwatch.Metric({ namespace: NAMESPACE, metricName, dimensionsMap, statistic, ...options }).attachTo(
    pipeline,
  );
}
