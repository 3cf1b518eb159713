import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** What emits metrics: a variant by the way it serves, a variant that only hosts inference components, or a component. */
export type MetricEmitter = 'realTime' | 'asynchronous' | 'serverless' | 'componentHost' | 'component';

/** What a metric of SageMaker's is told apart by. */
export type Dimension = 'EndpointName' | 'VariantName' | 'InferenceComponentName';

/** Metrics that are emitted alike, with the statistic that tells most. */
export interface MetricGroup {
  readonly namespace: string;
  readonly dimensions: readonly Dimension[];
  readonly emitters: readonly MetricEmitter[];
  readonly metrics: Readonly<Record<string, string>>;
}

const INVOCATIONS = 'AWS/SageMaker';
const INSTANCES = '/aws/sagemaker/Endpoints';
const COMPONENTS = '/aws/sagemaker/InferenceComponents';

const VARIANT: readonly Dimension[] = ['EndpointName', 'VariantName'];
const ENDPOINT: readonly Dimension[] = ['EndpointName'];
const COMPONENT: readonly Dimension[] = ['InferenceComponentName'];

const { AVERAGE, MAXIMUM, SUM } = cloudwatch.Stats;
const P99 = cloudwatch.Stats.p(99);

/**
 * The metrics that SageMaker emits for endpoints (developer guide, November 2026).
 *
 * The lists for asynchronous and serverless endpoints are exhaustive there: such endpoints have no invocations per instance.
 * Endpoints that host inference components report requests for the components, never for the variant.
 */
export const METRIC_GROUPS: readonly MetricGroup[] = [
  {
    namespace: INVOCATIONS,
    dimensions: VARIANT,
    emitters: ['realTime', 'asynchronous', 'serverless'],
    metrics: { Invocation4XXErrors: SUM, Invocation5XXErrors: SUM, ModelLatency: P99 },
  },
  {
    namespace: INVOCATIONS,
    dimensions: VARIANT,
    emitters: ['realTime', 'serverless'],
    metrics: { Invocations: SUM, OverheadLatency: P99 },
  },
  {
    namespace: INVOCATIONS,
    dimensions: VARIANT,
    emitters: ['realTime'],
    metrics: {
      ConcurrentRequestsPerModel: MAXIMUM,
      ExplanationsPerInstance: SUM,
      FirstChunkLatency: P99,
      FirstChunkModelLatency: P99,
      FirstChunkOverheadLatency: P99,
      InvocationModelErrors: SUM,
      InvocationsPerInstance: SUM,
      MidStreamErrors: SUM,
      ModelCacheHit: AVERAGE,
      ModelDownloadingTime: P99,
      ModelLoadingTime: P99,
      ModelLoadingWaitTime: P99,
      ModelUnloadingTime: P99,
    },
  },
  {
    namespace: INVOCATIONS,
    dimensions: VARIANT,
    emitters: ['serverless'],
    metrics: {
      ModelSetupTime: P99,
      ServerlessConcurrentExecutionsUtilization: MAXIMUM,
      ServerlessProvisionedConcurrencyExecutions: MAXIMUM,
      ServerlessProvisionedConcurrencyInvocations: AVERAGE,
      ServerlessProvisionedConcurrencySpilloverInvocations: AVERAGE,
      ServerlessProvisionedConcurrencyUtilization: MAXIMUM,
    },
  },
  {
    namespace: INVOCATIONS,
    dimensions: ENDPOINT,
    emitters: ['asynchronous'],
    metrics: {
      ApproximateAgeOfOldestRequest: MAXIMUM,
      ApproximateBacklogSize: AVERAGE,
      ApproximateBacklogSizePerInstance: AVERAGE,
      HasBacklogWithoutCapacity: AVERAGE,
    },
  },
  {
    namespace: INVOCATIONS,
    dimensions: VARIANT,
    emitters: ['asynchronous'],
    metrics: {
      ExpiredRequests: SUM,
      InvocationFailures: SUM,
      InvocationsProcessed: SUM,
      NotificationFailures: SUM,
      RequestDownloadFailures: SUM,
      RequestDownloadLatency: P99,
      ResponseUploadFailures: SUM,
      ResponseUploadLatency: P99,
      TimeInBacklog: P99,
      TotalProcessingTime: P99,
    },
  },
  {
    namespace: INVOCATIONS,
    dimensions: COMPONENT,
    emitters: ['component'],
    metrics: {
      ConcurrentRequestsPerCopy: MAXIMUM,
      Invocation4XXErrors: SUM,
      Invocation5XXErrors: SUM,
      InvocationModelErrors: SUM,
      Invocations: SUM,
      InvocationsPerCopy: SUM,
      ModelLatency: P99,
      NoCapacityInvocationFailures: SUM,
      OverheadLatency: P99,
    },
  },
  {
    namespace: INSTANCES,
    dimensions: VARIANT,
    emitters: ['realTime', 'asynchronous', 'serverless', 'componentHost'],
    metrics: { MemoryUtilization: AVERAGE },
  },
  {
    namespace: INSTANCES,
    dimensions: VARIANT,
    emitters: ['realTime', 'asynchronous', 'componentHost'],
    metrics: {
      CPUUtilization: AVERAGE,
      DiskUtilization: MAXIMUM,
      GPUMemoryUtilization: AVERAGE,
      GPUUtilization: AVERAGE,
    },
  },
  {
    namespace: INSTANCES,
    dimensions: VARIANT,
    emitters: ['realTime'],
    metrics: { LoadedModelCount: AVERAGE },
  },
  {
    namespace: INSTANCES,
    dimensions: VARIANT,
    emitters: ['componentHost'],
    metrics: {
      CPUReservation: AVERAGE,
      CPUUtilizationNormalized: AVERAGE,
      GPUMemoryUtilizationNormalized: AVERAGE,
      GPUReservation: AVERAGE,
      GPUUtilizationNormalized: AVERAGE,
      MemoryReservation: AVERAGE,
    },
  },
  {
    namespace: COMPONENTS,
    dimensions: COMPONENT,
    emitters: ['component'],
    metrics: {
      CPUUtilizationNormalized: AVERAGE,
      GPUMemoryUtilizationNormalized: AVERAGE,
      GPUUtilizationNormalized: AVERAGE,
      MemoryUtilizationNormalized: AVERAGE,
    },
  },
];
