/** Namespace of what the handlers measure. */
const NAMESPACE = 'GovernedML/Deployment';

/** A measurement, and of what it is. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

/**
 * Measures something by a line in the log, from which CloudWatch makes a metric: no call that could fail, no permission.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writeMetric({ name, value, dimensions }: Measurement, now = Date.now()): void {
  const directive = { Namespace: NAMESPACE, Dimensions: [Object.keys(dimensions)], Metrics: [{ Name: name }] };
  const line = { _aws: { Timestamp: now, CloudWatchMetrics: [directive] }, ...dimensions, [name]: value };

  process.stdout.write(`${JSON.stringify(line)}\n`);
}
