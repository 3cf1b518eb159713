import { Duration } from 'aws-cdk-lib';
import { deployment } from 'governed-ml';
import { Hosting } from './hosting';
import { approved } from './options';

const { CapacitySize, DeploymentStrategy, Percent, ProductionVariant } = deployment;

const STRATEGIES = {
  'all-at-once': DeploymentStrategy.allAtOnce({ bake: Duration.minutes(10) }),
  canary: DeploymentStrategy.canary({
    firstStep: CapacitySize.percent(Percent.of(25)),
    bake: Duration.minutes(20),
    terminationWait: Duration.minutes(30),
    maxDuration: Duration.hours(2),
  }),
  linear: DeploymentStrategy.linear({ step: CapacitySize.percent(Percent.of(25)), bake: Duration.minutes(10) }),
  rolling: DeploymentStrategy.rolling({ batch: CapacitySize.percent(Percent.of(25)), bake: Duration.minutes(5) }),
};

/** An endpoint for each way in which a new version takes over, watched by other limits than the usual ones. */
export function strategies(hosting: Hosting): void {
  for (const [name, strategy] of Object.entries(STRATEGIES)) {
    hosting.endpoint(
      name,
      [ProductionVariant.instances({ model: approved(hosting, name, 1), scaling: { minInstances: 4 } })],
      {
        strategy,
        health: {
          maxErrors: Percent.of(0.5),
          maxModelLatency: Duration.millis(200),
          maxOverheadLatency: Duration.millis(100),
          maxMemory: Percent.of(90),
        },
      },
    );
  }
}
