import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { check, Permission, Problems } from '../core';
import { FunctionEnvironment } from './function-environment';
import { counterPartition } from './handlers/reward-keys';
import { ModelEndpoint } from './model-endpoint';
import * as perms from './perms';
import { checkFunctionEnvironment } from './private/endpoint-function';
import { measured } from './private/measured';
import { raiseAlarm } from './private/raise-alarm';
import { checkDurationRange, checkWholeNumber } from './private/range-checks';
import { RewardEntrance } from './private/reward-entrance';
import { RewardQueue } from './private/reward-queue';
import { RECORDING_TIME, RewardRecorder } from './private/reward-recorder';
import { RewardTable } from './private/reward-table';
import { RewardIngressGrants } from './reward-ingress-grants';
import { RewardSource } from './reward-source';

const RETENTION = { least: Duration.days(1), most: Duration.days(365) };
const SKEW = { least: Duration.seconds(1), most: Duration.hours(1) };

/** Sums of values up to here, and of their squares, stay exact. */
const LARGEST_VALUE = 1_000_000;

/** Whose rewards come in, which way, and which are taken. */
export interface RewardIngressProps {
  /** The endpoint whose variants are rewarded. */
  readonly endpoint: ModelEndpoint;

  /** The ways that rewards come: at least one, and one API at most. */
  readonly sources: RewardSource[];

  /** Where the function that records rewards runs, and who is told when rewards are not taken. */
  readonly environment: FunctionEnvironment;

  /**
   * The least that a reward may be worth: -1,000,000 to 1,000,000. Six places after the point count.
   *
   * @default 0
   */
  readonly minValue?: number;

  /**
   * The most that a reward may be worth: more than `minValue`, 1,000,000 or less.
   *
   * @default 1
   */
  readonly maxValue?: number;

  /**
   * For how long it is remembered that a reward was taken: 1 to 365 days. Older rewards are refused, because they may have been
   * taken before. Their counts stay.
   *
   * @default Duration.days(14)
   */
  readonly retention?: Duration;

  /**
   * How far the clocks of senders may be ahead: 1 second to 1 hour. A reward that is further in the future is refused.
   *
   * @default Duration.minutes(5)
   */
  readonly allowedSkew?: Duration;

  /**
   * How many rewards may be refused in 5 minutes before somebody is told: 0 or more.
   *
   * @default 10
   */
  readonly toleratedRefusals?: number;

  /**
   * What becomes of the table when the ingress is removed. One that is destroyed is not protected from deletion before, either.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Takes rewards: how good an answer of a variant turned out to be, as whether a user bought what was recommended.
 *
 * A reward is `{ "rewardId": "order-17", "variantName": "Champion", "value": 1, "occurredAt": "2026-11-22T10:00:00Z" }`. Its id, 1
 * to 128 characters, is unique; however often it comes, it counts once. When it occurred may be left out: it is then of the time
 * when it was sent. A reward that is malformed, of an unknown variant, out of range, too old or in the future is refused: told in
 * the log, counted, and never tried again. What cannot be recorded for more than an hour lies among the dead letters.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 */
export class RewardIngress extends Construct {
  /** Grants on the ingress. */
  public readonly grants: RewardIngressGrants;

  /** The queue for rewards that could not be recorded; a message in it waits for a person. */
  public readonly deadLetterQueue: sqs.IQueue;

  /** Where rewards are posted to, where a source is `https`. It is known where the VPC endpoint has private names. */
  public readonly url?: string;

  /** The least that a reward may be worth. */
  public readonly minValue: number;

  /** The most that a reward may be worth. */
  public readonly maxValue: number;

  /** @internal */
  public readonly _table: dynamodb.ITable;

  /** @internal */
  public readonly _key: kms.IKeyRef;

  /** @internal */
  public readonly _variantNames: string[];

  private readonly endpointName: string;
  private readonly table: RewardTable;

