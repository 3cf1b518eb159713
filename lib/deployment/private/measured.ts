import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** The metric that a handler measures by lines in its log, as handlers/metric.ts writes them: the maximum over 5 minutes. */
export function measured(metricName: string, dimensionsMap: Record<string, string>): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'GovernedML/Deployment',
    metricName,
    dimensionsMap,
    statistic: cloudwatch.Stats.MAXIMUM,
    period: Duration.minutes(5),
  });
}
