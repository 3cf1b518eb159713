import { Context } from './control-policies';
import { NamedPolicy } from './control-policy-tree';

/** Who asks: a role, a permission set in an account, an AWS service, or somebody from outside. */
export interface Principal {
  /** In words, for messages. */
  readonly name: string;

  /** ARN of a role, or name of a service; `*` for somebody who signs nothing. */
  readonly arn: string;

  /** Id of the account; undefined for services and for whoever signs nothing. */
  readonly account?: string;

  /** Whether control policies of the organisation bind it. */
  readonly isMember: boolean;

  /** What it may do by its own policies. */
  readonly policies: readonly NamedPolicy[];

  /** @default - none */
  readonly boundary?: NamedPolicy;

  /** AWS-managed policies that it has, which stand in no template. */
  readonly unreadPolicies: readonly string[];

  /** What each of its requests says beside what all requests say. */
  readonly context: Context;
}

export const EVERYTHING: NamedPolicy = {
  name: 'AdministratorAccess',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/** Somebody who signs nothing. */
export const ANYBODY: Principal = {
  name: 'anybody',
  arn: '*',
  isMember: false,
  policies: [],
  unreadPolicies: [],
  context: { 'aws:PrincipalIsAWSService': 'false' },
};

/** An AWS service, as `sagemaker.amazonaws.com`, on behalf of a resource of an account. */
export function service(name: string, account: string): Principal {
  return {
    name: `${name} for ${account}`,
    arn: name,
    isMember: false,
    policies: [],
    unreadPolicies: [],
    context: { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': name, 'aws:SourceAccount': account },
  };
}

/** A role of an account of the organisation that may do everything, so that only others can stop it. */
export function administrator(account: string, roleName = 'somebody-else'): Principal {
  return {
    name: `${roleName} of ${account}`,
    arn: `arn:aws:iam::${account}:role/${roleName}`,
    account,
    isMember: true,
    policies: [EVERYTHING],
    unreadPolicies: [],
    context: {},
  };
}

/** A role of an account outside the organisation that may do everything. */
export function stranger(roleName = 'stranger', account = '000000000000'): Principal {
  return { ...administrator(account, roleName), isMember: false, context: { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' } };
}
