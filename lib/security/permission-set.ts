import { Aws, Duration, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnAssignment, CfnPermissionSet } from 'aws-cdk-lib/aws-sso';
import { Construct } from 'constructs';
import {
  check,
  checkAccountId,
  checkRegion,
  claimName,
  hasPermissionSetCharacters,
  isGroupId,
  PERMISSION_SET_NAME_LENGTH,
  Problems,
} from '../core';
import { Activity } from './activity';
import { Place } from './private/activity-statement';
import { recordRelaxedActions } from './private/relaxation-metadata';
import { packable, PackableStatement, policySizeOf } from './private/statement-packing';

/** A group of IAM Identity Center and the accounts that its members enter. */
export interface GroupAssignment {
  /** Id of the group in the identity store, as `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`; never the id of a user. */
  readonly groupId: string;

  /** Ids of the accounts, at least one. */
  readonly accountIds: string[];
}

/** A customer-managed policy that every account holds under one name and path. */
export interface CustomerManagedPolicy {
  /** Name of the policy: 1 to 128 letters, digits and `_+=,.@-`. */
  readonly policyName: string;

  /**
   * Path of the policy, which begins and ends with a slash, as `/platform/`.
   *
   * @default /
   */
  readonly path?: string;
}

/** What a permission set is called, what it permits, and to whom. */
export interface PermissionSetProps {
  /** ARN of the instance of IAM Identity Center, as `arn:aws:sso:::instance/ssoins-0a1b2c3d4e5f6789`. */
  readonly instanceArn: string;

  /** Name of the permission set, which people see when they choose it: 1 to 32 letters, digits and `_+=,.@-`. It is permanent. */
  readonly permissionSetName: string;

  /** What it is for, in a sentence: 1 to 700 characters. */
  readonly description: string;

  /** What its holders may do; at least one activity. */
  readonly activities: Activity[];

  /** Which groups hold it in which accounts, each group once. None leaves it without holders. */
  readonly assignments: GroupAssignment[];

  /**
   * The region that the activities take place in.
   *
   * @default - the region of the stack, though IAM Identity Center may live elsewhere than the work
   */
  readonly region?: string;

  /**
   * How long a session lasts: 1 to 12 hours.
   *
   * @default Duration.hours(4)
   */
  readonly sessionDuration?: Duration;

  /**
   * Address in the AWS console that a session begins at: 1 to 240 characters.
   *
   * @default - the console's home page
   */
  readonly relayState?: string;

  /**
   * Limit that no policy of the set can pass. Every account must hold the policy before it is assigned.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: CustomerManagedPolicy;

  /**
   * Further permissions, up to 20 policies; roles have a quota of 10 unless AWS raised it. Every account must hold them before it is assigned.
   *
   * @default - none
   */
  readonly customerManagedPolicies?: CustomerManagedPolicy[];
}

/** A working morning or afternoon; whoever works on signs in again. */
const SESSION = Duration.hours(4);

/** Largest inline policy that IAM Identity Center accepts, in characters. */
const INLINE_POLICY_SIZE = 32_768;

/** How many customer-managed policies CloudFormation accepts in one set. */
const MANAGED_POLICIES = 20;

const INSTANCE_ARN = /^arn:aws(?:-[a-z]{1,5}){0,3}:sso:::instance\/(?:sso)?ins-[a-zA-Z0-9.-]{16}$/;
const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;
const POLICY_PATH = /^(?:\/[A-Za-z0-9.,+@=_-]+)*\/$/;

/**
 * What groups of people may do in accounts, through IAM Identity Center: a list of activities.
 *
 * It is assigned to groups alone. Who belongs to a group is decided, joined and left in the identity provider, without a
 * deployment; an assignment to a user would outlive the person's change of team and stand in no group's review.
 *
 * Assigned to one account, the activities name its resources exactly. With several accounts, or none yet, they name `*` for the
 * account, as one policy serves all: what a role of one account may do opens nothing in another unless that other agrees. It belongs into a stack of the management account, or of the delegated administrator of IAM Identity Center, in
 * the region of the instance; a delegated administrator cannot assign the management account.
 *
 * Assignments of one set follow one another, because IAM Identity Center refuses many at the same time. Every edit but that
 * of the name and the instance changes the set in place, and none touches the assignments that stay.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sso-permissionset.html
 */
export class PermissionSet extends Construct {
  /** Name of the permission set. */
  public readonly permissionSetName: string;

  /** ARN of the permission set. */
  public readonly permissionSetArn: string;

  /** Size of its policy in characters without white space, of the 32,768 that IAM Identity Center accepts. */
  public readonly characters: number;

