import { IConstruct } from 'constructs';
import { Stack } from 'aws-cdk-lib';
import { leastPolicySize, likelyPolicySize, pack } from '../../core';
import { Activity } from '../activity';
import { ExplainedStatement, Place } from './activity-statement';

/** A statement on its way into a policy, with the activity that it comes from and its size. */
export interface PackableStatement extends ExplainedStatement {
  /** The activity, counted from zero. */
  readonly activity: number;
  /** Its size in characters, as far as it is known at synthesis. */
  readonly characters: number;
  /** Its size with an ARN or a name in the place of what is known at deployment only. */
  readonly likelyCharacters: number;
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
    activity._render(place).map((explained) => {
      const content: unknown = stack.resolve(explained.statement.toStatementJson());

      return {
        ...explained,
        activity: i,
        characters: leastPolicySize(content),
        likelyCharacters: likelyPolicySize(content),
      };
    }),
  );
}

/** Size of a policy of the statements, in characters without white space, as far as it is known at synthesis. */
export function policySizeOf(statements: readonly PackableStatement[]): number {
  return sizeOf(statements.map(({ characters }) => characters));
}

/** Packs statements into as few policies as they are likely to fit into; none is left over for a guess. */
export function packStatements(statements: readonly PackableStatement[], room: Room): PackedStatements {
  const { bins, leftOver } = pack(statements, {
    most: room.maxPolicies,
    sizeOf: ({ likelyCharacters }) => likelyCharacters,
    fits: (together) =>
      together.length === 1
        ? policySizeOf(together) <= room.maxCharacters
        : sizeOf(together.map(({ likelyCharacters }) => likelyCharacters)) <= room.maxCharacters,
  });

  return { policies: bins, leftOver };
}

function sizeOf(statements: readonly number[]): number {
  const commas = Math.max(0, statements.length - 1);

  return FRAME + commas + statements.reduce((sum, characters) => sum + characters, 0);
}
