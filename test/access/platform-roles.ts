import { fail } from 'node:assert';
import { createHash } from 'node:crypto';
import { documentOf, NamedPolicy } from './control-policy-tree';
import { EVERYTHING, Principal } from './principals';
import { Properties, tagsOf, TemplateResource } from './template-resources';

/** A role of a template or of a permission set. */
export interface Role extends Principal {
  readonly account: string;
  readonly roleName: string;

  /** Name of the permission set that it comes from. */
  readonly permissionSet?: string;

  /** Who may assume it. */
  readonly trust: object;
}

const QUALIFIER = 'hnb659fds';

/** The roles of templates, and those that Identity Center makes of permission sets in the accounts that they are assigned in. */
export function rolesOf(resources: readonly TemplateResource[]): Role[] {
  const ofType = (type: string): TemplateResource[] => resources.filter((resource) => resource.type === type);

  return [
    ...ofType('AWS::IAM::Role').map((role) => roleOf(role, resources)),
    ...ofType('AWS::SSO::Assignment').map((assignment) => permissionSetRole(assignment, resources)),
  ].filter((role, i, all) => all.findIndex(({ arn }) => arn === role.arn) === i);
}

/** The role with which CloudFormation deploys into an account; bootstrapping creates it, so that it stands in no template. */
export function deploymentRole(account: string, region: string): Role {
  const roleName = `cdk-${QUALIFIER}-cfn-exec-role-${account}-${region}`;

  return {
    name: `deployment into ${account}`,
    arn: `arn:aws:iam::${account}:role/${roleName}`,
    account,
    roleName,
    isMember: true,
    policies: [EVERYTHING],
    unreadPolicies: [],
    context: {},
    trust: { Version: '2012-10-17', Statement: [] },
  };
}

/** Whether an ARN is one of the roles that bootstrapping creates. */
export function isDeploymentRole(arn: string): boolean {
  return arn.includes(`:role/cdk-${QUALIFIER}-`);
}

function roleOf(role: TemplateResource, resources: readonly TemplateResource[]): Role {
  const { Policies = [], ManagedPolicyArns = [], PermissionsBoundary, AssumeRolePolicyDocument } = role.properties;
  const neighbours = resources.filter(({ account }) => account === role.account);
  const inline = (Policies as Properties[]).map((each) => named(each.PolicyName, each.PolicyDocument));
  const attached = neighbours.filter(
    ({ properties, ref, type }) =>
      (type.startsWith('AWS::IAM::') && isListed(properties.Roles, role.name)) || isListed(ManagedPolicyArns, ref),
  );
  const boundary = neighbours.find(({ ref }) => ref === PermissionsBoundary);
  const unread = (ManagedPolicyArns as string[]).filter((arn) => !attached.some(({ ref }) => ref === arn));
  if (typeof PermissionsBoundary === 'string' && !boundary) unread.push(PermissionsBoundary);

  return {
    name: role.name,
    arn: role.arn,
    account: role.account,
    roleName: role.name,
    isMember: true,
    policies: [...inline, ...attached.map(({ name, properties }) => named(name, properties.PolicyDocument))],
    ...(boundary && { boundary: named(boundary.name, boundary.properties.PolicyDocument) }),
    unreadPolicies: unread,
    context: Object.fromEntries(tagsOf(role.properties).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    trust: documentOf(AssumeRolePolicyDocument),
  };
}

/** The role that Identity Center makes of a permission set in an account. */
function permissionSetRole(assignment: TemplateResource, resources: readonly TemplateResource[]): Role {
  const { PermissionSetArn, TargetId } = assignment.properties;
  const account = String(TargetId);
  const set =
    resources.find(({ type, arn }) => type === 'AWS::SSO::PermissionSet' && arn === PermissionSetArn) ??
    fail(`${assignment.stack} assigns ${String(PermissionSetArn)}, which no template creates`);
  const { InlinePolicy, CustomerManagedPolicyReferences = [], ManagedPolicies = [] } = set.properties;
  const boundary = set.properties.PermissionsBoundary as Properties | undefined;
  const policyIn = (reference: unknown): NamedPolicy => managedPolicy(account, reference as Properties, resources);
  const hash = createHash('sha256').update(`${account}${set.name}`).digest('hex').slice(0, 16);
  const roleName = `AWSReservedSSO_${set.name}_${hash}`;
  const path = `aws-reserved/sso.amazonaws.com/${set.region === 'us-east-1' ? '' : `${set.region}/`}`;

  return {
    name: `${set.name} in ${account}`,
    arn: `arn:${set.partition}:iam::${account}:role/${path}${roleName}`,
    account,
    roleName,
    permissionSet: set.name,
    isMember: true,
    policies: [
      ...(InlinePolicy === undefined ? [] : [named('InlinePolicy', InlinePolicy)]),
      ...(CustomerManagedPolicyReferences as unknown[]).map(policyIn),
    ],
    ...(boundary?.CustomerManagedPolicyReference !== undefined && {
      boundary: policyIn(boundary.CustomerManagedPolicyReference),
    }),
    unreadPolicies: [
      ...(ManagedPolicies as string[]),
      ...(typeof boundary?.ManagedPolicyArn === 'string' ? [boundary.ManagedPolicyArn] : []),
    ],
    context: {},
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:${set.partition}:iam::${account}:saml-provider/AWSSSO` },
          Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        },
      ],
    },
  };
}

function managedPolicy(account: string, { Name }: Properties, resources: readonly TemplateResource[]): NamedPolicy {
  const found = resources.find(
    (each) => each.type === 'AWS::IAM::ManagedPolicy' && each.account === account && each.name === Name,
  );

  return found
    ? named(found.name, found.properties.PolicyDocument)
    : fail(`a permission set names the policy ${String(Name)}, which no template creates in ${account}`);
}

function named(name: unknown, document: unknown): NamedPolicy {
  return { name: String(name), policy: documentOf(document) };
}

function isListed(list: unknown, name: string): boolean {
  return Array.isArray(list) && list.includes(name);
}
