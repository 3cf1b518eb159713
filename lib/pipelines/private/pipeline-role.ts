import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { claimName, DerivedRole, Permission, Problems } from '../../core';

/** Longest role name that IAM accepts, in characters. */
const ROLE_NAME_LENGTH = 64;

const NAMED_BY_EXECUTION =
  'names and ids that only an execution knows stand as wildcards; the role is derived from the steps and may do nothing else';

/** The settings of a pipeline that are about its role. */
export interface RoleSettings {
  readonly role?: iam.IRoleRef;
  readonly roleName?: string;
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** Checks that a role is either given or described. */
export function checkRoleSettings(problems: Problems, { role, roleName, permissionsBoundary }: RoleSettings): void {
  for (const [path, value] of Object.entries({ roleName, permissionsBoundary })) {
    if (role === undefined || value === undefined) continue;
    problems.add({
      code: 'RoleGivenTwice',
      path,
      got: 'is given beside role',
      wanted: 'it describes the role that the steps ask for, which a given role takes the place of',
      remedy: `leave out ${path}, or role`,
    });
  }

  if (roleName === undefined || Token.isUnresolved(roleName) || roleName.length <= ROLE_NAME_LENGTH) return;
  problems.add({
    code: 'RoleNameTooLong',
    path: 'roleName',
    got: `is "${roleName}", ${roleName.length} characters`,
    wanted: `IAM accepts up to ${ROLE_NAME_LENGTH}`,
    remedy: 'shorten it',
  });
}

/** The role of a pipeline that is given none: SageMaker of the same account assumes it, and it may do what the steps need. */
export function pipelineRole(
  scope: Construct,
  permissions: readonly Permission[],
  { roleName, permissionsBoundary }: RoleSettings,
): iam.Role {
  const { account } = Stack.of(scope);

  return new DerivedRole(scope, 'Role', {
    roleName: roleName && claimName(scope, 'role', account, roleName),
    description: 'What the steps of a pipeline need, derived from its definition',
    assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
    permissions,
    wildcardReason: NAMED_BY_EXECUTION,
    permissionsBoundary,
  }).role;
}
