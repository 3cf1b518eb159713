import { Duration } from 'aws-cdk-lib';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { DeploymentStep } from './deployment-step';
import { DeploymentTimes } from './deployment-times';
import { Fleets } from './fleet';

const ROUTING = { allAtOnce: 'ALL_AT_ONCE', canary: 'CANARY', linear: 'LINEAR' };

/** A new fleet beside the old one, to which the traffic moves. */
export class BlueGreenUpdate {
  /** All traffic at once. */
  public static allAtOnce(times: DeploymentTimes): BlueGreenUpdate {
    return new BlueGreenUpdate(times, [], 'allAtOnce');
  }

  /** A first step, then the rest. */
  public static canary(times: DeploymentTimes, firstStep: DeploymentStep): BlueGreenUpdate {
    return new BlueGreenUpdate(times, [firstStep], 'canary', { canarySize: firstStep.size._render() });
  }

  /** One step after the other. */
  public static linear(times: DeploymentTimes, step: DeploymentStep): BlueGreenUpdate {
    return new BlueGreenUpdate(times, [step], 'linear', { linearStepSize: step.size._render() });
  }

  public readonly kind = 'blueGreen';

  private constructor(
    public readonly times: DeploymentTimes,
    public readonly steps: readonly DeploymentStep[],
    public readonly shift: 'allAtOnce' | 'canary' | 'linear',
    private readonly sizes: Pick<CfnEndpoint.TrafficRoutingConfigProperty, 'canarySize' | 'linearStepSize'> = {},
  ) {}

  /** The waits of a deployment that goes well: a bake after each shift of traffic, and the old fleet's. */
  public waits(fleets?: Fleets): Duration[] {
    return [...bakes(this.shifts(fleets), this.times.bake), this.times.terminationWait];
  }

  public render(): CfnEndpoint.DeploymentConfigProperty {
    return {
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: {
          type: ROUTING[this.shift],
          ...this.sizes,
          waitIntervalInSeconds: this.times.bake.toSeconds(),
        },
        terminationWaitInSeconds: this.times.terminationWait.toSeconds(),
        maximumExecutionTimeoutInSeconds: this.times.maxDurationSeconds,
      },
    };
  }

  private shifts(fleets: Fleets | undefined): number {
    switch (this.shift) {
      case 'allAtOnce':
        return 1;
      case 'canary':
        return 2;
      case 'linear':
        return this.steps[0].count(fleets);
    }
  }
}

/** The old fleet, replaced batch by batch. */
export class RollingUpdate {
  public readonly kind = 'rolling';
  public readonly shift = 'rolling';

  constructor(
    public readonly times: DeploymentTimes,
    private readonly batch: DeploymentStep,
    private readonly rollbackBatch: DeploymentStep | undefined,
  ) {}

  public get steps(): readonly DeploymentStep[] {
    return this.rollbackBatch ? [this.batch, this.rollbackBatch] : [this.batch];
  }

  /** The waits of a deployment that goes well: a bake after each batch. */
  public waits(fleets?: Fleets): Duration[] {
    return bakes(this.batch.count(fleets), this.times.bake);
  }

  /** The policy of an endpoint, and in the same words that of an inference component. */
  public render(): { rollingUpdatePolicy: CfnEndpoint.RollingUpdatePolicyProperty } {
    return {
      rollingUpdatePolicy: {
        maximumBatchSize: this.batch.size._render(),
        rollbackMaximumBatchSize: this.rollbackBatch?.size._render(),
        waitIntervalInSeconds: this.times.bake.toSeconds(),
        maximumExecutionTimeoutInSeconds: this.times.maxDurationSeconds,
      },
    };
  }
}

function bakes(count: number, bake: Duration): Duration[] {
  return Array.from({ length: count }, () => bake);
}
