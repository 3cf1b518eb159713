import { Token } from 'aws-cdk-lib';
import { Problems, renderProblem } from '../../../lib/core';
import { checkAssociationTargets, targetTypeOf } from '../../../lib/security/private/policy-association-target';

const MALFORMED =
  'a target is a root ("r-…"), an organisational unit ("ou-…") or an account (12 digits), by its literal id; copy the id from the account tree of AWS Organizations';

test.each([
  ['r-ab12', 'ROOT'],
  ['ou-ab12-1a2b3c4d', 'ORGANIZATIONAL_UNIT'],
  ['111111111111', 'ACCOUNT'],
  ['ou-ab12', undefined],
  ['11111111111', undefined],
])('%s is of the type %s', (targetId, type) => {
  expect(targetTypeOf(targetId)).toBe(type);
});

test('roots, units and accounts may be targets together', () => {
  expect(problemsOf(['r-ab12', 'ou-ab12-1a2b3c4d', '111111111111'])).toEqual([]);
});

test('no target at all is a problem', () => {
  expect(problemsOf([])).toEqual([
    'DetectiveControlsWithoutTarget: targetIds is empty, a configuration policy that is associated with nothing holds for nobody; name the root of the organization, as "r-ab12"',
  ]);
});

test('every wrong target is told', () => {
  const late = Token.asString({ Ref: 'Unit' });

  expect(problemsOf(['root', late, 'r-ab12', 'r-ab12'])).toEqual([
    `DetectiveTargetMalformed: targetIds[0] is "root", ${MALFORMED}`,
    `DetectiveTargetMalformed: targetIds[1] is known only at deployment, ${MALFORMED}`,
    'DetectiveTargetTwice: targetIds[3] is "r-ab12" a second time, a policy is associated with a target once; remove one of the two',
  ]);
});

function problemsOf(targetIds: string[]): string[] {
  const problems = new Problems();
  checkAssociationTargets(problems, 'targetIds', targetIds);
  return problems.all.map(renderProblem);
}
