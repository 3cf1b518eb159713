import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

/** Largest service control policy that AWS Organizations accepts unless it has raised the quota, in characters. */
export const SERVICE_CONTROL_POLICY_SIZE = 10_240;

/** How many service control policies AWS Organizations lets a target have unless it has raised the quota. */
export const SERVICE_CONTROL_POLICIES = 10;

/** The name of a role, with its path if it has one. A wildcard would stand for roles that nobody has named. */
export const ROLE_NAME = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** Longest policy name that AWS Organizations accepts, in characters. */
const NAME_LENGTH = 128;

/** Longest policy description that AWS Organizations accepts, in characters. */
const DESCRIPTION_LENGTH = 512;

/** The ARNs of a role in every account and partition, as a control policy names them; the name may be a pattern. */
export function roleInEveryAccount(roleName: string): string {
  return `arn:*:iam::*:role/${roleName}`;
}

/** Checks the name and the description of an organization's policy. */
export function checkPolicyText(problems: Problems, name: string, description = ''): void {
  checkLength(problems, 'policyName', name, 1, NAME_LENGTH);
  checkLength(problems, 'description', description, 0, DESCRIPTION_LENGTH);
}

/** Checks that a document is small enough; its size is that of JSON without white space. */
export function checkPolicySize(problems: Problems, path: string, document: object, limit: number): void {
  const size = JSON.stringify(document).length;
  if (size <= limit) return;

  problems.add({
    code: 'OrganizationPolicyTooLarge',
    path,
    got: `make a policy of ${size} characters`,
    wanted: `AWS Organizations accepts ${limit}`,
    remedy: `name fewer of them, or divide them between two policies; ${size - limit} characters are too many`,
  });
}

function checkLength(problems: Problems, path: string, text: string, least: number, most: number): void {
  if (Token.isUnresolved(text) || (text.length >= least && text.length <= most)) return;

  problems.add({
    code: 'PolicyTextLength',
    path,
    got: `has ${text.length} characters`,
    wanted: `AWS Organizations accepts ${least} to ${most}`,
    remedy: text.length < least ? 'write one' : 'shorten it',
  });
}
