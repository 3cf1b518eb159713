import { Token } from 'aws-cdk-lib';
import { isAccountId, isOrganizationalUnitId, isOrganizationRootId, Problems } from '../../core';

/** Whether a policy can be attached to what has this id: a root, an organisational unit or an account. */
export function isPolicyTarget(value: string): boolean {
  return isOrganizationRootId(value) || isOrganizationalUnitId(value) || isAccountId(value);
}

/** Checks what a policy is attached to: at least one root, organisational unit or account, each once. */
export function checkPolicyTargets(problems: Problems, path: string, targetIds: readonly string[]): void {
  if (targetIds.length === 0) {
    problems.add({
      code: 'PolicyWithoutTarget',
      path,
      got: 'is empty',
      wanted: 'a policy that is attached to nothing holds for nobody',
      remedy: 'name a root, an organisational unit or an account',
    });
  }

  targetIds.forEach((target, i) => {
    checkPolicyTarget(problems, `${path}[${i}]`, target);
    if (Token.isUnresolved(target) || targetIds.indexOf(target) === i) return;
    problems.add({
      code: 'PolicyTargetTwice',
      path: `${path}[${i}]`,
      got: `is "${target}" a second time`,
      wanted: 'a policy is attached to a target once',
      remedy: 'remove one of the two',
    });
  });
}

function checkPolicyTarget(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || isPolicyTarget(value)) return;

  problems.add({
    code: 'PolicyTargetMalformed',
    path,
    got: `is "${value}"`,
    wanted: 'a policy is attached to a root ("r-…"), an organisational unit ("ou-…") or an account (12 digits)',
    remedy: 'copy the id from the account tree of AWS Organizations',
  });
}
