import { Duration } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { checkDurationRange } from './range-checks';

const DEFAULT_BAKE = Duration.minutes(15);
const DEFAULT_TERMINATION_WAIT = Duration.minutes(10);
const NONE = Duration.seconds(0);
const WAIT = { least: NONE, most: Duration.hours(1) };
const DEPLOYMENT = { least: Duration.minutes(10), most: Duration.hours(8) };

/** The times that a user may choose. */
export interface ChosenTimes {
  readonly bake?: Duration;
  readonly terminationWait?: Duration;
  readonly maxDuration?: Duration;
}

/** How long a deployment watches, waits and lasts at most. */
export class DeploymentTimes {
  public readonly bake: Duration;
  public readonly terminationWait: Duration;

  constructor(private readonly chosen: ChosenTimes) {
    this.bake = chosen.bake ?? DEFAULT_BAKE;
    this.terminationWait = chosen.terminationWait ?? DEFAULT_TERMINATION_WAIT;
  }

  public get maxDurationSeconds(): number | undefined {
    return this.chosen.maxDuration?.toSeconds();
  }

  /** Checks what SageMaker accepts. */
  public check(problems: Problems): void {
    const { bake, terminationWait, maxDuration } = this.chosen;

    checkDurationRange(problems, 'bake', bake, WAIT);
    checkDurationRange(problems, 'terminationWait', terminationWait, WAIT);
    checkDurationRange(problems, 'maxDuration', maxDuration, DEPLOYMENT);
  }

  /** Checks that the alarms can fire while a step is watched. */
  public checkBake(problems: Problems, path: string, evaluation: Duration): void {
    if (this.bake.isUnresolved() || evaluation.isUnresolved()) return;
    if (this.bake.toMilliseconds() >= evaluation.toMilliseconds()) return;

    problems.add({
      code: 'DeploymentBakeTooShort',
      path: `${path}.bake`,
      got: `is ${this.bake.toHumanString()}`,
      wanted: `the endpoint's alarms evaluate ${evaluation.toHumanString()}, so that nothing would roll back`,
      remedy: `use Duration.seconds(${secondsOf(evaluation)}) or more`,
    });
  }

  /** Checks that a deployment which goes well has the time for its waits. */
  public checkDuration(problems: Problems, prefix: string, waits: readonly Duration[]): void {
    const { maxDuration } = this.chosen;
    if (maxDuration?.isUnresolved() || waits.some((wait) => wait.isUnresolved())) return;
    const total = waits.reduce((sum, wait) => sum.plus(wait), NONE);

    if (secondsOf(total) > secondsOf(DEPLOYMENT.most)) {
      problems.add({
        code: 'DeploymentTooLong',
        path: `${prefix}bake`,
        got: `makes the waits of the deployment ${total.toHumanString()}`,
        wanted: `SageMaker ends a deployment after ${DEPLOYMENT.most.toHumanString()}`,
        remedy: 'use a shorter bake or larger steps',
      });
    } else if (maxDuration && secondsOf(total) > secondsOf(maxDuration)) {
      problems.add({
        code: 'DeploymentDurationTooShort',
        path: `${prefix}maxDuration`,
        got: `is ${maxDuration.toHumanString()}`,
        wanted: `the waits of the deployment add up to ${total.toHumanString()}`,
        remedy: `use more than Duration.seconds(${secondsOf(total)}), a shorter bake or larger steps`,
      });
    }
  }
}

function secondsOf(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}
