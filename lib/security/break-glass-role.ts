import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { check, checkRegion, claimName, Problems } from '../core';
import { Activity } from './activity';
import { ActivityPolicies } from './activity-policies';
import { admitEventBridge } from './private/event-bridge-admission';

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const PRINCIPAL = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:(user|role)\/[\w+=,.@/-]+$/;

const SESSION = Duration.hours(1);
const MFA_AGE = Duration.minutes(30);

/** Longest role description that IAM accepts, in characters. */
const DESCRIPTION_LENGTH = 1000;

/** Who may break the glass, what it opens, and who is told. */
export interface BreakGlassRoleProps {
  /** Name of the role: 1 to 64 letters, digits and `_+=,.@-`. Guardrails exempt it by this name, so it is permanent. */
  readonly roleName: string;

  /** In which emergency the role may be taken, in a sentence: 1 to 1000 characters, no angle brackets. The alert repeats it. */
  readonly description: string;

  /**
   * ARNs of the users and roles that may take it, as `arn:aws:iam::222222222222:user/emergency/alice`; at least one.
   *
   * No wildcards, no accounts and no root users: each is a name. They must exist before the role is deployed.
   */
  readonly principalArns: string[];

  /** What it opens; at least one activity. The policies are named after the role. */
  readonly activities: Activity[];

  /**
   * The topic that is told each time the role is taken, in the account and region of the stack.
   *
   * EventBridge is admitted to a topic of this app and to its key. To one that is only referred to, another app must admit
   * `events.amazonaws.com` with `sns:Publish`, and with `kms:Decrypt` and `kms:GenerateDataKey*` to its customer-managed key;
   * a warning says so. Without it the alert fails in silence.
   */
  readonly alertTopic: sns.ITopic;

  /**
   * How long a session lasts at most: 1 to 12 hours. AWS ends sessions of principals that are roles themselves after one hour.
   *
   * @default Duration.hours(1)
   */
  readonly maxSessionDuration?: Duration;

  /**
   * How long ago the second factor may have been given: 1 minute to 12 hours.
   *
   * @default Duration.minutes(30)
   */
  readonly maxMfaAge?: Duration;

  /**
   * Regions in which the role may be taken, by the endpoint of STS that is called.
   *
   * CloudTrail records a call in the region of its endpoint, and the alert sees that of the stack. Another region needs an
   * EventBridge rule that forwards the events of `aws.sts` and `aws.signin` to the default event bus of the stack's region. The
   * global endpoint counts as `us-east-1`.
   *
   * @default - the region of the stack
   */
  readonly regions?: string[];

  /**
   * Limit that no policy of the role can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * The role for emergencies: named people take it with a fresh second factor, for a short while, and others are told at once.
 *
 * AWS knows of a second factor only where the session began with an IAM user's own. Sessions of IAM Identity Center carry none,
 * so keep IAM users for emergencies, or roles that such users take with it. A user names the session after itself, a role passes
 * a source identity: CloudTrail then shows who acted. They call the endpoint of STS in one of `regions`, as the AWS CLI does by
 * default; principals of another account need `sts:AssumeRole` on the role in their own policies as well.
 *
 * The alert needs a trail of CloudTrail that records management events, reading ones too, in the stack's account and region. It
 * sees the role taken through STS and through the console's switch of roles, from the same account and from others.
 *
 * @see https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_emergency_process.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export class BreakGlassRole extends Construct {
  /** The role. */
  public readonly role: iam.IRole;

  /** The rule that tells the topic. */
  public readonly alertRule: events.IRule;

  constructor(scope: Construct, id: string, props: BreakGlassRoleProps) {
    super(scope, id);

    check(this, (problems) => checkBreakGlass(problems, Stack.of(this), props));

    const { account, region } = Stack.of(this);
    const { policies } = new ActivityPolicies(this, 'Permissions', {
      activities: props.activities,
      policyNamePrefix: props.roleName,
    });
    const role = new iam.Role(this, 'Resource', {
      roleName: claimName(this, 'role', account, props.roleName),
      description: props.description,
      assumedBy: new iam.CompositePrincipal(...principalsOf(props, region)),
      managedPolicies: policies,
      maxSessionDuration: props.maxSessionDuration ?? SESSION,
      permissionsBoundary: props.permissionsBoundary,
    });
    props.principalArns.filter(isRole).forEach((arn) => role.assumeRolePolicy?.addStatements(identifying(arn)));

    this.role = role;
    this.alertRule = this.alert(props);
  }

