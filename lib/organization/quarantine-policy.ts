import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { check, claimName, isOrganizationRootId, Problems } from '../core';
import { attach } from './private/attached-policies';
import { checkPolicyTargets } from './private/organization-ids';
import {
  checkPolicySize,
  checkPolicyText,
  ROLE_NAME,
  roleInEveryAccount,
  SERVICE_CONTROL_POLICIES,
  SERVICE_CONTROL_POLICY_SIZE,
} from './private/organization-policies';

/** What roles of an account do to write its logs: flow logs and trails reach CloudWatch Logs that way. */
const LOG_WRITING = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
];

const ACTION = /^[a-z0-9-]+:[A-Z][A-Za-z0-9]*\*?$/;

/** A role that a quarantine does not bind, and why. */
export interface QuarantineExemption {
  /** Name of the role, with its path if it has one, the same in every account. No wildcards. */
  readonly roleName: string;

  /** Why it needs the exemption; it ends up in the template's metadata. */
  readonly reason: string;
}

/** Which accounts are quarantined, and who may still act in them. */
export interface QuarantinePolicyProps {
  /** Name of the policy: 1 to 128 characters, no other service control policy of the organization has it. */
  readonly policyName: string;

  /** Ids of the organisational units and accounts in quarantine, such as the unit `Suspended`; at least one, never a root. */
  readonly targetIds: string[];

  /** Roles for emergencies, at least one: without any, nobody could look into an account or clear it. */
  readonly breakGlassRoles: QuarantineExemption[];

  /**
   * Roles that record and log, such as the recorder role of Control Tower. Service-linked roles need no entry.
   *
   * @default - none
   */
  readonly loggingRoles?: QuarantineExemption[];

  /**
   * Actions that go on for every role, as `firehose:PutRecordBatch`. They replace the default.
   *
   * @default - what writes to CloudWatch Logs
   */
  readonly continuingActions?: string[];

  /**
   * Largest policy in characters; a quota of the organization.
   *
   * @default 10240
   */
  readonly maximumPolicySize?: number;

  /**
   * What happens to the policy when it leaves the template. Without it the accounts would be in service again.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A service control policy that puts accounts out of service: it denies everything, the root user included.
 *
 * Left are the break-glass roles, what writes logs, and what no service control policy reaches: service-linked roles and
 * services that act in their own name, which is how CloudTrail, Config and GuardDuty go on. Nothing is stopped either: an
 * endpoint that runs goes on running, and costs money, until a break-glass role deletes it.
 *
 * The policy belongs into a stack of the management account. Every edit changes it in place. Throws when there is no
 * break-glass role, when an exemption has no reason or a wildcard, when it is attached to a root, and when it is too large.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/suspended-ou.html
 */
export class QuarantinePolicy extends Construct {
  /** Id of the policy. */
  public readonly policyId: string;

  /** ARN of the policy. */
  public readonly policyArn: string;

  constructor(scope: Construct, id: string, props: QuarantinePolicyProps) {
    super(scope, id);

    check(this, (problems) => {
      checkQuarantine(problems, props);
      attach(problems, this, {
        policyType: 'SERVICE_CONTROL_POLICY',
        targetIds: props.targetIds,
        policies: 1,
        maxPolicies: SERVICE_CONTROL_POLICIES,
        alreadyAttached: 1,
      });
    });

    const policy = new CfnPolicy(this, 'Resource', {
      name: claimName(this, 'service control policy', 'the organization', props.policyName),
      description: 'Puts accounts out of service',
      type: 'SERVICE_CONTROL_POLICY',
      content: contentOf(props),
      targetIds: props.targetIds,
    });
    policy.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    policy.addMetadata(
      'governed-ml:relaxations',
      exemptionsOf(props).map(({ roleName, reason }) => ({ setting: `quarantine:${roleName}`, reason })),
    );

    this.policyId = policy.attrId;
    this.policyArn = policy.attrArn;
  }
}

function contentOf(props: QuarantinePolicyProps): object {
  const roles = exemptionsOf(props).map(({ roleName }) => roleInEveryAccount(roleName));

  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OutOfService',
        Effect: 'Deny',
        NotAction: props.continuingActions ?? LOG_WRITING,
        Resource: '*',
        Condition: { ArnNotLike: { 'aws:PrincipalArn': roles } },
      },
    ],
  };
}

