import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Percent } from './percent';

/**
 * What a healthy endpoint keeps. A deployment that breaks it is rolled back.
 *
 * Each limit is an alarm that looks at the last three minutes and fires when two of them are above the limit; of several
 * variants the worst counts. A minute without requests is healthy. SageMaker rolls back on 10 alarms at most.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 */
export interface EndpointHealth {
  /**
   * The share of requests that end in a 5xx error; less than all.
   *
   * @default Percent.of(1)
   */
  readonly maxErrors?: Percent;

  /**
   * The share of requests that end in a 4xx error; less than all.
   *
   * @default - not watched: callers make these errors, so that a careless one would roll back a good model
   */
  readonly maxClientErrors?: Percent;

  /**
   * The share of requests that the model leaves without a good answer, be it an error, a broken connection or none in time; less
   * than all. Real-time variants and inference components report it.
   *
   * @default - not watched: most of them are 5xx errors as well
   */
  readonly maxUnanswered?: Percent;

  /**
   * The 99th percentile of the model's latency; more than nothing, and known at synth.
   *
   * @default Duration.millis(500); not watched at an asynchronous endpoint
   */
  readonly maxModelLatency?: Duration;

  /**
   * The 99th percentile of the latency that SageMaker adds; more than nothing, and known at synth. Asynchronous variants do not
   * report it.
   *
   * @default - not watched: it depends on the size of requests more than on the model
   */
  readonly maxOverheadLatency?: Duration;

  /**
   * How busy the processors of an instance may be, on average over the cores and instances; less than fully.
   *
   * @default - not watched: scaling adds instances
   */
  readonly maxCpu?: Percent;

  /**
   * The share of an instance's memory that may be used, on average over the instances; less than all.
   *
   * @default - not watched: many models take what there is
   */
  readonly maxMemory?: Percent;

  /**
   * The share of the disk that may be used on any instance; less than all.
   *
   * @default - not watched: only models that write files fill it
   */
  readonly maxDisk?: Percent;

  /**
   * How busy the GPUs of an instance may be, on average over the GPUs and instances; less than fully.
   *
   * @default - not watched: scaling adds instances
   */
  readonly maxGpu?: Percent;

  /**
   * The share of the GPUs' memory that may be used, on average over the GPUs and instances; less than all.
   *
   * @default - not watched: many models take what there is
   */
  readonly maxGpuMemory?: Percent;

  /**
   * Alarms of your own on metrics, in the account and region of the endpoint. They tell whom they tell; of composite alarms
   * SageMaker's documentation says nothing.
   *
   * @default - none
   */
  readonly alarms?: cloudwatch.IAlarmRef[];
}