  private alert({ roleName, description, alertTopic }: BreakGlassRoleProps): events.IRule {
    const rule = new events.Rule(this, 'Alert', {
      description: `Tells that somebody takes the role ${roleName}`,
      eventPattern: takenPattern(Stack.of(this), roleName),
    });

    // CloudTrail counts taking a role as reading, which rules do not see unless told to; the class of rules cannot be told.
    (rule.node.defaultChild as events.CfnRule).state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    rule.addTarget({
      bind: () => ({ arn: alertTopic.topicArn, input: messageOf(roleName, description) }),
    });
    admitEventBridge(this, alertTopic);
    return rule;
  }
}

/** A user signs the session with its own name; a role, which has no name of its own to compare, with a source identity. */
function principalsOf(props: BreakGlassRoleProps, region: string): iam.PrincipalBase[] {
  const { principalArns, maxMfaAge = MFA_AGE, regions = [region] } = props;
  const safely = {
    Bool: { 'aws:MultiFactorAuthPresent': 'true' },
    NumericLessThanEquals: { 'aws:MultiFactorAuthAge': `${maxMfaAge.toSeconds()}` },
  };
  const inSight = { 'aws:RequestedRegion': regions };
  const ofUser = { ...safely, StringEquals: { ...inSight, 'sts:RoleSessionName': '${aws:username}' } };
  const ofRole = { ...safely, StringEquals: inSight, Null: { 'sts:SourceIdentity': 'false' } };

  return principalArns.map((arn) => new iam.ArnPrincipal(arn).withConditions(isRole(arn) ? ofRole : ofUser));
}

/** Passing a source identity is an action of its own; who takes the role is decided beside it. */
function identifying(arn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: ['sts:SetSourceIdentity'], principals: [new iam.ArnPrincipal(arn)] });
}

/** CloudTrail tells of the console's switch of roles as a sign-in, which knows the session instead of the role. */
function takenPattern(stack: Stack, roleName: string): events.EventPattern {
  const roleArn = stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: roleName });
  const sessions = stack.formatArn({
    service: 'sts',
    region: '',
    resource: 'assumed-role',
    resourceName: `${roleName}/`,
  });

  return {
    source: ['aws.sts', 'aws.signin'],
    detailType: ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail'],
    detail: {
      $or: [
        { eventName: ['AssumeRole'], requestParameters: { roleArn: [roleArn] } },
        { eventName: ['SwitchRole'], userIdentity: { arn: [{ prefix: sessions }] } },
      ],
    },
  };
}

/** Callers of other accounts have no ARN in the event, only an id; what an event does not say is left empty. */
function messageOf(roleName: string, description: string): events.RuleTargetInput {
  const field = (path: string): string => events.EventField.fromPath(path);

  return events.RuleTargetInput.fromMultilineText(
    [
      `The break-glass role ${roleName} of account ${events.EventField.account} was asked for at ${events.EventField.time}.`,
      `By: ${field('$.detail.userIdentity.arn')} ${field('$.detail.userIdentity.principalId')} of account ${field('$.detail.userIdentity.accountId')}`,
      `Session: ${field('$.detail.requestParameters.roleSessionName')} ${field('$.detail.requestParameters.sourceIdentity')}`,
      `From: ${field('$.detail.sourceIPAddress')}`,
      `Refused: ${field('$.detail.errorCode')}`,
      `It is meant for: ${description}`,
      `CloudTrail event: ${field('$.detail.eventID')}`,
    ].join('\n'),
  );
}

function isRole(arn: string): boolean {
  return PRINCIPAL.exec(arn)?.[1] === 'role';
}

