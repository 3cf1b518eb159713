import { Duration, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Problems } from '../../core';
import { TrackingOptions } from '../scaling-options';

const LONGEST_COOLDOWN = Duration.days(1);
const POLICY_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}$/;

/** The statistics that target tracking takes. */
const TRACKED_STATISTICS = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'];

/** Checks that a metric is held to a value that a fleet can reach by growing. */
export function checkTarget(problems: Problems, path: string, target: number): void {
  if (Token.isUnresolved(target) || (target > 0 && Number.isFinite(target))) return;

  problems.add({
    code: 'ScalingTargetNotPositive',
    path,
    got: `is ${target}`,
    wanted: 'a metric is held to a value above 0',
    remedy: 'write the value at which the fleet has the right size',
  });
}

/** Checks the times that a tracked fleet rests. */
export function checkTracking(
  problems: Problems,
  { scaleInCooldown, scaleOutCooldown, disableScaleIn }: TrackingOptions,
): void {
  checkCooldown(problems, 'scaleInCooldown', scaleInCooldown);
  checkCooldown(problems, 'scaleOutCooldown', scaleOutCooldown);

  if (!disableScaleIn || scaleInCooldown === undefined) return;
  problems.add({
    code: 'ScalingCooldownUnused',
    path: 'scaleInCooldown',
    got: 'is given',
    wanted: 'disableScaleIn keeps the fleet from shrinking',
    remedy: 'leave out one of them',
  });
}

/** Checks how long a fleet rests. */
export function checkCooldown(problems: Problems, path: string, cooldown: Duration | undefined): void {
  if (!cooldown || cooldown.isUnresolved()) return;
  const millis = cooldown.toMilliseconds();
  if (millis % 1000 === 0 && millis <= LONGEST_COOLDOWN.toMilliseconds()) return;

  problems.add({
    code: 'ScalingCooldownOutOfRange',
    path,
    got: `is ${cooldown.toHumanString()}`,
    wanted: 'a fleet rests for whole seconds, up to 1 day',
    remedy: 'use Duration.minutes(5)',
  });
}

/** Checks how many cores or GPUs an instance is said to have. */
export function checkProcessorCount(problems: Problems, processors: number | undefined): void {
  if (processors === undefined) return;
  if (!Token.isUnresolved(processors) && Number.isInteger(processors) && processors >= 1) return;

  problems.add({
    code: 'ScalingProcessorsOutOfRange',
    path: 'processors',
    got: Token.isUnresolved(processors) ? 'is a token' : `is ${processors}`,
    wanted: 'an instance has a whole number of cores or GPUs, known at synth, 1 or more',
    remedy: 'write the number of one instance',
  });
}

/** Checks how many periods an alarm looks at. */
export function checkPeriods(problems: Problems, periods: number | undefined): void {
  if (periods === undefined || Token.isUnresolved(periods)) return;
  if (Number.isInteger(periods) && periods >= 1) return;

  problems.add({
    code: 'ScalingPeriodsOutOfRange',
    path: 'evaluationPeriods',
    got: `is ${periods}`,
    wanted: 'an alarm looks at a whole number of periods, 1 or more',
    remedy: 'write 1, 2 or more',
  });
}

/** Checks that target tracking can read a metric. */
export function checkTrackable(problems: Problems, metric: cloudwatch.IMetric): void {
  const { metricStat } = metric.toMetricConfig();

  if (!metricStat) {
    problems.add({
      code: 'ScalingMetricNotDirect',
      path: 'metric',
      got: 'is a mathematical expression',
      wanted: 'target tracking reads one metric',
      remedy: 'use ScalingPolicy.steps(...), which takes expressions',
    });
    return;
  }
  if (TRACKED_STATISTICS.includes(metricStat.statistic)) return;
  problems.add({
    code: 'ScalingStatisticUnsupported',
    path: 'metric.statistic',
    got: `is "${metricStat.statistic}"`,
    wanted: `target tracking takes ${TRACKED_STATISTICS.join(', ')}`,
    remedy: 'use one of these, or ScalingPolicy.steps(...)',
  });
}

/** Checks that a policy on a metric of the user's has a name by which it is found again. */
export function checkPolicyName(problems: Problems, metric: cloudwatch.IMetric, policyName: string | undefined): void {
  const name = nameOf(metric, policyName);
  if (!Token.isUnresolved(name) && name !== '' && (policyName === undefined || POLICY_NAME.test(name))) return;

  problems.add({
    code: 'ScalingPolicyNameMalformed',
    path: 'policyName',
    got: policyName === undefined ? 'is missing' : Token.isUnresolved(policyName) ? 'is a token' : `is "${policyName}"`,
    wanted: 'a policy is told apart by 1 to 64 letters, digits and hyphens that are known at synth',
    remedy: 'write a name such as "queue-length"',
  });
}

/** The name of a policy on a metric of the user's; empty where nobody gave one. */
export function nameOf(metric: cloudwatch.IMetric, policyName: string | undefined): string {
  return policyName ?? metric.toMetricConfig().metricStat?.metricName ?? '';
}
