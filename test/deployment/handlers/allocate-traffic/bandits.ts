import { Bandit } from '../../../../lib/deployment/handlers/allocate-traffic/update';
import { BanditState } from '../../../../lib/deployment/handlers/allocate-traffic/bandit-state';
import { BanditSettings } from '../../../../lib/deployment/handlers/allocate-traffic/settings';
import { Call, errorNamed } from '../reward-tables';

export const SETTINGS: BanditSettings = {
  endpointName: 'abalone',
  variantNames: ['blue', 'green'],
  tableName: 'rewards',
  policy: { kind: 'epsilonGreedy', epsilon: 0.1 },
  discount: 1,
  updateSeconds: 3_600,
  minShare: 0.05,
  maxStep: 0.2,
  warmUp: { observations: 10 },
};

/** An endpoint with its weights, and a table with rewards and a bandit's state, as the handler's calls leave them. */
export interface World {
  status: string;
  weights: Record<string, number>;

  /** How many rewards each variant had, and their sum. */
  rewards: Record<string, readonly [count: number, sum: number]>;
  state?: BanditState;

  /** Errors that operations end in, by their names. */
  errors: Record<string, Error | undefined>;

  /** What happens before an operation, by its name. */
  before: Record<string, (() => void) | undefined>;
}

/** A bandit in a world, and what it asked and said. */
export interface WatchedBandit extends Bandit {
  readonly world: World;
  readonly calls: Call[];
  readonly lines: unknown[][];

  /** What was measured, by the metric and the variant. */
  readonly measured: Record<string, number>;
}

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Record<string, unknown>;
}

export function banditIn(wished: Partial<World> = {}, settings: Partial<BanditSettings> = {}): WatchedBandit {
  const world: World = {
    status: 'InService',
    weights: { blue: 1, green: 1 },
    rewards: { blue: [0, 0], green: [0, 0] },
    errors: {},
    before: {},
    ...wished,
  };
  const calls: Call[] = [];
  const lines: unknown[][] = [];
  const measured: Record<string, number> = {};
  const send = ({ constructor, input }: Command): Promise<unknown> => {
    const operation = constructor.name.replace(/Command$/, '');
    world.before[operation]?.();
    calls.push([operation, input]);
    const error = world.errors[operation];

    return error ? Promise.reject(error) : new Promise((resolve) => resolve(OPERATIONS[operation](world, input)));
  };

  return {
    world,
    calls,
    lines,
    measured,
    settings: { ...SETTINGS, ...settings },
    sageMaker: { send: send as Bandit['sageMaker']['send'] },
    table: { send: send as Bandit['table']['send'] },
    log: (...line) => lines.push(line),
    measure: ({ name, value, dimensions: { VariantName } }) => {
      measured[VariantName === undefined ? name : `${name} ${VariantName}`] = value;
    },
  };
}

/** The names of the operations that a bandit has called. */
export function operationsOf({ calls }: WatchedBandit): string[] {
  return calls.map(([operation]) => operation);
}

const OPERATIONS: Record<string, (world: World, input: Record<string, unknown>) => unknown> = {
  DescribeEndpoint: ({ status, weights }) => ({
    EndpointStatus: status,
    ProductionVariants: Object.entries(weights).map(([VariantName, weight]) => ({
      VariantName,
      CurrentWeight: Math.fround(weight),
    })),
  }),
  GetItem: ({ state }) => ({ Item: state && { state: { S: JSON.stringify(state) } } }),
  Query: ({ rewards }, { ExpressionAttributeValues }) => {
    const partition = (ExpressionAttributeValues as Record<string, { S: string }>)[':pk'].S;
    const [count, sum] = rewards[partition.replace('variant#', '')];

    return { Items: [{ count: { N: `${count}` }, sum: { N: `${sum}` }, sumOfSquares: { N: '0' } }] };
  },
  PutItem: (world, { Item, ExpressionAttributeValues }) => {
    const before = (ExpressionAttributeValues as Record<string, { N: string }>)[':before'].N;
    if (world.state && `${world.state.version}` !== before) throw errorNamed('ConditionalCheckFailedException');
    world.state = JSON.parse((Item as Record<string, { S: string }>).state.S) as BanditState;

    return {};
  },
  UpdateEndpointWeightsAndCapacities: (world, { DesiredWeightsAndCapacities }) => {
    const wanted = DesiredWeightsAndCapacities as readonly { VariantName: string; DesiredWeight: number }[];
    for (const { VariantName, DesiredWeight } of wanted) world.weights[VariantName] = DesiredWeight;

    return {};
  },
};
