import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { check, claimName, Permission } from '../core';
import { AbDecision } from './ab-decision';
import { AbTestProps } from './ab-test-options';
import { DECIDED_SOURCE, DECIDED_TYPE, testPartition } from './handlers/judge-test/test-names';
import { TestSettings } from './handlers/judge-test/settings';
import * as perms from './perms';
import { checkAbTest } from './private/ab-test-checks';
import { EndpointFunction } from './private/endpoint-function';
import { measured } from './private/measured';
import { raiseAlarm } from './private/raise-alarm';

/**
 * Compares the variants of an endpoint by their rewards, and names a winner only when chance does not explain the difference.
 *
 * The test is sequential: it may be looked at as often as one likes, and stopped as soon as it is decided. A decision is told once: by
 * an alarm, by an event on the default bus, and by a line in the log. It stays; a new `startedAt` begins a new test.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-ab-testing.html
 */
export class AbTest extends Construct {
  /** Name of the test, in its metrics and events: the construct's id. */
  public readonly testName: string;

  private readonly endpointName: string;

  constructor(scope: Construct, id: string, props: AbTestProps) {
    super(scope, id);

    check(this, (problems) => checkAbTest(problems, props));

    const { endpoint, rewards, environment, checkEvery = Duration.hours(1), whenDecided = AbDecision.tell() } = props;
    this.testName = claimName(this, 'A/B test', rewards.node.path, id);
    this.endpointName = endpoint.endpointName;

    if (whenDecided._shifts) endpoint._leaveWeightsTo(this);
    const judge = new EndpointFunction(this, 'Function', {
      environment,
      description: `Judges the A/B test ${this.testName} of ${this.endpointName}`,
      handler: 'judge-test',
      settings: { ...this.settingsOf(props) },
      permissions: this.permissionsOf(props),
    });
    judge.onSchedule(this, 'Look', events.Schedule.rate(checkEvery));
    raiseAlarm(this, 'DecidedAlarm', {
      description: `The A/B test ${this.testName} of ${this.endpointName} is decided; the log of its function says how`,
      metric: measured('TestDecided', { EndpointName: this.endpointName, TestName: this.testName }),
      threshold: 0,
      actions: environment.alarmActions,
    });
  }

  /**
   * Runs something when the test is decided: on the event `A/B Test Decided` of `governed-ml`.
   *
   * Its detail has `outcome` (`winner` or `noDifference`), `winner`, `control`, `reason`, `comparisons`, `counters`, `decidedAt`, and
   * `decisionId`, by which a rare repetition is known.
   */
  public onDecided(id: string, options: events.OnEventOptions = {}): events.Rule {
    const rule = new events.Rule(options.crossStackScope ?? this, id, {
      ruleName: options.ruleName,
      description: options.description,
      eventPattern: {
        ...options.eventPattern,
        source: [DECIDED_SOURCE],
        detailType: [DECIDED_TYPE],
        detail: {
          ...options.eventPattern?.detail,
          endpointName: [this.endpointName],
          testName: [this.testName],
        },
      },
    });
    rule.addTarget(options.target);

    return rule;
  }

  /** 1 once a winner is named, and 0 before; the maximum over five minutes by default. */
  public metricWinnerNamed(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('WinnerNamed', {}, options);
  }

  /** Rewards of a variant since the test began; the maximum over five minutes by default. */
  public metricSampleSize(variantName: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('SampleSize', { VariantName: variantName }, options);
  }

  /** A challenger's mean or proportion less the control's; the maximum over five minutes by default. */
  public metricEffect(variantName: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('Effect', { VariantName: variantName }, options);
  }

  private metric(
    metricName: string,
    dimensions: Record<string, string>,
    options: cloudwatch.MetricOptions,
  ): cloudwatch.Metric {
    const ofTest = { EndpointName: this.endpointName, TestName: this.testName };

    return measured(metricName, { ...ofTest, ...dimensions }).with(options);
  }

  private settingsOf(props: AbTestProps): TestSettings {
    const { level, minDuration = Duration.days(7), maxDuration = Duration.days(28) } = props;

    return {
      testName: this.testName,
      endpointName: this.endpointName,
      tableName: props.rewards._table.tableName,
      control: props.control,
      variantNames: props.endpoint.variants.map((variant) => variant._name),
      metric: props.metric._kind,
      better: (props.higherIsBetter ?? true) ? 'higher' : 'lower',
      level: (level?.amount ?? 5) / 100,
      minSample: props.minSample ?? 1000,
      startedAt: props.startedAt,
      minSeconds: minDuration.toSeconds(),
      maxSeconds: maxDuration.toSeconds(),
      shifts: props.whenDecided?._shifts ?? false,
    };
  }

  private permissionsOf({ endpoint, rewards, whenDecided }: AbTestProps): Permission[] {
    const stack = Stack.of(this);
    const bus = stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });

    return [
      ...rewards._readPermissions(stack),
      ...rewards._statePermissions(stack, testPartition(this.testName)),
      {
        actions: perms.PUT_EVENTS,
        resources: [bus],
        conditions: { StringEquals: { 'events:source': DECIDED_SOURCE, 'events:detail-type': DECIDED_TYPE } },
      },
      ...(whenDecided?._shifts
        ? [{ actions: [...perms.DESCRIBE, ...perms.UPDATE_WEIGHTS], resources: [endpoint.endpointArn] }]
        : []),
    ];
  }
}
