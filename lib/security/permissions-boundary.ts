import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards, check, checkRegion, claimName, leastPolicySize, Problems } from '../core';
import * as perms from './private/boundary-actions';

/** Largest managed policy that IAM accepts, in characters. */
const POLICY_SIZE = 6144;

const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;
const ROLE_NAME_PREFIX = /^[\w+=,.@-]{1,63}$/;
const SERVICE = /^[a-z0-9-]+$/;

/** What machine learning takes: data, keys, images, networks, logs, events and the services that run it. */
const ML_SERVICES = [
  'application-autoscaling',
  'athena',
  'cloudwatch',
  'ec2',
  'ecr',
  'elasticfilesystem',
  'events',
  'glue',
  'kms',
  'lakeformation',
  'lambda',
  'logs',
  's3',
  'sagemaker',
  'sagemaker-mlflow',
  'scheduler',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'states',
  'xray',
];

/** Services that decide who may do what: a boundary that opened them as a whole would limit nothing. */
const SERVICES_OF_POWER = ['account', 'iam', 'identitystore', 'organizations', 'sso', 'sso-directory', 'sts'];

const IS_A_LIMIT =
  'a permissions boundary permits nothing by itself: it names the services and the beginning of the role names within which the policies of a role grant single actions on single resources';

/** What roles may reach at most. */
export interface PermissionsBoundaryProps {
  /** Name of the policy: 1 to 128 letters, digits and `_+=,.@-`. It is permanent. */
  readonly policyName: string;

  /**
   * Prefixes of the services that roles may use at most, as `sagemaker`; at least one.
   *
   * The services that give out permissions are refused: `iam`, `sts`, `organizations`, `account`, `sso`, `sso-directory`, `identitystore`.
   *
   * @default - application-autoscaling, athena, cloudwatch, ec2, ecr, elasticfilesystem, events, glue, kms, lakeformation, lambda, logs, s3, sagemaker, sagemaker-mlflow, scheduler, secretsmanager, sns, sqs, ssm, states and xray
   */
  readonly services?: string[];

  /**
   * Beginning of the names of the roles that may be created, changed and passed to services, as `acme-marine-life-`: 1 to 63
   * characters. A role that is created must carry this boundary. Keep the names of roles without it out of the prefix.
   *
   * @default - no role may be created, changed or passed
   */
  readonly roleNamePrefix?: string;

  /**
   * Regions outside of which the services are denied.
   *
   * @default - every region
   */
  readonly regions?: string[];

  /**
   * Further denials, as the `boundaryStatements()` of a guardrail; only statements that deny.
   *
   * @default - none
   */
  readonly denials?: iam.PolicyStatement[];
}

/**
 * The limit of roles that people run as or create: what no policy of such a role can pass.
 *
 * It permits whole services, though never all; within it the policies of a role grant what they name. Whoever is limited by it
 * cannot remove it, cannot change it, and gives new roles and users the same limit or none at all. It does not limit what a
 * resource's own policy grants to a session by name, nor the service that a role is passed to.
 *
 * Every edit but that of the name changes it in place. Throws when it permits a service that gives out permissions, when a
 * further statement does not deny or has the id of another, and when it is larger than IAM accepts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export class PermissionsBoundary extends Construct {
  /** The policy, to be given to roles as their boundary. */
  public readonly policy: iam.IManagedPolicy;

  /** Name of the policy, by which permission sets refer to it. */
  public readonly policyName: string;

  /** How many characters are left until the 6,144 of a managed policy, at most. */
  public readonly spareCharacters: number;

  constructor(scope: Construct, id: string, props: PermissionsBoundaryProps) {
    super(scope, id);

    check(this, (problems) => checkBoundary(problems, props));

    const statements = statementsOf(Stack.of(this), props);
    const characters = sizeOf(Stack.of(this), statements);
    check(this, (problems) => {
      checkSids(problems, statements, props.denials);
      checkSize(problems, characters);
    });

    const policy = new iam.ManagedPolicy(this, 'Resource', {
      managedPolicyName: claimName(this, 'managed policy', Stack.of(this).account, props.policyName),
      document: new iam.PolicyDocument({ minimize: false, statements }),
    });
    for (const { actions, resources } of statements.filter(({ effect }) => effect === iam.Effect.ALLOW)) {
      acknowledgeWildcards(policy, 'Action', { patterns: actions, reason: IS_A_LIMIT });
      acknowledgeWildcards(policy, 'Resource', { patterns: resources, reason: IS_A_LIMIT });
    }

    this.policy = policy;
    this.policyName = props.policyName;
    this.spareCharacters = POLICY_SIZE - characters;
  }
}

function statementsOf(stack: Stack, props: PermissionsBoundaryProps): iam.PolicyStatement[] {
  const self = iamArn(stack, 'policy', props.policyName);
  const rolesAndUsers = [iamArn(stack, 'role', '*'), iamArn(stack, 'user', '*')];
  const actions = (props.services ?? ML_SERVICES).map((service) => `${service}:*`);

  return [
    new iam.PolicyStatement({ sid: 'Services', actions, resources: ['*'] }),
    ...roleStatements(stack, props.roleNamePrefix),
    new iam.PolicyStatement({
      sid: 'SameLimitForNewOnes',
      effect: iam.Effect.DENY,
      actions: perms.EMPOWER_ROLES_AND_USERS,
      resources: rolesAndUsers,
      conditions: { StringNotEquals: { 'iam:PermissionsBoundary': self } },
    }),
    new iam.PolicyStatement({
      sid: 'LimitStaysOn',
      effect: iam.Effect.DENY,
      actions: perms.REMOVE_BOUNDARY,
      resources: rolesAndUsers,
    }),
    new iam.PolicyStatement({
      sid: 'LimitStaysAsItIs',
      effect: iam.Effect.DENY,
      actions: perms.CHANGE_POLICY,
      resources: [self],
    }),
    ...regionStatements(actions, props.regions),
    ...(props.denials ?? []),
  ];
}

