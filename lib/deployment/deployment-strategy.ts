import { Duration, Token } from 'aws-cdk-lib';
import { CfnEndpoint, CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { check, Problems } from '../core';
import { CapacitySize } from './capacity-size';
import { DeploymentStep, StepLimits } from './private/deployment-step';
import { DeploymentTimes } from './private/deployment-times';
import { Fleets } from './private/fleet';
import { BlueGreenUpdate, RollingUpdate } from './private/fleet-update';

const FIRST_STEP: StepLimits = {
  option: 'firstStep',
  leastPercent: 1,
  mostPercent: 50,
  belowOneCode: 'DeploymentCanaryBelowOneInstance',
  outOfRangeCode: 'DeploymentCanaryTooLarge',
  otherwise: 'linear({ step: CapacitySize.percent(Percent.of(50)) }) to move half of the traffic at a time',
};

const STEP: StepLimits = {
  option: 'step',
  leastPercent: 10,
  mostPercent: 50,
  belowOneCode: 'DeploymentStepBelowOneInstance',
  outOfRangeCode: 'DeploymentStepOutOfRange',
  otherwise:
    'canary({ firstStep: CapacitySize.percent(Percent.of(5)) }) to begin with less, or allAtOnce() to move everything',
};

const BATCH: StepLimits = {
  option: 'batch',
  leastPercent: 5,
  mostPercent: 50,
  belowOneCode: 'DeploymentBatchBelowOne',
  outOfRangeCode: 'DeploymentBatchOutOfRange',
  otherwise: 'CapacitySize.percent(Percent.of(25)), or allAtOnce() to move everything',
};

const ROLLBACK_BATCH: StepLimits = {
  option: 'rollbackBatch',
  leastPercent: 1,
  mostPercent: 100,
  belowOneCode: 'DeploymentBatchBelowOne',
  outOfRangeCode: 'DeploymentBatchOutOfRange',
  otherwise: 'CapacitySize.percent(Percent.of(100)) to bring back everything at once',
};

/** How long a deployment is watched and may last. */
export interface DeploymentOptions {
  /**
   * How long the alarms watch the new fleet after each shift of traffic: as long as they take to fire, to 1 hour.
   *
   * @default Duration.minutes(15)
   */
  readonly bake?: Duration;

  /**
   * How long the deployment may take before SageMaker gives it up and rolls back: 10 minutes to 8 hours, at least as long as its
   * waits add up to. The new instances' start counts, too.
   *
   * @default - SageMaker decides
   */
  readonly maxDuration?: Duration;
}

/** A deployment with a second fleet beside the first. */
export interface BlueGreenOptions extends DeploymentOptions {
  /**
   * How long the old fleet stays after the last bake: up to 1 hour.
   *
   * @default Duration.minutes(10)
   */
  readonly terminationWait?: Duration;
}

/** A canary deployment. */
export interface CanaryOptions extends BlueGreenOptions {
  /** What takes traffic first: 1 to 50 % of the instances of each variant, at least one instance. */
  readonly firstStep: CapacitySize;
}

/** A linear deployment. */
export interface LinearOptions extends BlueGreenOptions {
  /** What each step moves: 10 to 50 % of the instances of each variant, at least one instance. */
  readonly step: CapacitySize;
}

/** A rolling deployment. */
export interface RollingOptions extends DeploymentOptions {
  /** What is replaced at a time: 5 to 50 % of the instances, or of the copies of an inference component, at least one. */
  readonly batch: CapacitySize;

  /**
   * What is brought back at a time when an alarm fires: 1 to 100 %, at least one instance or copy.
   *
   * @default - the whole old fleet at once
   */
  readonly rollbackBatch?: CapacitySize;
}

/**
 * How a new version takes over an endpoint's traffic. It acts on updates; the first deployment has nothing to replace.
 *
 * Blue/green strategies (all at once, canary, linear) need a second fleet for as long as they last and go back to the old one
 * at once. A rolling deployment needs one batch of additional instances, and starts old instances anew to go back.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
 */
export class DeploymentStrategy {
  /** All traffic at once, watched for the bake and taken back when an alarm fires. */
  public static allAtOnce(options: BlueGreenOptions = {}): DeploymentStrategy {
    return new DeploymentStrategy(BlueGreenUpdate.allAtOnce(new DeploymentTimes(options)));
  }

  /** A small part first; after the bake the rest, which is watched as well. */
  public static canary(options: CanaryOptions): DeploymentStrategy {
    const firstStep = new DeploymentStep(options.firstStep, FIRST_STEP);

    return new DeploymentStrategy(BlueGreenUpdate.canary(new DeploymentTimes(options), firstStep));
  }

  /** Equal parts, one after the other, each watched for the bake. */
  public static linear(options: LinearOptions): DeploymentStrategy {
    const step = new DeploymentStep(options.step, STEP);

    return new DeploymentStrategy(BlueGreenUpdate.linear(new DeploymentTimes(options), step));
  }

  /**
   * Batch by batch, without a second fleet: for large fleets and scarce instances, with one variant. The one way in which an
   * inference component is deployed.
   */
  public static rolling(options: RollingOptions): DeploymentStrategy {
    const batch = new DeploymentStep(options.batch, BATCH);
    const rollbackBatch = options.rollbackBatch && new DeploymentStep(options.rollbackBatch, ROLLBACK_BATCH);

    return new DeploymentStrategy(new RollingUpdate(new DeploymentTimes(options), batch, rollbackBatch));
  }

  /**
   * The strategy of an endpoint that names none: one instance first, or all at once where a variant has no second one.
   *
   * @internal
   */
  public static _default(instances: readonly number[]): DeploymentStrategy {
    const divisible = instances.every((count) => Token.isUnresolved(count) || count > 1);

    return instances.length > 0 && divisible
      ? DeploymentStrategy.canary({ firstStep: CapacitySize.instances(1) })
      : DeploymentStrategy.allAtOnce();
  }

  private constructor(private readonly update: BlueGreenUpdate | RollingUpdate) {
    check(undefined, (problems) => {
      update.times.check(problems);
      update.times.checkDuration(problems, '', update.waits());
      for (const step of update.steps) step.check(problems);
    });
  }

  /**
   * How traffic moves, in the words of the options' table.
   *
   * @internal
   */
  public get _shift(): 'allAtOnce' | 'canary' | 'linear' | 'rolling' {
    return this.update.shift;
  }

  /** @internal */
  public get _kind(): 'blueGreen' | 'rolling' {
    return this.update.kind;
  }

  /** @internal */
  public _check(
    problems: Problems,
    path: string,
    { instances, evaluation }: { instances: readonly number[]; evaluation: Duration },
  ): void {
    this.checkFleets(problems, path, { unit: 'INSTANCE_COUNT', counts: instances }, evaluation);
  }

  /** @internal */
  public _checkForComponent(
    problems: Problems,
    path: string,
    { copies, evaluation }: { copies: number; evaluation: Duration },
  ): void {
    if (this.update.kind === 'rolling') {
      this.checkFleets(problems, path, { unit: 'COPY_COUNT', counts: [copies] }, evaluation);
      return;
    }
    problems.add({
      code: 'ComponentDeploymentNotRolling',
      path,
      got: 'is a blue/green deployment',
      wanted: 'an inference component shares its instances and is replaced in batches',
      remedy: 'use DeploymentStrategy.rolling({ batch: CapacitySize.copies(1) })',
    });
  }

  /** @internal */
  public _render(alarmNames: readonly string[]): CfnEndpoint.DeploymentConfigProperty {
    return { ...this.update.render(), autoRollbackConfiguration: rollback(alarmNames) };
  }

  /** @internal */
  public _renderForComponent(
    alarmNames: readonly string[],
  ): CfnInferenceComponent.InferenceComponentDeploymentConfigProperty {
    const policy = this.update.kind === 'rolling' ? this.update.render() : {};

    return { ...policy, autoRollbackConfiguration: rollback(alarmNames) };
  }

  private checkFleets(problems: Problems, path: string, fleets: Fleets, evaluation: Duration): void {
    const { times, steps } = this.update;

    times.checkBake(problems, path, evaluation);
    times.checkDuration(problems, `${path}.`, this.update.waits(fleets));
    for (const step of steps) step.checkFleets(problems, path, fleets);
  }
}

function rollback(alarmNames: readonly string[]): CfnEndpoint.AutoRollbackConfigProperty | undefined {
  return alarmNames.length === 0 ? undefined : { alarms: alarmNames.map((alarmName) => ({ alarmName })) };
}
