import { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Test } from '../../../../lib/deployment/handlers/judge-test/judge';
import { TestSettings } from '../../../../lib/deployment/handlers/judge-test/settings';
import { TestState } from '../../../../lib/deployment/handlers/judge-test/test-state';
import { RewardCounters } from '../../../../lib/deployment/handlers/reward-counters';
import { Call, errorNamed } from '../reward-tables';

export const STARTED_AT = '2026-11-01T08:00:00Z';
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const SETTINGS: TestSettings = {
  testName: 'Trees',
  endpointName: 'abalone',
  tableName: 'rewards',
  control: 'Champion',
  variantNames: ['Champion', 'Challenger'],
  metric: 'proportion',
  better: 'higher',
  level: 0.05,
  minSample: 1_000,
  startedAt: STARTED_AT,
  minSeconds: (7 * DAY) / 1_000,
  maxSeconds: (28 * DAY) / 1_000,
  shifts: true,
};

/** An endpoint with the weights in the state, or what describing it fails with. */
export interface FakeEndpoint {
  readonly status?: string;
  readonly weights?: Readonly<Record<string, number>>;
  readonly fails?: Error;

  /** @default - the weights are moved */
  readonly refuses?: Error;
}

/** What AWS has and does in a test. */
export interface World {
  settings: TestSettings;
  now: number;

  /** Rewards by variant: successes of trials. */
  rewards: Record<string, readonly [number, number]>;
  state?: TestState;
  endpoint: FakeEndpoint;
  eventsAnswer: unknown;

  /** Operations of DynamoDB that fail, with what. */
  readonly failing: Record<string, Error>;

  /** @default - nobody else writes */
  writtenByAnother?: boolean;

  readonly calls: Call[];
  readonly events: Record<string, unknown>[];
  readonly lines: unknown[][];
  measured: Record<string, number>;
}

export function worldWith(wished: Partial<World> = {}): World {
  return {
    settings: SETTINGS,
    now: Date.parse(STARTED_AT) + HOUR,
    rewards: { Champion: [0, 0], Challenger: [0, 0] },
    endpoint: { status: 'InService', weights: { Champion: 1, Challenger: 1 } },
    eventsAnswer: { FailedEntryCount: 0 },
    failing: {},
    calls: [],
    events: [],
    lines: [],
    measured: {},
    ...wished,
  };
}

/** The handler's view of the world. */
export function testIn(world: World): Test {
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }): Promise<unknown> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    world.calls.push([operation, command.input]);
    const failure = world.failing[operation];
    if (failure) return Promise.reject(failure);

    return new Promise((resolve) => resolve(answered(world, operation, command.input)));
  };

  return {
    table: { send: send as Test['table']['send'] },
    sageMaker: { send: send as Test['sageMaker']['send'] },
    events: { send: send as Test['events']['send'] },
    settings: world.settings,
    log: (...line) => world.lines.push(line),
    measure: ({ name, value, dimensions: { VariantName } }) => {
      world.measured[VariantName === undefined ? name : `${name} of ${VariantName}`] = value;
    },
    now: () => world.now,
  };
}

/** The names of the operations that were called. */
export function operationsIn({ calls }: World): string[] {
  return calls.map(([operation]) => operation);
}

/** The messages of the log. */
export function toldIn({ lines }: World): unknown[] {
  return lines.map(([, message]) => message);
}

/** Counters of rewards that are 0 or 1. */
export function countersOf([successes, trials]: readonly [number, number]): RewardCounters {
  return { count: trials, sum: successes, sumOfSquares: successes };
}

function answered(world: World, operation: string, input: Record<string, unknown>): unknown {
  switch (operation) {
    case 'GetItem':
      return { Item: world.state && { state: { S: JSON.stringify(world.state) } } };
    case 'Query':
      return { Items: [shardOf(world, (input.ExpressionAttributeValues as Record<string, AttributeValue>)[':pk'].S)] };
    case 'PutItem':
      if (world.writtenByAnother) throw errorNamed('ConditionalCheckFailedException');
      world.state = JSON.parse((input.Item as Record<string, AttributeValue>).state.S ?? '') as TestState;
      return {};
    case 'DescribeEndpoint':
      return describedIn(world);
    case 'PutEvents':
      world.events.push(...(input.Entries as Record<string, unknown>[]));
      return world.eventsAnswer;
    default:
      if (world.endpoint.refuses) throw world.endpoint.refuses;
      return {};
  }
}

function shardOf({ rewards }: World, partition = ''): Record<string, AttributeValue> {
  const { count, sum, sumOfSquares } = countersOf(rewards[partition.replace('variant#', '')] ?? [0, 0]);

  return { count: { N: `${count}` }, sum: { N: `${sum}` }, sumOfSquares: { N: `${sumOfSquares}` } };
}

function describedIn({ endpoint: { status, weights = {}, fails } }: World): unknown {
  if (fails) throw fails;

  return {
    EndpointStatus: status,
    ProductionVariants: Object.entries(weights).map(([VariantName, CurrentWeight]) => ({ VariantName, CurrentWeight })),
  };
}
