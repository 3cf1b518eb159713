import { IConstruct } from 'constructs';
import { Stack } from 'aws-cdk-lib';
import { Activity } from '../activity';
import { ExplainedStatement, Place } from './activity-statement';
import { leastPolicySize } from './policy-size';

/** A statement on its way into a policy, with the activity that it comes from and its size. */
export interface PackableStatement extends ExplainedStatement {
  /** The activity, counted from zero. */
  readonly activity: number;
  /** Its size in characters, as far as it is known at synthesis. */
  readonly characters: number;
}

/** What fits into policies, and what does not. */
export interface PackedStatements {
  readonly policies: PackableStatement[][];
  readonly leftOver: PackableStatement[];
}

/** How much room there is. */
export interface Room {
  readonly maxPolicies: number;
  readonly maxCharacters: number;
}

/** What every policy says around its statements. */
const FRAME = leastPolicySize({ Statement: [], Version: '2012-10-17' });

/** The statements of activities at a place, ready to be packed. */
export function packable(scope: IConstruct, activities: readonly Activity[], place: Place): PackableStatement[] {
  const stack = Stack.of(scope);

  return activities.flatMap((activity, i) =>
    activity._render(place).map((explained) => ({
      ...explained,
      activity: i,
      characters: leastPolicySize(stack.resolve(explained.statement.toStatementJson())),
    })),
  );
}

/** Size of a policy of the statements, in characters without white space, as far as it is known at synthesis. */
export function policySizeOf(statements: readonly PackableStatement[]): number {
  const commas = Math.max(0, statements.length - 1);

  return FRAME + commas + statements.reduce((sum, { characters }) => sum + characters, 0);
}

/**
 * Packs statements into as few policies as it can: the largest first, each into the first policy that has room.
 *
 * Within a policy the statements keep the order they were given in, and policies are in the order of their first statements.
 */
export function pack(statements: readonly PackableStatement[], room: Room): PackedStatements {
  const policies: PackableStatement[][] = [];
  const leftOver: PackableStatement[] = [];
  const order = new Map(statements.map((statement, i) => [statement, i]));
  const inOrder = (a: PackableStatement, b: PackableStatement): number =>
    (order.get(a) as number) - (order.get(b) as number);

  for (const statement of [...statements].sort((a, b) => b.characters - a.characters || inOrder(a, b))) {
    const fitting = policies.find((policy) => policySizeOf([...policy, statement]) <= room.maxCharacters);
    if (fitting) fitting.push(statement);
    else if (policies.length < room.maxPolicies && policySizeOf([statement]) <= room.maxCharacters) {
      policies.push([statement]);
    } else leftOver.push(statement);
  }

  return {
    policies: policies.map((policy) => policy.sort(inOrder)).sort(([a], [b]) => inOrder(a, b)),
    leftOver: leftOver.sort(inOrder),
  };
}
