import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Activity } from '../../../lib/security';
import {
  packable,
  packStatements,
  PackableStatement,
  policySizeOf,
} from '../../../lib/security/private/statement-packing';

const PLACE = { partition: 'aws', region: 'eu-west-1', account: '111111111111' };

test('every statement is told with its activity', () => {
  const statements = packable(new Stack(), [Activity.writeLogs(), Activity.publishMetrics()], PLACE);

  expect(statements.map(({ activity }) => activity)).toEqual([0, 1]);
});

test('the size is that of the policy without white space', () => {
  const stack = new Stack();
  const statements = packable(stack, [Activity.writeLogs(), Activity.observe()], PLACE);
  const document = new iam.PolicyDocument({
    minimize: false,
    statements: statements.map(({ statement }) => statement),
  });

  const size = policySizeOf(statements);

  expect(size).toBe(JSON.stringify(stack.resolve(document)).replace(/\s/g, '').length);
});

test('a policy may be full to the last character', () => {
  const room = { maxPolicies: 1, maxCharacters: policySizeOf([sized(40)]) };

  const { leftOver } = packStatements([sized(40)], room);

  expect(leftOver).toEqual([]);
});

test('what is known at deployment only counts when statements share a policy', () => {
  const room = { maxPolicies: 2, maxCharacters: policySizeOf([sized(40), sized(40)]) };

  const { policies, leftOver } = packStatements([sized(40, 90), sized(40, 90)], room);

  expect(policies.map(charactersOf)).toEqual([[40], [40]]);
  expect(leftOver).toEqual([]);
});

test('what fits into no policy is left over, in the order it was given', () => {
  const room = { maxPolicies: 1, maxCharacters: policySizeOf([sized(60)]) };

  const { policies, leftOver } = packStatements([sized(10), sized(70), sized(60)], room);

  expect(policies.map(charactersOf)).toEqual([[60]]);
  expect(charactersOf(leftOver)).toEqual([10, 70]);
});

function sized(characters: number, likely = characters): PackableStatement {
  return { statement: new iam.PolicyStatement(), activity: 0, characters, likelyCharacters: likely };
}

function charactersOf(statements: readonly PackableStatement[]): number[] {
  return statements.map(({ characters }) => characters);
}
