import { Token } from 'aws-cdk-lib';
import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { check, Problems } from '../core';
import { Percent } from './percent';
import { emitterNoun } from './private/endpoint-metrics';
import { emitterOf, ScaledEmitter, ScalingContext } from './private/scaling-context';
import { checkSteps } from './private/scaling-intervals';
import {
  checkCooldown,
  checkPeriods,
  checkPolicyName,
  checkProcessorCount,
  checkTarget,
  checkTrackable,
  checkTracking,
  nameOf,
} from './private/scaling-policy-checks';
import {
  metricRule,
  ScalingRule,
  SharedMetric,
  shareRule,
  stepsRule,
  TrackedMetric,
  trackingRule,
} from './private/scaling-rule';
import {
  MetricTrackingOptions,
  ProcessorTrackingOptions,
  ScalingStep,
  StepScalingOptions,
  TrackingOptions,
} from './scaling-options';

const INSTANCES: readonly ScaledEmitter[] = ['realTime', 'asynchronous', 'component'];
const EVERYTHING: readonly ScaledEmitter[] = [...INSTANCES, 'serverless'];

/** A policy that fits, for remedies. */
const ALTERNATIVES: Readonly<Record<ScaledEmitter, string>> = {
  realTime: 'ScalingPolicy.invocationsPerInstance(1000)',
  asynchronous: 'ScalingPolicy.backlogPerInstance(5)',
  serverless: 'ScalingPolicy.provisionedConcurrencyUtilization(Percent.of(70))',
  component: 'ScalingPolicy.invocationsPerCopy(1000)',
};

/**
 * What makes a variant or an inference component grow and shrink between its bounds.
 *
 * Several policies may act on one target: the one that asks for most wins, and it shrinks when all of them let it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
 */
export class ScalingPolicy {
  /**
   * Holds the requests a minute that one instance answers: more than 0. For real-time variants.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html
   */
  public static invocationsPerInstance(perMinute: number, options: TrackingOptions = {}): ScalingPolicy {
    return ScalingPolicy.tracking('invocationsPerInstance', ['realTime'], perMinute, options, {
      id: 'Invocations',
      metricName: 'InvocationsPerInstance',
      predefined: scaling.PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
    });
  }

  /**
   * Holds the requests that one instance works on at the same time, those that wait in it included: more than 0. For real-time
   * variants. The metric comes every 10 seconds, so that a fleet grows sooner than by any other.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
   */
  public static concurrentRequests(perInstance: number, options: TrackingOptions = {}): ScalingPolicy {
    return ScalingPolicy.tracking('concurrentRequests', ['realTime'], perInstance, options, {
      id: 'ConcurrentRequests',
      metricName: 'ConcurrentRequestsPerModel',
      predefined: scaling.PredefinedMetric.SAGEMAKER_VARIANT_CONCURRENT_REQUESTS_PER_MODEL_HIGH_RESOLUTION,
    });
  }

  /**
   * Holds the requests a minute that one copy of an inference component answers: more than 0.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
   */
  public static invocationsPerCopy(perMinute: number, options: TrackingOptions = {}): ScalingPolicy {
    return ScalingPolicy.tracking('invocationsPerCopy', ['component'], perMinute, options, {
      id: 'InvocationsPerCopy',
      metricName: 'InvocationsPerCopy',
      predefined: scaling.PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_INVOCATIONS_PER_COPY,
    });
  }

  /**
   * Holds the requests that one copy of an inference component works on at the same time: more than 0. The metric comes every
   * 10 seconds.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
   */
  public static concurrentRequestsPerCopy(perCopy: number, options: TrackingOptions = {}): ScalingPolicy {
    return ScalingPolicy.tracking('concurrentRequestsPerCopy', ['component'], perCopy, options, {
      id: 'ConcurrentRequestsPerCopy',
      metricName: 'ConcurrentRequestsPerCopy',
      predefined: scaling.PredefinedMetric.SAGEMAKER_INFERENCE_COMPONENT_CONCURRENT_REQUESTS_PER_COPY_HIGH_RESOLUTION,
    });
  }

  /**
   * Holds the requests that wait for one instance of an asynchronous endpoint: more than 0.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
   */
  public static backlogPerInstance(requests: number, options: TrackingOptions = {}): ScalingPolicy {
    return ScalingPolicy.tracking('backlogPerInstance', ['asynchronous'], requests, options, {
      id: 'Backlog',
      metricName: 'ApproximateBacklogSizePerInstance',
    });
  }

  /**
   * Holds the share of a serverless variant's provisioned concurrency that is in use: more than 0 %.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html
   */
  public static provisionedConcurrencyUtilization(share: Percent, options: TrackingOptions = {}): ScalingPolicy {
    check(undefined, (problems) => {
      if (!Token.isUnresolved(share.amount)) return;
      problems.add({
        code: 'ScalingShareUnknownAtSynth',
        path: 'provisionedConcurrencyUtilization',
        got: 'is a token',
        wanted: 'the target is a fraction, which is computed at synth',
        remedy: 'write the share, such as Percent.of(70)',
      });
    });

    return ScalingPolicy.tracking('provisionedConcurrencyUtilization', ['serverless'], share.amount / 100, options, {
      id: 'ProvisionedConcurrency',
      metricName: 'ServerlessProvisionedConcurrencyUtilization',
      predefined: scaling.PredefinedMetric.SAGEMAKER_VARIANT_PROVISIONED_CONCURRENCY_UTILIZATION,
    });
  }

