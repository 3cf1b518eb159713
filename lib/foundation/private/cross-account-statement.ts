import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkAccountId, Problems } from '../../core';
import { CrossAccountRoles } from '../cross-account-roles';
import { TrustedPerimeter } from '../trusted-perimeter';

const ROLE_NAME = /^[\w+=,.@/*-]+$/;

/** What roles of another account may do with a resource. */
export interface CrossAccountStatement {
  readonly roles: CrossAccountRoles;
  readonly actions: string[];
  readonly resources: string[];
  readonly perimeter?: TrustedPerimeter;
  readonly conditions?: iam.Conditions;
}

/** A statement of a resource policy that admits roles of another account, whether they exist yet or not. */
export function crossAccountStatement(scope: Construct, statement: CrossAccountStatement): iam.PolicyStatement {
  const { roles, actions, resources, perimeter, conditions } = statement;
  const { partition } = Stack.of(scope);
  const callers = roles.roleNames.map((name) => `arn:${partition}:iam::${roles.accountId}:role/${name}`);

  const admission = new iam.PolicyStatement({
    principals: [new iam.AccountPrincipal(roles.accountId)],
    actions,
    resources,
    conditions: { ...conditions, ArnLike: { 'aws:PrincipalArn': callers } },
  });
  if (perimeter) admission.addCondition('StringEquals', perimeter._ofCaller());
  return admission;
}

export function checkCrossAccountRoles(problems: Problems, path: string, roles: CrossAccountRoles): void {
  checkAccountId(problems, `${path}.accountId`, roles.accountId);
  if (roles.roleNames.length === 0) {
    problems.add({
      code: 'AccessWithoutRoles',
      path: `${path}.roleNames`,
      got: 'is empty',
      wanted: 'access is given to roles, never to a whole account',
      remedy: 'name the roles, or a pattern of their names such as "acme-marine-life-*"',
    });
  }
  roles.roleNames.forEach((name, i) => checkRoleName(problems, `${path}.roleNames[${i}]`, name));
}

function checkRoleName(problems: Problems, path: string, name: string): void {
  if (Token.isUnresolved(name) || (ROLE_NAME.test(name) && !/^\*+$/.test(name))) return;

  problems.add({
    code: 'RoleNameMalformed',
    path,
    got: `is "${name}"`,
    wanted: 'a role is named by its name, not by its ARN, and "*" alone would be the whole account',
    remedy: 'write the name as IAM shows it, or a pattern of it such as "acme-marine-life-*"',
  });
}
