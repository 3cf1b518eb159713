import { CalculationRefused } from '../calculation-refused';
import {
  EndpointTraffic,
  haveSameVariants,
  moveTraffic,
  readTraffic,
  shareAlike,
  WeighedEndpoint,
  Weights,
} from '../endpoint-traffic';
import { Log } from '../log';
import { Measurement } from '../metric';
import { isBusy, isMissing, isNamed, textOf } from '../sdk-errors';
import { readState, StatePlace, writeState } from '../versioned-state';
import { evidenceOf, meanRewardOf } from './arm';
import { banditPartition } from './bandit-key';
import { BanditState } from './bandit-state';
import { stateAfter } from './next-state';
import { BanditSettings } from './settings';

/** States of an endpoint that pass by themselves. */
const ON_ITS_WAY = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack'];

const THROTTLED = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
];

/** What the schedule hands over. */
export interface ScheduledUpdate {
  /** For when the update was scheduled, as an ISO time: the same however often and late the event is delivered. */
  readonly scheduledAt: string;
}

/** What the handler works with. */
export interface Bandit {
  readonly sageMaker: WeighedEndpoint['sageMaker'];
  readonly table: StatePlace['table'];
  readonly settings: BanditSettings;
  readonly log: Log;
  readonly measure: (measurement: Measurement) => void;
}

/** How an update ended. Frozen means that all is well and nothing was due; skipped and refused leave the last weights. */
interface Outcome {
  readonly kind: 'applied' | 'frozen' | 'skipped' | 'refused';
  readonly message: string;
  readonly facts?: Readonly<Record<string, unknown>>;

  /** The state that is in force. */
  readonly state?: BanditState;
}

const LEVELS = { applied: 'INFO', frozen: 'INFO', skipped: 'WARN', refused: 'ERROR' } as const;

/** Moves the traffic of an endpoint to what rewards say; where that cannot be done now, the last weights stay. */
export async function updateTraffic({ scheduledAt }: ScheduledUpdate, bandit: Bandit): Promise<void> {
  const { settings, log, measure } = bandit;
  const { kind, message, facts, state } = await outcomeOf(scheduledAt, bandit).catch(outcomeOfError);

  const dimensions = { EndpointName: settings.endpointName };
  log(LEVELS[kind], message, { ...dimensions, scheduledAt, ...facts });
  if (state) measureTraffic(state, bandit);
  if (kind === 'frozen') return;
  measure({ name: 'AllocationSkipped', value: kind === 'skipped' ? 1 : 0, dimensions });
  measure({ name: 'AllocationRefused', value: kind === 'refused' ? 1 : 0, dimensions });
}

async function outcomeOf(scheduled: string, { sageMaker, table, settings }: Bandit): Promise<Outcome> {
  const { endpointName, tableName } = settings;
  const endpoint = { sageMaker, endpointName };
  const place = { table, tableName, partition: banditPartition(endpointName) };
  const scheduledAt = timeOf(scheduled);

  const traffic = await readTraffic(endpoint);
  if (!traffic) return skipped('the endpoint is gone');
  const hindrance = hindranceIn(traffic, settings);
  if (hindrance) return hindrance;

  const last = await readState<BanditState>(place);
  if (last?.scheduledAt === scheduledAt) return finish(last, traffic.weights, endpoint);
  // Less than half of the interval is a late or an old event, not the next one.
  if (last && scheduledAt < last.scheduledAt + 500 * settings.updateSeconds) {
    return frozen('the last update is too recent', { last: new Date(last.scheduledAt).toISOString() });
  }

  const next = await stateAfter(last, { scheduledAt, weights: traffic.weights }, { table, settings });
  // Claimed first, moved second: of two runs at the same time one gives up here, and a run that dies in between is finished by
  // its repetition, since the state has the weights and they are absolute. The other way round, a repetition would learn the
  // same rewards from traffic that has moved already, and move it by a second step.
  if (!(await writeState(place, next))) return skipped('another run has made this update');
  return finish(next, traffic.weights, endpoint);
}

/** Why the traffic cannot be moved now. */
function hindranceIn({ status, weights }: EndpointTraffic, { variantNames }: BanditSettings): Outcome | undefined {
  if (ON_ITS_WAY.includes(status)) return frozen('the endpoint is being changed', { status });
  if (status !== 'InService') return skipped('the endpoint is not in service', { status });

  const strangers = Object.keys(weights).filter((name) => !variantNames.includes(name));
  return strangers.length > 0 ? skipped('the endpoint has variants that nobody rewards', { strangers }) : undefined;
}

/** Moves the traffic to what was decided, unless it is there. */
async function finish(state: BanditState, current: Weights, endpoint: WeighedEndpoint): Promise<Outcome> {
  const facts = { update: state.version, weights: state.weights };
  if (!haveSameVariants(state.weights, current)) return frozen('the variants have changed since the update', facts);
  if (shareAlike(state.weights, current)) {
    return { kind: 'applied', message: 'the traffic is as decided', facts, state };
  }

  await moveTraffic(endpoint, state.weights);
  return { kind: 'applied', message: 'the traffic moves', facts, state };
}

function measureTraffic({ arms, weights }: BanditState, { settings, measure }: Bandit): void {
  for (const arm of arms) {
    const dimensions = { EndpointName: settings.endpointName, VariantName: arm.name };
    measure({ name: 'TrafficShare', value: weights[arm.name] / arms.length, dimensions });
    if (evidenceOf(arm) > 0) measure({ name: 'MeanReward', value: meanRewardOf(arm), dimensions });
  }
}

function outcomeOfError(error: unknown): Outcome {
  if (error instanceof CalculationRefused) {
    return {
      kind: 'refused',
      message: 'no allocation can be computed, the last weights stay',
      facts: { code: error.code, reason: error.message },
    };
  }
  if (isMissing(error)) return skipped('a variant has gone meanwhile', { error: textOf(error) });
  if (isBusy(error)) return skipped('the endpoint is being changed by somebody else', { error: textOf(error) });
  if (isNamed(error, ...THROTTLED)) return skipped('AWS is busy', { error: textOf(error) });
  throw error;
}

function timeOf(scheduledAt: string): number {
  const time = Date.parse(scheduledAt);
  if (Number.isNaN(time)) {
    throw new CalculationRefused('BanditUpdateWithoutTime', `scheduledAt is ${scheduledAt}, it must be an ISO time`);
  }

  return time;
}

function frozen(message: string, facts?: Outcome['facts']): Outcome {
  return { kind: 'frozen', message, facts };
}

function skipped(message: string, facts?: Outcome['facts']): Outcome {
  return { kind: 'skipped', message, facts };
}