  constructor(scope: Construct, id: string, props: PermissionSetProps) {
    super(scope, id);

    const statements = packable(this, props.activities, placeOf(this, props));
    check(this, (problems) => {
      checkPermissionSet(problems, props);
      checkInlinePolicy(problems, statements);
    });

    const permissionSet = new CfnPermissionSet(this, 'Resource', {
      instanceArn: props.instanceArn,
      name: claimName(this, 'permission set', props.instanceArn, props.permissionSetName),
      description: props.description,
      sessionDuration: (props.sessionDuration ?? SESSION).toIsoString(),
      relayStateType: props.relayState,
      inlinePolicy: new iam.PolicyDocument({
        minimize: false,
        statements: statements.map(({ statement }) => statement),
      }),
      customerManagedPolicyReferences: props.customerManagedPolicies?.map(referenceTo),
      permissionsBoundary: props.permissionsBoundary && {
        customerManagedPolicyReference: referenceTo(props.permissionsBoundary),
      },
    });
    recordRelaxedActions(permissionSet, statements);
    this.assign(permissionSet, props);

    this.permissionSetName = props.permissionSetName;
    this.permissionSetArn = permissionSet.attrPermissionSetArn;
    this.characters = policySizeOf(statements);
  }

  /** The order is that of the ids, so that who is listed first changes nothing. */
  private assign(permissionSet: CfnPermissionSet, { instanceArn, assignments }: PermissionSetProps): void {
    const pairs = assignments
      .flatMap(({ groupId, accountIds }) => accountIds.map((accountId) => ({ groupId, accountId })))
      .map((pair) => ({ ...pair, id: `Assignment-${pair.groupId}-${pair.accountId}` }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));

    const made = pairs.map(
      ({ id, groupId, accountId }) =>
        new CfnAssignment(this, id, {
          instanceArn,
          permissionSetArn: permissionSet.attrPermissionSetArn,
          principalType: 'GROUP',
          principalId: groupId,
          targetType: 'AWS_ACCOUNT',
          targetId: accountId,
        }),
    );
    made.slice(1).forEach((assignment, i) => assignment.addResourceDependency(made[i]));
  }
}

function placeOf(scope: Construct, { assignments, region }: PermissionSetProps): Place {
  const accounts = [...new Set(assignments.flatMap(({ accountIds }) => accountIds))];

  return {
    partition: Aws.PARTITION,
    region: region ?? Stack.of(scope).region,
    account: accounts.length === 1 ? accounts[0] : '*',
  };
}

/** References without a path are the same as those at the root. */
function referenceTo({
  policyName,
  path,
}: CustomerManagedPolicy): CfnPermissionSet.CustomerManagedPolicyReferenceProperty {
  return { name: policyName, path: path ?? '/' };
}

function checkPermissionSet(problems: Problems, props: PermissionSetProps): void {
  if (!Token.isUnresolved(props.instanceArn) && !INSTANCE_ARN.test(props.instanceArn)) {
    problems.add({
      code: 'InstanceArnMalformed',
      path: 'instanceArn',
      got: `is "${props.instanceArn}"`,
      wanted: 'an instance of IAM Identity Center reads arn:<partition>:sso:::instance/ssoins-<16 characters>',
      remedy: 'copy it from the settings page of IAM Identity Center',
    });
  }
  checkName(problems, props.permissionSetName);
  checkLength(problems, 'description', props.description, 700);
  checkLength(problems, 'relayState', props.relayState, 240);
  if (props.activities.length === 0) {
    problems.add({
      code: 'PermissionSetWithoutActivities',
      path: 'activities',
      got: 'is empty',
      wanted: 'a permission set that permits nothing helps nobody',
      remedy: 'give at least one, such as Activity.observe()',
    });
  }
  if (props.region !== undefined) checkRegion(problems, 'region', props.region);
  checkSession(problems, props.sessionDuration);
  checkAssignments(problems, props.assignments);
  checkPolicies(problems, props);
}

function checkName(problems: Problems, name: string): void {
  if (Token.isUnresolved(name)) return;

  if (name.length > PERMISSION_SET_NAME_LENGTH) {
    problems.add({
      code: 'PermissionSetNameTooLong',
      path: 'permissionSetName',
      got: `is "${name}", ${name.length} characters`,
      wanted: `IAM Identity Center accepts up to ${PERMISSION_SET_NAME_LENGTH}`,
      remedy: 'shorten it',
    });
  }
  if (hasPermissionSetCharacters(name)) return;

  problems.add({
    code: 'PermissionSetNameMalformed',
    path: 'permissionSetName',
    got: `is "${name}"`,
    wanted: 'it is letters, digits and characters of _+=,.@-',
    remedy: 'write a name such as "acme-data-scientist"',
  });
}

function checkLength(problems: Problems, path: string, text: string | undefined, most: number): void {
  if (text === undefined || Token.isUnresolved(text) || (text.length >= 1 && text.length <= most)) return;

  problems.add({
    code: 'PermissionSetTextLength',
    path,
    got: `has ${text.length} characters`,
    wanted: `IAM Identity Center accepts 1 to ${most}`,
    remedy: text.length === 0 ? 'write one' : 'shorten it',
  });
}