function roleStatements(stack: Stack, namePrefix?: string): iam.PolicyStatement[] {
  if (namePrefix === undefined) return [];

  return [
    new iam.PolicyStatement({
      sid: 'OwnRoles',
      actions: perms.ADMINISTER_ROLES,
      resources: [iamArn(stack, 'role', `${namePrefix}*`)],
    }),
  ];
}

/** It denies the services themselves, as a list of exceptions for global services would have to grow with AWS. */
function regionStatements(actions: string[], regions?: string[]): iam.PolicyStatement[] {
  if (regions === undefined) return [];

  return [
    new iam.PolicyStatement({
      sid: 'Regions',
      effect: iam.Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { StringNotEquals: { 'aws:RequestedRegion': regions } },
    }),
  ];
}

function iamArn(stack: Stack, resource: string, resourceName: string): string {
  return stack.formatArn({ service: 'iam', region: '', resource, resourceName });
}

function sizeOf(stack: Stack, statements: readonly iam.PolicyStatement[]): number {
  const Statement = statements.map((statement) => stack.resolve(statement.toStatementJson()) as object);

  return leastPolicySize({ Statement, Version: '2012-10-17' });
}

function checkBoundary(problems: Problems, props: PermissionsBoundaryProps): void {
  const { policyName, services, roleNamePrefix, regions, denials = [] } = props;

  if (!Token.isUnresolved(policyName) && !POLICY_NAME.test(policyName)) {
    problems.add({
      code: 'PolicyNameMalformed',
      path: 'policyName',
      got: `is "${policyName}"`,
      wanted: 'it is 1 to 128 letters, digits and characters of _+=,.@-',
      remedy: 'write a name such as "acme-boundary"',
    });
  }
  checkNotEmpty(problems, 'services', services, 'leave it out for the services of machine learning');
  services?.forEach((service, i) => checkService(problems, `services[${i}]`, service));
  if (roleNamePrefix !== undefined && !Token.isUnresolved(roleNamePrefix) && !ROLE_NAME_PREFIX.test(roleNamePrefix)) {
    problems.add({
      code: 'RoleNamePrefixMalformed',
      path: 'roleNamePrefix',
      got: `is "${roleNamePrefix}"`,
      wanted: 'it is 1 to 63 letters, digits and characters of _+=,.@-, without wildcards',
      remedy: 'write a prefix such as "acme-marine-life-"',
    });
  }
  checkNotEmpty(problems, 'regions', regions, 'leave it out to permit every region');
  regions?.forEach((region, i) => checkRegion(problems, `regions[${i}]`, region));
  denials.forEach((statement, i) => checkDenial(problems, `denials[${i}]`, statement));
}

function checkNotEmpty(problems: Problems, path: string, list: string[] | undefined, remedy: string): void {
  if (list?.length !== 0) return;

  problems.add({
    code: 'BoundaryEmpty',
    path,
    got: 'is empty',
    wanted: 'a boundary that permits nothing would stop every role',
    remedy: `name at least one, or ${remedy}`,
  });
}

function checkService(problems: Problems, path: string, service: string): void {
  if (!SERVICE.test(service)) {
    problems.add({
      code: 'BoundaryServiceMalformed',
      path,
      got: `is "${service}"`,
      wanted: 'a service is named by the prefix of its actions, without wildcards',
      remedy: 'write it as "sagemaker"',
    });
  }
  if (!SERVICES_OF_POWER.includes(service)) return;

  problems.add({
    code: 'BoundaryServiceRefused',
    path,
    got: `is "${service}"`,
    wanted: 'a service that gives out permissions would open the way past the boundary',
    remedy: 'leave it out; roleNamePrefix permits the administration of roles within the boundary',
  });
}

function checkDenial(problems: Problems, path: string, statement: iam.PolicyStatement): void {
  if (statement.effect === iam.Effect.DENY) return;

  problems.add({
    code: 'BoundaryDenialAllows',
    path,
    got: `allows ${statement.actions.join(', ')}`,
    wanted: 'a further statement of a boundary denies',
    remedy: 'name the service in services, or give the statement the effect Deny',
  });
}

function checkSids(
  problems: Problems,
  statements: readonly iam.PolicyStatement[],
  denials: readonly iam.PolicyStatement[] = [],
): void {
  const sids = statements.map(({ sid }) => sid);

  denials.forEach(({ sid }, i) => {
    if (sid === undefined || sids.indexOf(sid) === sids.length - denials.length + i) return;
    problems.add({
      code: 'BoundarySidTwice',
      path: `denials[${i}]`,
      got: `has the id "${sid}" of another statement`,
      wanted: 'IAM refuses a policy with two statements of one id',
      remedy: 'give it another id, or leave the id out',
    });
  });
}

function checkSize(problems: Problems, characters: number): void {
  if (characters <= POLICY_SIZE) return;

  problems.add({
    code: 'BoundaryTooLarge',
    path: 'denials',
    got: `and services come to ${characters} characters or more`,
    wanted: `IAM accepts ${POLICY_SIZE} in one policy, and a role has one boundary`,
    remedy: 'take out denials, and hold them as guardrails of the organization',
  });
}
