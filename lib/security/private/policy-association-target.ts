import { Token } from 'aws-cdk-lib';
import { isAccountId, isOrganizationRootId, Problems } from '../../core';

const UNIT_ID = /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/;

/** What kind of target Security Hub takes an id for; undefined for what is no id of a root, a unit or an account. */
export function targetTypeOf(targetId: string): string | undefined {
  if (isOrganizationRootId(targetId)) return 'ROOT';
  if (UNIT_ID.test(targetId)) return 'ORGANIZATIONAL_UNIT';

  return isAccountId(targetId) ? 'ACCOUNT' : undefined;
}

/** Checks what a configuration policy is associated with: at least one root, unit or account, by its literal id, each once. */
export function checkAssociationTargets(problems: Problems, path: string, targetIds: readonly string[]): void {
  if (targetIds.length === 0) {
    problems.add({
      code: 'DetectiveControlsWithoutTarget',
      path,
      got: 'is empty',
      wanted: 'a configuration policy that is associated with nothing holds for nobody',
      remedy: 'name the root of the organization, as "r-ab12"',
    });
  }

  targetIds.forEach((target, i) => {
    if (Token.isUnresolved(target) || targetTypeOf(target) === undefined) {
      problems.add({
        code: 'DetectiveTargetMalformed',
        path: `${path}[${i}]`,
        got: Token.isUnresolved(target) ? 'is known only at deployment' : `is "${target}"`,
        wanted:
          'a target is a root ("r-…"), an organisational unit ("ou-…") or an account (12 digits), by its literal id',
        remedy: 'copy the id from the account tree of AWS Organizations',
      });
    } else if (targetIds.indexOf(target) !== i) {
      problems.add({
        code: 'DetectiveTargetTwice',
        path: `${path}[${i}]`,
        got: `is "${target}" a second time`,
        wanted: 'a policy is associated with a target once',
        remedy: 'remove one of the two',
      });
    }
  });
}
