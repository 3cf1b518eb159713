import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { check } from '../core';
import { BanditPolicy } from './bandit-policy';
import { BanditWarmUp } from './bandit-warm-up';
import { FunctionEnvironment } from './function-environment';
import { banditPartition } from './handlers/allocate-traffic/bandit-key';
import { BanditSettings } from './handlers/allocate-traffic/settings';
import { ScheduledUpdate } from './handlers/allocate-traffic/update';
import { ModelEndpoint } from './model-endpoint';
import { Percent } from './percent';
import * as perms from './perms';
import { checkBandit, CheckedBandit } from './private/bandit-checks';
import { checkFunctionEnvironment, EndpointFunction } from './private/endpoint-function';
import { measured } from './private/measured';
import { raiseAlarm } from './private/raise-alarm';
import { RewardIngress } from './reward-ingress';

/** An update asks AWS a few times in a row, and each time it may have to be patient. */
const TIMEOUT = Duration.minutes(2);

/** How many updates may fail to move traffic before somebody is told, and in how many intervals: their edges may share one. */
const FAILED_UPDATES = { datapointsToAlarm: 3, evaluationPeriods: 4 };

/** Whose traffic is moved by what, and how fast. */
export interface TrafficBanditProps {
  /** The endpoint, with two or more variants on instances. Nothing else may move its weights. */
  readonly endpoint: ModelEndpoint;

  /** Where the rewards of its variants come in; their values lie in 0 to 1. */
  readonly rewards: RewardIngress;

  /** Where the function runs, and who is told when traffic is not moved. */
  readonly environment: FunctionEnvironment;

  /**
   * How traffic is shared between exploring and what has earned the most.
   *
   * @default BanditPolicy.thompson()
   */
  readonly policy?: BanditPolicy;

  /**
   * How often the traffic is shared out anew: 5 minutes to 1 day, in whole minutes. While SageMaker moves traffic, for a minute or
   * so, the endpoint cannot be deployed.
   *
   * @default Duration.hours(1)
   */
  readonly updateEvery?: Duration;

  /**
   * The least share of the traffic that each variant gets, however little it earns: it stays known. All variants together have at
   * most 100 %.
   *
   * @default Percent.of(5)
   */
  readonly minExploration?: Percent;

  /**
   * How much of the traffic a variant may gain or lose by one update: more than 0 %. What scales the variants must keep up.
   *
   * @default Percent.of(20)
   */
  readonly maxStep?: Percent;

  /**
   * How traffic is shared until something is known of all variants.
   *
   * @default - all variants alike, until each has 100 rewards
   */
  readonly warmUp?: BanditWarmUp;
}

/**
 * Moves the traffic of an endpoint to the variants that earn the most, while all of them are still tried: a multi-armed bandit.
 *
 * On a schedule a function learns from the rewards since its last update and changes the weights of the variants. It waits while
 * the endpoint is being deployed; deployments keep the weights. When anything fails, the last weights stay, and an alarm says so
 * when that goes on for three updates. The same rewards always give the same weights.
 *
 * The values of rewards lie in 0 to 1. What is known of a variant belongs to its name: when its model is replaced, old rewards fade
 * by the policy's discount; a variant with a new name begins without any.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpointWeightsAndCapacities.html
 */
export class TrafficBandit extends Construct {
  private readonly endpointName: string;

  constructor(scope: Construct, id: string, props: TrafficBanditProps) {
    super(scope, id);

    const plan = planOf(props);
    check(this, (problems) => {
      checkFunctionEnvironment(problems, 'environment', plan.environment);
      checkBandit(problems, plan);
    });

    this.endpointName = plan.endpoint.endpointName;
    plan.endpoint._leaveWeightsTo(this);

    const update: Record<keyof ScheduledUpdate, string> = { scheduledAt: events.EventField.time };
    this.functionOf(plan).onSchedule(this, 'Schedule', events.Schedule.rate(plan.updateEvery), update);

    this.watch(plan);
  }

  /** The share of the traffic that a variant was given, 0 to 1; the average over five minutes by default, measured at updates. */
  public metricTrafficShare(variantName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('TrafficShare', cloudwatch.Stats.AVERAGE, { VariantName: variantName }).with(options ?? {});
  }

  /**
   * The mean reward of a variant by what the bandit knows, older rewards discounted; the average over five minutes by default,
   * measured at updates.
   */
  public metricMeanReward(variantName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('MeanReward', cloudwatch.Stats.AVERAGE, { VariantName: variantName }).with(options ?? {});
  }

  /** Updates that left the last weights because the endpoint could not be changed; their number over five minutes by default. */
  public metricAllocationSkipped(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AllocationSkipped', cloudwatch.Stats.SUM).with(options ?? {});
  }

  /** Updates that left the last weights because none could be computed; their number over five minutes by default. */
  public metricAllocationRefused(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AllocationRefused', cloudwatch.Stats.SUM).with(options ?? {});
  }

  private functionOf({ environment, rewards, ...plan }: BanditPlan): EndpointFunction {
    const { endpointName, endpointArn, variants } = plan.endpoint;
    const stack = Stack.of(this);
    const settings: BanditSettings = {
      endpointName,
      variantNames: variants.map((variant) => variant._name),
      tableName: rewards._table.tableName,
      policy: plan.policy._render(),
      discount: plan.policy._discount,
      updateSeconds: plan.updateEvery.toSeconds(),
      minShare: plan.minExploration.amount / 100,
      maxStep: plan.maxStep.amount / 100,
      warmUp: { observations: plan.warmUp.rewardsPerVariant, weights: plan.warmUp.weights },
    };

    return new EndpointFunction(this, 'Function', {
      environment,
      description: `Shares the traffic of ${endpointName} out by its rewards`,
      handler: 'allocate-traffic',
      settings: { ...settings },
      permissions: [
        { actions: [...perms.DESCRIBE, ...perms.UPDATE_WEIGHTS], resources: [endpointArn] },
        ...rewards._readPermissions(stack),
        ...rewards._statePermissions(stack, banditPartition(endpointName)),
      ],
      timeout: TIMEOUT,
      concurrency: 1,
    });
  }

  private watch({ environment, updateEvery }: BanditPlan): void {
    raiseAlarm(this, 'SkippedAlarm', {
      description: `The traffic of ${this.endpointName} is not moved: its bandit cannot change the endpoint`,
      metric: this.metricAllocationSkipped({ statistic: cloudwatch.Stats.MINIMUM, period: updateEvery }),
      threshold: 0,
      ...FAILED_UPDATES,
      actions: environment.alarmActions,
    });
    raiseAlarm(this, 'RefusedAlarm', {
      description: `The traffic of ${this.endpointName} is not moved: no weights can be computed, and the log says why`,
      metric: this.metricAllocationRefused(),
      threshold: 0,
      actions: environment.alarmActions,
    });
  }

  private metric(metricName: string, statistic: string, dimensions: Record<string, string> = {}): cloudwatch.Metric {
    return measured(metricName, { EndpointName: this.endpointName, ...dimensions }).with({ statistic });
  }
}

/** Everything that is known about a bandit before it is defined. */
type BanditPlan = CheckedBandit & Pick<TrafficBanditProps, 'environment'>;

function planOf(props: TrafficBanditProps): BanditPlan {
  return {
    ...props,
    policy: props.policy ?? BanditPolicy.thompson(),
    updateEvery: props.updateEvery ?? Duration.hours(1),
    minExploration: props.minExploration ?? Percent.of(5),
    maxStep: props.maxStep ?? Percent.of(20),
    warmUp: props.warmUp ?? { rewardsPerVariant: 100 },
  };
}