function checkBreakGlass(problems: Problems, stack: Stack, props: BreakGlassRoleProps): void {
  checkTexts(problems, props);
  checkPrincipals(problems, props.principalArns);
  if (props.activities.length === 0) {
    problems.add({
      code: 'BreakGlassWithoutActivities',
      path: 'activities',
      got: 'is empty',
      wanted: 'a role that opens nothing helps in no emergency',
      remedy: 'give at least one, such as Activity.observe()',
    });
  }
  checkTopic(problems, stack, props.alertTopic);
  checkDuration(problems, 'maxSessionDuration', props.maxSessionDuration, Duration.hours(1));
  checkDuration(problems, 'maxMfaAge', props.maxMfaAge, Duration.minutes(1));
  if (props.regions?.length === 0) {
    problems.add({
      code: 'BreakGlassWithoutRegion',
      path: 'regions',
      got: 'is empty',
      wanted: 'nobody could take the role anywhere',
      remedy: 'leave it out for the region of the stack',
    });
  }
  props.regions?.forEach((region, i) => checkRegion(problems, `regions[${i}]`, region));
}

function checkTexts(problems: Problems, { roleName, description }: BreakGlassRoleProps): void {
  if (!Token.isUnresolved(roleName) && !ROLE_NAME.test(roleName)) {
    problems.add({
      code: 'RoleNameMalformed',
      path: 'roleName',
      got: `is "${roleName}"`,
      wanted: 'it is 1 to 64 letters, digits and characters of _+=,.@-',
      remedy: 'write a name such as "acme-break-glass"',
    });
  }
  if (Token.isUnresolved(description)) return;
  if (/[<>]/.test(description)) {
    problems.add({
      code: 'BreakGlassDescriptionMalformed',
      path: 'description',
      got: 'has angle brackets',
      wanted: 'EventBridge takes what stands between them for a field of the event',
      remedy: 'write it without',
    });
  }
  if (description.trim() !== '' && description.length <= DESCRIPTION_LENGTH) return;

  problems.add({
    code: 'BreakGlassDescriptionLength',
    path: 'description',
    got: `has ${description.length} characters`,
    wanted: `IAM accepts up to ${DESCRIPTION_LENGTH}, and an emergency is described`,
    remedy: 'write in a sentence when the role may be taken',
  });
}

function checkPrincipals(problems: Problems, arns: readonly string[]): void {
  if (arns.length === 0) {
    problems.add({
      code: 'BreakGlassWithoutPrincipals',
      path: 'principalArns',
      got: 'is empty',
      wanted: 'somebody must be able to take the role in an emergency',
      remedy: 'name at least one user or role by its ARN',
    });
  }

  arns.forEach((arn, i) => {
    if (!PRINCIPAL.test(arn)) {
      problems.add({
        code: 'BreakGlassPrincipalMalformed',
        path: `principalArns[${i}]`,
        got: Token.isUnresolved(arn) ? 'is known at deployment only' : `is "${arn}"`,
        wanted: 'who may break the glass is one user or role by its ARN, never a wildcard, an account or its root',
        remedy: 'write it as "arn:aws:iam::222222222222:user/alice"',
      });
    }
    if (arns.indexOf(arn) === i) return;
    problems.add({
      code: 'BreakGlassPrincipalTwice',
      path: `principalArns[${i}]`,
      got: `is "${arn}" a second time`,
      wanted: 'a principal is named once',
      remedy: 'remove one of the two',
    });
  });
}

/** EventBridge tells a topic of its own account and region without a role; for others CDK would build a second event bus. */
function checkTopic(problems: Problems, { account, region }: Stack, { env }: sns.ITopic): void {
  const differs = (here: string, there: string): boolean => !Token.isUnresolved(there) && here !== there;
  if (!differs(account, env.account) && !differs(region, env.region)) return;

  problems.add({
    code: 'AlertTopicElsewhere',
    path: 'alertTopic',
    got: `is in ${env.account}/${env.region}`,
    wanted: `the alert of a role in ${account}/${region} goes to a topic there`,
    remedy: 'give a topic of the same account and region, and subscribe the others to it',
  });
}

function checkDuration(problems: Problems, path: string, duration: Duration | undefined, least: Duration): void {
  if (duration === undefined || duration.isUnresolved()) return;
  const seconds = duration.toSeconds();
  if (seconds >= least.toSeconds() && seconds <= Duration.hours(12).toSeconds()) return;

  problems.add({
    code: 'BreakGlassDurationOutOfRange',
    path,
    got: `is ${duration.toHumanString()}`,
    wanted: `it is ${least.toHumanString()} to 12 hours`,
    remedy: 'choose a duration within, the shorter the safer',
  });
}