function exemptionsOf({ breakGlassRoles, loggingRoles = [] }: QuarantinePolicyProps): QuarantineExemption[] {
  return [...breakGlassRoles, ...loggingRoles];
}

function checkQuarantine(problems: Problems, props: QuarantinePolicyProps): void {
  const { policyName, targetIds, breakGlassRoles, loggingRoles = [], continuingActions } = props;

  checkPolicyText(problems, policyName);
  checkPolicyTargets(problems, 'targetIds', targetIds);
  targetIds.forEach((target, i) => checkNoRoot(problems, `targetIds[${i}]`, target));
  if (breakGlassRoles.length === 0) {
    problems.add({
      code: 'QuarantineWithoutBreakGlass',
      path: 'breakGlassRoles',
      got: 'is empty',
      wanted: 'somebody must be able to look into an account and clear it',
      remedy: 'name the break-glass role',
    });
  }
  breakGlassRoles.forEach((role, i) => checkExemption(problems, `breakGlassRoles[${i}]`, role));
  loggingRoles.forEach((role, i) => checkExemption(problems, `loggingRoles[${i}]`, role));
  checkRolesOnce(problems, props);
  checkActions(problems, continuingActions);
  checkPolicySize(
    problems,
    'breakGlassRoles',
    contentOf(props),
    props.maximumPolicySize ?? SERVICE_CONTROL_POLICY_SIZE,
  );
}

function checkNoRoot(problems: Problems, path: string, target: string): void {
  if (!isOrganizationRootId(target)) return;

  problems.add({
    code: 'QuarantineOfRoot',
    path,
    got: `is "${target}", the root`,
    wanted: 'a quarantine of the root would put every account out of service',
    remedy: 'name the unit of the suspended accounts',
  });
}

function checkExemption(problems: Problems, path: string, { roleName, reason }: QuarantineExemption): void {
  if (!ROLE_NAME.test(roleName)) {
    problems.add({
      code: 'QuarantineRoleMalformed',
      path: `${path}.roleName`,
      got: `is "${roleName}"`,
      wanted: 'a role name is 1 to 64 letters, digits and +=,.@_-, after its path, without wildcards',
      remedy: 'write the name of one role, as "break-glass"',
    });
  }
  if (reason.trim() !== '') return;

  problems.add({
    code: 'QuarantineExemptionWithoutReason',
    path: `${path}.reason`,
    got: 'is empty',
    wanted: 'an exemption from a quarantine has a reason',
    remedy: 'write why the role must act in accounts that are out of service',
  });
}

function checkRolesOnce(problems: Problems, props: QuarantinePolicyProps): void {
  const names = exemptionsOf(props).map(({ roleName }) => roleName);

  names.forEach((name, i) => {
    if (names.indexOf(name) === i) return;
    const ofLogging = i - props.breakGlassRoles.length;
    problems.add({
      code: 'QuarantineRoleTwice',
      path: ofLogging < 0 ? `breakGlassRoles[${i}]` : `loggingRoles[${ofLogging}]`,
      got: `is "${name}" a second time`,
      wanted: 'a role is exempt once, for one reason',
      remedy: 'remove one of the two',
    });
  });
}

function checkActions(problems: Problems, actions: readonly string[] | undefined): void {
  if (actions?.length === 0) {
    problems.add({
      code: 'QuarantineActionsEmpty',
      path: 'continuingActions',
      got: 'is empty',
      wanted: 'IAM refuses a statement about no action',
      remedy: 'leave the field out, and logs go on',
    });
  }

  actions?.forEach((action, i) => {
    if (ACTION.test(action)) return;
    problems.add({
      code: 'QuarantineActionMalformed',
      path: `continuingActions[${i}]`,
      got: `is "${action}"`,
      wanted: 'an action reads <service>:<Action>, where only the end may be "*", and no service goes on as a whole',
      remedy: 'name the actions that write logs, as "logs:PutLogEvents"',
    });
  });
}
