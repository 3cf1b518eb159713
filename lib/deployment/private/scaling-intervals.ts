import { Token } from 'aws-cdk-lib';
import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Problems } from '../../core';
import { ScalingStep } from '../scaling-options';

const MOST_STEPS = 20;

/** A stretch of a metric's values; its end may be Infinity. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The intervals of a metric's values with their changes, and the one in which nothing changes. */
export function intervalsOf(steps: readonly ScalingStep[]): scaling.ScalingInterval[] {
  const stretches = stretchesOf(steps);
  const intervals = stretches.map((stretch, i) => intervalOf(stretch, steps[i].change));

  return [...intervals, ...quietStretches(stretches).map((stretch) => intervalOf(stretch, 0))];
}

/** Checks that steps change a fleet at one or both ends of a metric's values and leave it alone in one stretch. */
export function checkSteps(problems: Problems, steps: readonly ScalingStep[]): void {
  const found = problems.all.length;
  if (steps.length < 1 || steps.length > MOST_STEPS) {
    problems.add({
      code: 'ScalingStepsOutOfRange',
      path: 'changes',
      got: steps.length === 0 ? 'is empty' : `has ${steps.length} entries`,
      wanted: `a policy has 1 to ${MOST_STEPS} steps`,
      remedy: 'give a step such as { above: 50, change: 1 }',
    });
  }
  steps.forEach((step, i) => checkStep(problems, `changes[${i}]`, step));
  if (problems.all.length > found) return;

  const stretches = stretchesOf(steps);
  stretches.forEach((stretch, i) => checkOrder(problems, i, stretch, stretches[i - 1]));
  if (problems.all.length > found) return;

  checkRest(problems, steps, stretches);
}

function checkStep(problems: Problems, path: string, { above, below, change }: ScalingStep): void {
  for (const [name, value] of Object.entries({ above, below, change })) {
    if (value === undefined || !Token.isUnresolved(value)) continue;
    problems.add({
      code: 'ScalingStepUnknownAtSynth',
      path: `${path}.${name}`,
      got: 'is a token',
      wanted: "the alarm's threshold and the steps from it are computed at synth",
      remedy: 'write the number',
    });
    return;
  }

  if (!Number.isInteger(change) || change === 0) {
    problems.add({
      code: 'ScalingStepWithoutChange',
      path: `${path}.change`,
      got: `is ${change}`,
      wanted: 'a step adds or takes away whole instances or copies, 1 or more',
      remedy: 'write 1 or -1, and leave out the stretch in which nothing changes',
    });
  }
  if ((above ?? 0) >= 0 && (above ?? 0) < (below ?? Infinity)) return;
  problems.add({
    code: 'ScalingStepEmpty',
    path,
    got: `begins at ${above ?? 0} and ends at ${below ?? 'no value'}`,
    wanted: 'a stretch begins at 0 or more and ends above that',
    remedy: 'write a step such as { above: 50, below: 80, change: 1 }',
  });
}

function checkOrder(problems: Problems, i: number, { from, to }: Stretch, before: Stretch | undefined): void {
  if (from < to && (!before || before.to <= from)) return;

  problems.add({
    code: 'ScalingStepsOverlap',
    path: `changes[${i}]`,
    got: `begins at ${from}`,
    wanted: before ? `the step before it ends at ${valueText(before.to)}` : `the step after it begins at ${to}`,
    remedy: 'give the steps from the lowest values to the highest, each above the one before',
  });
}

/** One stretch without a change is what both alarms stand on; it parts the steps that shrink from those that grow. */
function checkRest(problems: Problems, steps: readonly ScalingStep[], stretches: readonly Stretch[]): void {
  const quiet = quietStretches(stretches);

  if (quiet.length === 0) {
    problems.add({
      code: 'ScalingStepsNeverRest',
      path: 'changes',
      got: 'cover every value',
      wanted: 'the fleet would change for ever',
      remedy: 'leave out the stretch in which it has the right size',
    });
  }
  if (quiet.length > 1) {
    problems.add({
      code: 'ScalingStepsWithGap',
      path: 'changes',
      got: `leave out ${quiet.map(({ from, to }) => `${from} to ${valueText(to)}`).join(' and ')}`,
      wanted: 'a policy leaves the fleet alone in one stretch',
      remedy: 'let the steps touch, and the outermost go on without an end',
    });
  }
  if (quiet.length !== 1) return;

  const mixed = steps.findIndex(
    ({ change }, i) => i > 0 && change * steps[i - 1].change < 0 && stretches[i].from === stretches[i - 1].to,
  );
  if (mixed < 0) return;
  problems.add({
    code: 'ScalingStepsContradict',
    path: `changes[${mixed}].change`,
    got: `is ${steps[mixed].change}`,
    wanted: `the step that it touches changes the fleet by ${steps[mixed - 1].change}`,
    remedy: 'leave a stretch between growing and shrinking in which nothing changes',
  });
}

function stretchesOf(steps: readonly ScalingStep[]): Stretch[] {
  return steps.map(({ above, below }, i) => ({
    from: above ?? steps[i - 1]?.below ?? 0,
    to: below ?? steps[i + 1]?.above ?? Infinity,
  }));
}

function quietStretches(stretches: readonly Stretch[]): Stretch[] {
  const starts = [0, ...stretches.map(({ to }) => to)];
  const ends = [...stretches.map(({ from }) => from), Infinity];

  return starts.map((from, i) => ({ from, to: ends[i] })).filter(({ from, to }) => from < to);
}

function intervalOf({ from, to }: Stretch, change: number): scaling.ScalingInterval {
  return { lower: from, upper: to === Infinity ? undefined : to, change };
}

function valueText(value: number): string {
  return value === Infinity ? 'no value' : `${value}`;
}