  constructor(scope: Construct, id: string, props: RewardIngressProps) {
    super(scope, id);

    check(this, (problems) => checkRewardIngress(problems, props));

    this.endpointName = props.endpoint.endpointName;
    this.minValue = props.minValue ?? 0;
    this.maxValue = props.maxValue ?? 1;
    this._key = props.environment.encryptionKey;
    this._variantNames = props.endpoint.variants.map((variant) => variant._name);

    this.table = new RewardTable(this, 'Table', {
      encryptionKey: this._key,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    this._table = this.table.resource;
    const queue = new RewardQueue(this, 'Queue', { encryptionKey: this._key, visibilityTimeout: RECORDING_TIME });
    this.deadLetterQueue = queue.deadLetters;
    this.record(queue, props);

    const entrances = this.entrancesOf(queue, props);
    this.url = entrances.find(({ url }) => url !== undefined)?.url;
    this.grants = RewardIngressGrants._of(entrances);
  }

  /** Rewards that were taken; their number over five minutes by default. */
  public metricRewards(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Rewards', options);
  }

  /** Rewards that were refused; their number over five minutes by default. */
  public metricRefusedRewards(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('RefusedRewards', options);
  }

  /**
   * What a role of the stack needs to read the counters of the variants.
   *
   * @internal
   */
  public _readPermissions(stack: Stack): Permission[] {
    return this.table.permissions(stack, perms.READ_COUNTERS, ...this._variantNames.map(counterPartition));
  }

  /**
   * What a role of the stack needs to keep a state in the table.
   *
   * @param stack where the role is
   * @param partition the partition of the state, as `bandit#checkout`; it may end in `*`
   * @internal
   */
  public _statePermissions(stack: Stack, partition: string): Permission[] {
    return this.table.permissions(stack, perms.KEEP_STATE, partition);
  }

  private record(queue: RewardQueue, props: RewardIngressProps): void {
    const { environment, retention = Duration.days(14), allowedSkew = Duration.minutes(5) } = props;

    new RewardRecorder(this, 'Recorder', {
      queue,
      table: this.table,
      settings: {
        endpointName: this.endpointName,
        variantNames: this._variantNames,
        minValue: this.minValue,
        maxValue: this.maxValue,
        retentionSeconds: retention.toSeconds(),
        skewSeconds: allowedSkew.toSeconds(),
      },
      environment,
    });
    raiseAlarm(this, 'RefusedAlarm', {
      description: `Many rewards of ${this.endpointName} are refused; the log of its recorder says why`,
      metric: this.metricRefusedRewards(),
      threshold: props.toleratedRefusals ?? 10,
      actions: environment.alarmActions,
    });
  }

  private entrancesOf(queue: RewardQueue, { sources, environment }: RewardIngressProps): RewardEntrance[] {
    const inlet = {
      endpointName: this.endpointName,
      variantNames: this._variantNames,
      minValue: this.minValue,
      maxValue: this.maxValue,
      queue,
      environment,
    };
    const ofKind = (kind: 'events' | 'https'): RewardSource[] => sources.filter(({ _kind }) => _kind === kind);

    return [
      ...ofKind('events').map((source, i) => source._open(this, i === 0 ? 'Events' : `Events${i + 1}`, inlet)),
      ...ofKind('https').map((source) => source._open(this, 'Api', inlet)),
    ];
  }

  private metric(metricName: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return measured(metricName, { EndpointName: this.endpointName }).with({
      statistic: cloudwatch.Stats.SUM,
      ...options,
    });
  }
}

function checkRewardIngress(problems: Problems, props: RewardIngressProps): void {
  const { sources, minValue = 0, maxValue = 1, toleratedRefusals } = props;

  checkSources(problems, sources);
  checkFunctionEnvironment(problems, 'environment', props.environment);
  checkValue(problems, 'minValue', minValue);
  checkValue(problems, 'maxValue', maxValue);
  checkRange(problems, minValue, maxValue);
  checkDurationRange(problems, 'retention', props.retention, RETENTION);
  checkDurationRange(problems, 'allowedSkew', props.allowedSkew, SKEW);
  if (toleratedRefusals !== undefined) {
    checkWholeNumber(problems, 'toleratedRefusals', toleratedRefusals, { least: 0, noun: 'rewards' });
  }
}

function checkSources(problems: Problems, sources: readonly RewardSource[]): void {
  sources.forEach((source, i) => source._check(problems, `sources[${i}]`));
  if (sources.length === 0) {
    problems.add({
      code: 'RewardsWithoutSource',
      path: 'sources',
      got: 'is empty',
      wanted: 'rewards come some way',
      remedy: 'name one, as RewardSource.eventBridge({ source: "acme.shop", detailType: "Purchase" })',
    });
  }
  const apis = sources.filter(({ _kind }) => _kind === 'https').length;
  if (apis > 1) {
    problems.add({
      code: 'RewardApisTooMany',
      path: 'sources',
      got: `has ${apis} APIs`,
      wanted: 'all senders can post to one',
      remedy: 'give all VPC endpoints to one RewardSource.https',
    });
  }
}

function checkValue(problems: Problems, path: string, value: number): void {
  if (Token.isUnresolved(value) || Math.abs(value) <= LARGEST_VALUE) return;

  problems.add({
    code: 'RewardValueOutOfRange',
    path,
    got: `is ${value}`,
    wanted: `values up to ${LARGEST_VALUE} are counted exactly, above 0 and below`,
    remedy: 'count in a larger unit',
  });
}

function checkRange(problems: Problems, minValue: number, maxValue: number): void {
  if (Token.isUnresolved(minValue) || Token.isUnresolved(maxValue) || !(minValue >= maxValue)) return;

  problems.add({
    code: 'RewardRangeEmpty',
    path: 'maxValue',
    got: `is ${maxValue}`,
    wanted: `it is more than minValue, which is ${minValue}`,
    remedy: 'write the most that a reward may be worth',
  });
}
