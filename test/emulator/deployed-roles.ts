import { RoleAccess } from './access';
import { DeployedResource } from './facts';

interface InlinePolicy {
  readonly PolicyDocument: object;
}

/**
 * The roles of deployed stacks, each with the policies that their templates give it.
 *
 * Policies that AWS manages stand in no template, so what they allow is not seen here.
 */
export function rolesOf(resources: readonly DeployedResource[]): RoleAccess[] {
  return resources.filter(({ type }) => type === 'AWS::IAM::Role').map((role) => accessOfRole(role, resources));
}

function accessOfRole(role: DeployedResource, resources: readonly DeployedResource[]): RoleAccess {
  const { Policies = [], ManagedPolicyArns = [], PermissionsBoundary } = role.properties;
  const inline = (Policies as InlinePolicy[]).map(({ PolicyDocument }) => PolicyDocument);
  const attached = resources.filter(
    (policy) =>
      policy.account === role.account &&
      (names(policy.properties.Roles, role.physicalId) || names(ManagedPolicyArns, policy.physicalId)),
  );
  const boundary = resources.find(({ physicalId }) => physicalId === PermissionsBoundary);

  return {
    roleArn: String(role.attributes.Arn),
    policies: [...inline, ...attached.map(documentOf)],
    ...(boundary && { boundary: documentOf(boundary) }),
  };
}

function names(list: unknown, name: string): boolean {
  return Array.isArray(list) && list.includes(name);
}

function documentOf({ properties }: DeployedResource): object {
  return properties.PolicyDocument as object;
}