  /**
   * Holds the share of all its cores that an instance, or a copy of a component, uses: more than 0 %. The target in the template is
   * the share of every core added up, as SageMaker tells it.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
   */
  public static cpu(share: Percent, options: ProcessorTrackingOptions = {}): ScalingPolicy {
    return ScalingPolicy.sharing('cpu', share, options, {
      id: 'Cpu',
      metricName: 'CPUUtilization',
      processor: 'core',
    });
  }

  /**
   * Holds the share of all its GPUs that an instance, or a copy of a component, uses: more than 0 %. The target in the template is
   * the share of every GPU added up, as SageMaker tells it.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
   */
  public static gpu(share: Percent, options: ProcessorTrackingOptions = {}): ScalingPolicy {
    return ScalingPolicy.sharing('gpu', share, options, { id: 'Gpu', metricName: 'GPUUtilization', processor: 'gpu' });
  }

  /**
   * Holds the share of its memory that an instance, or a copy of a component, uses: more than 0 %.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
   */
  public static memory(share: Percent, options: TrackingOptions = {}): ScalingPolicy {
    return ScalingPolicy.sharing('memory', share, options, { id: 'Memory', metricName: 'MemoryUtilization' });
  }

  /**
   * Holds the share of the memory of all its GPUs that an instance, or a copy of a component, uses: more than 0 %.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
   */
  public static gpuMemory(share: Percent, options: ProcessorTrackingOptions = {}): ScalingPolicy {
    return ScalingPolicy.sharing('gpuMemory', share, options, {
      id: 'GpuMemory',
      metricName: 'GPUMemoryUtilization',
      processor: 'gpu',
    });
  }

  /**
   * Holds a metric to a target above 0. The metric is one that falls when the fleet grows, by the statistic average, maximum, minimum,
   * sum or sample count; it is read every minute. A metric of SageMaker's is one that this kind of endpoint emits.
   *
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
   */
  public static metric(metric: cloudwatch.IMetric, target: number, options: MetricTrackingOptions = {}): ScalingPolicy {
    check(undefined, (problems) => {
      checkTarget(problems, 'target', target);
      checkTracking(problems, options);
      checkTrackable(problems, metric);
      checkPolicyName(problems, metric, options.policyName);
    });

    const id = `Metric${nameOf(metric, options.policyName)}`;
    return new ScalingPolicy('metric', EVERYTHING, metricRule({ id, metric }, target, options));
  }

  /**
   * Adds and takes away instances or copies by how far a metric, or a mathematical expression, is from where it should be: 1 to 20
   * steps, from the lowest values to the highest. One stretch of values is left out, in which the fleet stays as it is.
   *
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html
   */
  public static steps(
    metric: cloudwatch.IMetric,
    changes: ScalingStep[],
    options: StepScalingOptions = {},
  ): ScalingPolicy {
    check(undefined, (problems) => {
      checkSteps(problems, changes);
      checkCooldown(problems, 'cooldown', options.cooldown);
      checkPeriods(problems, options.evaluationPeriods);
      checkPolicyName(problems, metric, options.policyName);
    });

    const id = `Steps${nameOf(metric, options.policyName)}`;
    return new ScalingPolicy('steps', EVERYTHING, stepsRule({ id, metric }, changes, options));
  }

  private static tracking(
    factory: string,
    fits: readonly ScaledEmitter[],
    target: number,
    options: TrackingOptions,
    tracked: TrackedMetric,
  ): ScalingPolicy {
    check(undefined, (problems) => {
      checkTarget(problems, factory, target);
      checkTracking(problems, options);
    });

    return new ScalingPolicy(factory, fits, trackingRule(tracked, target, options));
  }

  private static sharing(
    factory: string,
    share: Percent,
    options: ProcessorTrackingOptions,
    shared: SharedMetric,
  ): ScalingPolicy {
    check(undefined, (problems) => {
      checkTarget(problems, factory, share.amount);
      checkTracking(problems, options);
      checkProcessorCount(problems, options.processors);
    });

    // Serverless variants emit the use of their memory, but what scales there is concurrency, which does not change it.
    return new ScalingPolicy(factory, INSTANCES, shareRule(shared, share, options));
  }

  private constructor(
    private readonly factory: string,
    private readonly fits: readonly ScaledEmitter[],
    /** @internal */
    public readonly _rule: ScalingRule,
  ) {}

  /** @internal */
  public _fits(context: ScalingContext): boolean {
    return this.fits.includes(emitterOf(context));
  }

  /** @internal */
  public _check(problems: Problems, path: string, context: ScalingContext): void {
    if (this._fits(context)) {
      this._rule.check?.(problems, path, context);
      return;
    }
    const emitter = emitterOf(context);

    problems.add({
      code: 'ScalingPolicyUnfit',
      path,
      got: `is ${this.factory}`,
      wanted: `${emitterNoun(emitter)} emits no such metric, or does not lower it by growing`,
      remedy: `use one that fits, such as ${ALTERNATIVES[emitter]}`,
    });
  }
}
