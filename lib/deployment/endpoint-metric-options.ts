import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** How a metric of an endpoint is looked at, and of which variant. */
export interface EndpointMetricOptions extends cloudwatch.MetricOptions {
  /**
   * Name of the variant.
   *
   * @default - the first one
   */
  readonly variantName?: string;
}
