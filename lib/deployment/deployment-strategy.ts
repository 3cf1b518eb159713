import { Duration, Token } from 'aws-cdk-lib';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { check, Problems } from '../core';
import { Percent } from './percent';
import { ALARM_EVALUATION } from './private/alarm-evaluation';
import { checkWhole } from './private/whole-percent';

const LARGEST_CANARY = 50;
const SMALLEST_LINEAR_STEP = 10;
const LARGEST_LINEAR_STEP = 50;
const LONGEST_BAKE = Duration.hours(1);
const LONGEST_TERMINATION_WAIT = Duration.hours(1);

/** How long a deployment is watched, and how long the old fleet waits after it. */
export interface BlueGreenOptions {
  /**
   * How long each shift of traffic is watched before the next: 3 minutes, which the alarms need to fire, to 1 hour.
   *
   * @default Duration.minutes(15)
   */
  readonly bake?: Duration;

  /**
   * How long the old fleet stays after all traffic has moved, ready to take it back: up to 1 hour.
   *
   * @default Duration.minutes(10)
   */
  readonly terminationWait?: Duration;
}

/** A canary deployment. */
export interface CanaryOptions extends BlueGreenOptions {
  /** The share of the capacity that takes traffic first: 1 to 50 %, a whole number. */
  readonly firstStep: Percent;
}

/** A linear deployment. */
export interface LinearOptions extends BlueGreenOptions {
  /** The share of the capacity that each step moves: 10 to 50 %, a whole number. */
  readonly step: Percent;
}

/**
 * How a new version takes over an endpoint's traffic. It acts on updates; the first deployment has nothing to replace.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html
 */
export class DeploymentStrategy {
  /** A small share first; after the bake the rest. */
  public static canary(options: CanaryOptions): DeploymentStrategy {
    check(undefined, (problems) => {
      checkTimes(problems, options);
      checkFirstStep(problems, options.firstStep);
    });

    return new DeploymentStrategy(options, { type: 'CANARY', canarySize: capacity(options.firstStep) });
  }

  /** Equal shares, one after the other. */
  public static linear(options: LinearOptions): DeploymentStrategy {
    check(undefined, (problems) => {
      checkTimes(problems, options);
      checkStep(problems, options.step);
    });

    return new DeploymentStrategy(options, { type: 'LINEAR', linearStepSize: capacity(options.step) });
  }

  /** All traffic at once, watched for the bake and taken back when an alarm fires. */
  public static allAtOnce(options: BlueGreenOptions = {}): DeploymentStrategy {
    check(undefined, (problems) => checkTimes(problems, options));

    return new DeploymentStrategy(options, { type: 'ALL_AT_ONCE' });
  }

  private constructor(
    private readonly options: BlueGreenOptions,
    private readonly routing: CfnEndpoint.TrafficRoutingConfigProperty,
  ) {}

  /** @internal */
  public _render(alarmNames: string[]): CfnEndpoint.DeploymentConfigProperty {
    const bake = this.options.bake ?? Duration.minutes(15);
    const terminationWait = this.options.terminationWait ?? Duration.minutes(10);

    return {
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: { ...this.routing, waitIntervalInSeconds: bake.toSeconds() },
        terminationWaitInSeconds: terminationWait.toSeconds(),
      },
      autoRollbackConfiguration: { alarms: alarmNames.map((alarmName) => ({ alarmName })) },
    };
  }
}

function capacity(share: Percent): CfnEndpoint.CapacitySizeProperty {
  return { type: 'CAPACITY_PERCENT', value: share.amount };
}

function checkFirstStep(problems: Problems, firstStep: Percent): void {
  checkWhole(problems, 'firstStep', firstStep);
  if (Token.isUnresolved(firstStep.amount)) return;

  const range = { path: 'firstStep', got: `is ${firstStep}`, wanted: `SageMaker accepts 1 to ${LARGEST_CANARY} %` };
  if (firstStep.amount > LARGEST_CANARY) {
    problems.add({
      code: 'DeploymentCanaryTooLarge',
      ...range,
      remedy: `use linear({ step: Percent.of(${LARGEST_LINEAR_STEP}) }) to move half of the traffic at a time`,
    });
  }
  if (firstStep.amount < 1) {
    problems.add({
      code: 'DeploymentCanaryTooSmall',
      ...range,
      remedy: 'use Percent.of(1) or more, or allAtOnce() to move everything',
    });
  }
}

function checkStep(problems: Problems, step: Percent): void {
  checkWhole(problems, 'step', step);
  if (Token.isUnresolved(step.amount)) return;
  if (step.amount >= SMALLEST_LINEAR_STEP && step.amount <= LARGEST_LINEAR_STEP) return;

  problems.add({
    code: 'DeploymentStepOutOfRange',
    path: 'step',
    got: `is ${step}`,
    wanted: `SageMaker accepts ${SMALLEST_LINEAR_STEP} to ${LARGEST_LINEAR_STEP} %`,
    remedy: 'use canary({ firstStep: Percent.of(5) }) to begin with less, or allAtOnce() to move everything',
  });
}

function checkTimes(problems: Problems, { bake, terminationWait }: BlueGreenOptions): void {
  checkAtMost(problems, 'bake', bake, LONGEST_BAKE);
  checkAtMost(problems, 'terminationWait', terminationWait, LONGEST_TERMINATION_WAIT);

  if (!bake || bake.isUnresolved() || bake.toMilliseconds() >= ALARM_EVALUATION.toMilliseconds()) return;
  problems.add({
    code: 'DeploymentBakeTooShort',
    path: 'bake',
    got: `is ${bake.toHumanString()}`,
    wanted: `the endpoint's alarms evaluate ${ALARM_EVALUATION.toHumanString()}, so that nothing would roll back`,
    remedy: `use Duration.minutes(${ALARM_EVALUATION.toMinutes()}) or more`,
  });
}

function checkAtMost(problems: Problems, path: string, given: Duration | undefined, longest: Duration): void {
  if (!given || given.isUnresolved() || given.toMilliseconds() <= longest.toMilliseconds()) return;

  problems.add({
    code: 'DeploymentWaitTooLong',
    path,
    got: `is ${given.toHumanString()}`,
    wanted: `SageMaker accepts up to ${longest.toMinutes()} minutes`,
    remedy: `use Duration.minutes(${longest.toMinutes()}) or less`,
  });
}