function checkSession(problems: Problems, duration?: Duration): void {
  if (duration === undefined || duration.isUnresolved()) return;
  const hours = duration.toHours({ integral: false });
  if (hours >= 1 && hours <= 12) return;

  problems.add({
    code: 'SessionDurationOutOfRange',
    path: 'sessionDuration',
    got: `is ${duration.toHumanString()}`,
    wanted: 'IAM Identity Center accepts 1 to 12 hours',
    remedy: 'choose a duration within, as Duration.hours(4)',
  });
}

function checkAssignments(problems: Problems, assignments: readonly GroupAssignment[]): void {
  const groups = assignments.map(({ groupId }) => groupId);

  assignments.forEach(({ groupId, accountIds }, i) => {
    const path = `assignments[${i}]`;

    checkGroup(problems, `${path}.groupId`, groupId);
    if (groups.indexOf(groupId) !== i) {
      problems.add({
        code: 'GroupAssignedTwice',
        path: `${path}.groupId`,
        got: `is "${groupId}" a second time`,
        wanted: 'a group stands once, with all of its accounts',
        remedy: 'move the accounts to the first of the two',
      });
    }
    if (accountIds.length === 0) {
      problems.add({
        code: 'AssignmentWithoutAccounts',
        path: `${path}.accountIds`,
        got: 'is empty',
        wanted: 'a group holds a permission set in at least one account',
        remedy: 'name the accounts, or leave the group out',
      });
    }
    accountIds.forEach((accountId, j) => {
      checkKnown(problems, `${path}.accountIds[${j}]`, accountId);
      checkAccountId(problems, `${path}.accountIds[${j}]`, accountId);
      if (accountIds.indexOf(accountId) === j) return;
      problems.add({
        code: 'AccountAssignedTwice',
        path: `${path}.accountIds[${j}]`,
        got: `is "${accountId}" a second time`,
        wanted: 'IAM Identity Center refuses an assignment that exists',
        remedy: 'remove one of the two',
      });
    });
  });
}

function checkGroup(problems: Problems, path: string, groupId: string): void {
  checkKnown(problems, path, groupId);
  if (Token.isUnresolved(groupId) || isGroupId(groupId)) return;

  problems.add({
    code: 'GroupIdMalformed',
    path,
    got: `is "${groupId}"`,
    wanted:
      'the id of a group reads as f81d4fae-7dec-11d0-a765-00a0c91e6bf6, with ten hexadecimal digits and a hyphen before it in older directories',
    remedy: "copy it from the group's page in IAM Identity Center; it is not the group's name",
  });
}

/** Assignments are told apart by their ids: with unknown ones, another order would replace them. */
function checkKnown(problems: Problems, path: string, id: string): void {
  if (!Token.isUnresolved(id)) return;

  problems.add({
    code: 'AssignmentUnknown',
    path,
    got: 'is known at deployment only',
    wanted: 'an assignment keeps its place in the template by the ids of its group and account',
    remedy: 'write the id as text',
  });
}

function checkPolicies(
  problems: Problems,
  { permissionsBoundary, customerManagedPolicies = [] }: PermissionSetProps,
): void {
  if (permissionsBoundary) checkPolicy(problems, 'permissionsBoundary', permissionsBoundary);
  customerManagedPolicies.forEach((policy, i) => checkPolicy(problems, `customerManagedPolicies[${i}]`, policy));
  if (customerManagedPolicies.length <= MANAGED_POLICIES) return;

  problems.add({
    code: 'PermissionSetPoliciesTooMany',
    path: 'customerManagedPolicies',
    got: `are ${customerManagedPolicies.length}`,
    wanted: `a permission set takes up to ${MANAGED_POLICIES}`,
    remedy: 'put the permissions into fewer policies, or give them as activities',
  });
}

function checkPolicy(problems: Problems, path: string, { policyName, path: where = '/' }: CustomerManagedPolicy): void {
  if (!Token.isUnresolved(policyName) && !POLICY_NAME.test(policyName)) {
    problems.add({
      code: 'PolicyNameMalformed',
      path: `${path}.policyName`,
      got: `is "${policyName}"`,
      wanted: 'it is 1 to 128 letters, digits and characters of _+=,.@-',
      remedy: 'write the name of the policy, not its ARN',
    });
  }
  if (Token.isUnresolved(where) || POLICY_PATH.test(where)) return;

  problems.add({
    code: 'PolicyPathMalformed',
    path: `${path}.path`,
    got: `is "${where}"`,
    wanted: 'a path begins and ends with a slash',
    remedy: 'write it as "/platform/"',
  });
}

function checkInlinePolicy(problems: Problems, statements: readonly PackableStatement[]): void {
  const characters = policySizeOf(statements);
  if (characters <= INLINE_POLICY_SIZE) return;

  problems.add({
    code: 'PermissionSetPolicyTooLarge',
    path: 'activities',
    got: `come to ${characters} characters or more`,
    wanted: `IAM Identity Center accepts ${INLINE_POLICY_SIZE}`,
    remedy:
      'name fewer resources, divide the set between two, or deploy ActivityPolicies to every account and name them as customerManagedPolicies',
  });
}
