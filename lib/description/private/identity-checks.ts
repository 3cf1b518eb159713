import { checkArn } from '../../core';
import { BreakGlassDescription, IdentityDescription, IdentityProvider } from '../identity-description';
import { PlatformDescription } from '../platform-description';
import { DescriptionProblems } from './description-problems';
import { Draft, eachKnown, whenKnown } from './draft';

const PRINCIPAL_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/;

/** Checks how people sign in. */
export function checkIdentity(problems: DescriptionProblems, { identity = {} }: Draft<PlatformDescription>): void {
  checkInstance(problems, identity);
  if (identity.breakGlass) checkBreakGlass(problems, identity.breakGlass);
}

function checkInstance(problems: DescriptionProblems, { provider, instanceArn }: Draft<IdentityDescription>): void {
  whenKnown(instanceArn, (arn) => checkArn(problems, 'identity.instanceArn', arn, 'sso'));

  if (provider === IdentityProvider.IDENTITY_CENTER && instanceArn === undefined) {
    problems.add({
      code: 'IdentityInstanceMissing',
      path: 'identity.instanceArn',
      got: 'is missing',
      wanted: 'IAM Identity Center needs the instance that holds the directory',
      remedy:
        'add the ARN from the settings page of IAM Identity Center, as "arn:aws:sso:::instance/ssoins-1234567890abcdef"',
    });
  }
  if (provider === IdentityProvider.IAM && instanceArn !== undefined) {
    problems.add({
      code: 'IdentityInstanceUnused',
      path: 'identity.instanceArn',
      got: 'is given',
      wanted: 'with the provider "iam" no instance is used',
      remedy: 'remove it, or set provider to "identity-center"',
    });
  }
}

function checkBreakGlass(problems: DescriptionProblems, { assumedBy }: Draft<BreakGlassDescription>): void {
  whenKnown(assumedBy, (principals) => {
    if (principals.length > 0) return;
    problems.add({
      code: 'BreakGlassForNobody',
      path: 'identity.breakGlass.assumedBy',
      got: 'is empty',
      wanted: 'a break-glass role that nobody can assume helps nobody',
      remedy: 'name the users or roles of those on call, or remove breakGlass',
    });
  });
  eachKnown(assumedBy, (arn, i) => {
    if (PRINCIPAL_ARN.test(arn)) return;
    problems.add({
      code: 'PrincipalMalformed',
      path: `identity.breakGlass.assumedBy[${i}]`,
      got: `is "${arn}"`,
      wanted: 'the ARN of a user or a role, without wildcards: whoever it means is asked for MFA and seen in the log',
      remedy: 'write it as "arn:aws:iam::333333333333:user/on-call"',
    });
  });
}
