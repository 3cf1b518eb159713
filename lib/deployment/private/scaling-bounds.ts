import { Token } from 'aws-cdk-lib';
import { Problems, repeatedIn } from '../../core';
import { Percent } from '../percent';
import { ScalingPolicy } from '../scaling-policy';
import { ScalingSchedule } from '../scaling-schedule';
import { ConcurrencyScaling, CopyScaling, InstanceScaling } from '../variant-scaling';
import { ScalingContext } from './scaling-context';
import { checkSchedule } from './scaling-schedule-checks';

/** Between which bounds something scales, and by what. */
export interface ScalingBounds {
  readonly least: number;
  readonly most: number;
  readonly policies: readonly ScalingPolicy[];
  readonly schedules: readonly ScalingSchedule[];
}

/** Names of the properties that bounds are given by, and what they count. */
interface BoundsWords {
  readonly least: string;
  readonly most: string;
  readonly noun: string;
}

const WORDS: Readonly<Record<ScalingContext['kind'], BoundsWords>> = {
  instances: { least: 'minInstances', most: 'maxInstances', noun: 'instances' },
  serverless: { least: 'minConcurrency', most: 'maxConcurrency', noun: 'provisioned requests' },
  component: { least: 'minCopies', most: 'maxCopies', noun: 'copies' },
};

/** Burstable instances, whose number Application Auto Scaling does not change. */
const BURSTABLE = /^ml\.t2\./;

/** The bounds of a variant on instances. */
export function instanceBounds(options: InstanceScaling, { asynchronous }: ScalingContext): ScalingBounds {
  const { minInstances = 2, maxInstances = twice(minInstances), policies, schedules } = options;
  const policy = asynchronous ? ScalingPolicy.backlogPerInstance(5) : ScalingPolicy.invocationsPerInstance(1000);

  return boundsOf(minInstances, maxInstances, policy, { policies, schedules });
}

/** The bounds of a serverless variant's provisioned concurrency. */
export function concurrencyBounds(options: ConcurrencyScaling): ScalingBounds {
  const { minConcurrency = 1, maxConcurrency, policies, schedules } = options;
  const policy = ScalingPolicy.provisionedConcurrencyUtilization(Percent.of(70));

  return boundsOf(minConcurrency, maxConcurrency, policy, { policies, schedules });
}

/** The bounds of an inference component. */
export function copyBounds(options: CopyScaling): ScalingBounds {
  const { minCopies = 2, maxCopies = twice(minCopies), policies, schedules } = options;

  return boundsOf(minCopies, maxCopies, ScalingPolicy.invocationsPerCopy(1000), { policies, schedules });
}

/** Whether Application Auto Scaling can change the number; burstable instances stay as many as their configuration says. */
export function canScale({ kind, instanceType = '' }: ScalingContext): boolean {
  return kind !== 'instances' || !BURSTABLE.test(instanceType);
}

/** Whether a fleet may have nothing left that could ask for more. */
export function reachesZero({ least, schedules }: ScalingBounds): boolean {
  return [least, ...schedules.map(({ min }) => min)].some((min) => min === 0 || Token.isUnresolved(min));
}

/** Checks the bounds, that each policy fits what scales and that no two contradict each other, and the schedules. */
export function checkBounds(problems: Problems, path: string, bounds: ScalingBounds, context: ScalingContext): void {
  checkLeastAndMost(problems, path, bounds, context);
  bounds.policies.forEach((policy, i) => policy._check(problems, `${path}.policies[${i}]`, context));
  checkContradictions(problems, path, bounds, context);
  bounds.schedules.forEach((schedule, i) => checkSchedule(problems, `${path}.schedules[${i}]`, schedule, bounds));
  checkScheduleNames(problems, path, bounds);
  checkBurstable(problems, path, bounds, context);
}

/** Twice as many; a token stays one, for which the check asks. */
function twice(least: number): number {
  return Token.isUnresolved(least) ? least : Math.max(2 * least, 1);
}

function boundsOf(
  least: number,
  most: number,
  policy: ScalingPolicy,
  { policies, schedules = [] }: { policies?: ScalingPolicy[]; schedules?: ScalingSchedule[] },
): ScalingBounds {
  return { least, most, policies: policies ?? (least === most ? [] : [policy]), schedules };
}

function checkLeastAndMost(
  problems: Problems,
  path: string,
  { least, most }: ScalingBounds,
  { kind, leastAllowed, mostAllowed = Infinity }: ScalingContext,
): void {
  const words = WORDS[kind];
  const allowed = mostAllowed === Infinity ? `${leastAllowed} or more` : `${leastAllowed} to ${mostAllowed}`;

  for (const [name, value, lowest] of [
    [words.least, least, leastAllowed],
    [words.most, most, Math.max(leastAllowed, 1)],
  ] as const) {
    if (Token.isUnresolved(value)) continue;
    if (Number.isInteger(value) && value >= lowest && value <= mostAllowed) continue;
    problems.add({
      code: 'ScalingBoundOutOfRange',
      path: `${path}.${name}`,
      got: `is ${value}`,
      wanted: `the ${words.noun} here are a whole number, ${allowed}`,
      remedy: `write a number of ${lowest} or more`,
    });
  }

  if (Token.isUnresolved(least) && most === least) {
    problems.add({
      code: 'ScalingBoundUnknownAtSynth',
      path: `${path}.${words.most}`,
      got: `is missing, or the token of ${words.least}`,
      wanted: `it defaults to twice the fewest ${words.noun}, which are known at deployment only`,
      remedy: `give ${words.most}`,
    });
  }
  if (Token.isUnresolved(least) || Token.isUnresolved(most) || most >= least) return;
  problems.add({
    code: 'ScalingBoundsCrossed',
    path: `${path}.${words.most}`,
    got: `is ${most}`,
    wanted: `the fewest ${words.noun} are ${least}`,
    remedy: `write ${least} or more`,
  });
}

function checkContradictions(
  problems: Problems,
  path: string,
  { policies }: ScalingBounds,
  context: ScalingContext,
): void {
  const fitting = policies.filter((policy) => policy._fits(context));
  const tracked = fitting.flatMap(({ _rule }) => _rule.tracks?.(context) ?? []);

  for (const metric of repeatedIn(tracked)) {
    problems.add({
      code: 'ScalingMetricTrackedTwice',
      path: `${path}.policies`,
      got: `hold ${metric} to two targets`,
      wanted: 'the one that asks for more would always win',
      remedy: 'keep one of them',
    });
  }
  for (const id of repeatedIn(fitting.map(({ _rule }) => _rule.id))) {
    const alike = fitting.filter(({ _rule }) => _rule.id === id).map(({ _rule }) => _rule.tracks?.(context));
    if (repeatedIn(alike.filter((metric) => metric !== undefined)).length > 0) continue;
    problems.add({
      code: 'ScalingPolicyRepeated',
      path: `${path}.policies`,
      got: `have the name ${id} twice`,
      wanted: 'a policy is told apart by its name',
      remedy: 'give one of them another policyName',
    });
  }
}

function checkScheduleNames(problems: Problems, path: string, { schedules }: ScalingBounds): void {
  for (const name of repeatedIn(schedules.map(({ scheduleName }) => scheduleName))) {
    problems.add({
      code: 'ScalingScheduleRepeated',
      path: `${path}.schedules`,
      got: `have the name "${name}" twice`,
      wanted: 'the second would replace the first',
      remedy: 'give each a name of its own',
    });
  }
}

function checkBurstable(
  problems: Problems,
  path: string,
  { least, most, policies, schedules }: ScalingBounds,
  context: ScalingContext,
): void {
  if (canScale(context) || (least === most && policies.length === 0 && schedules.length === 0)) return;

  problems.add({
    code: 'ScalingOfBurstableInstances',
    path,
    got: `scales ${context.instanceType}`,
    wanted: 'SageMaker does not scale burstable instances',
    remedy: 'write minInstances and maxInstances alike, without policies and schedules, or take another instance type',
  });
}
