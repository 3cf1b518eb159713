import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Activity, BreakGlassRole, BreakGlassRoleProps } from '../../lib/security';
import { asText } from './workspace';

const ROLE = 'AWS::IAM::Role';
const RULE = 'AWS::Events::Rule';
const ALICE = 'arn:aws:iam::222222222222:user/emergency/alice';
const ON_CALL = 'arn:aws:iam::222222222222:role/on-call';

let stack: Stack;

beforeEach(() => {
  stack = stackHere();
});

describe('who takes the role', () => {
  test('is a user with a fresh second factor, who names the session after itself', () => {
    roleIn(stack, { principalArns: [ALICE] });

    expect(trustIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: ALICE },
        Condition: {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '1800' },
          StringEquals: { 'aws:RequestedRegion': ['eu-west-1'], 'sts:RoleSessionName': '${aws:username}' },
        },
      },
    ]);
  });

  test('is a role with a fresh second factor, which says for whom it acts', () => {
    roleIn(stack, { principalArns: [ON_CALL] });

    expect(trustIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: ON_CALL },
        Condition: {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '1800' },
          Null: { 'sts:SourceIdentity': 'false' },
          StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] },
        },
      },
      { Effect: 'Allow', Action: 'sts:SetSourceIdentity', Principal: { AWS: ON_CALL } },
    ]);
  });

  test('gives the factor as lately as told, in the regions that are told', () => {
    roleIn(stack, { maxMfaAge: Duration.minutes(5), regions: ['eu-west-1', 'us-east-1'] });

    expect(trustIn(stack)[0]).toMatchObject({
      Condition: {
        NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '300' },
        StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] },
      },
    });
  });
});

test('a session lasts one hour, and opens the activities', () => {
  roleIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties(ROLE, {
    RoleName: 'acme-break-glass',
    Description: 'An endpoint serves wrong answers',
    MaxSessionDuration: 3600,
    ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('^BreakGlassPermissionsPolicy1') }],
    PermissionsBoundary: Match.absent(),
  });
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', { ManagedPolicyName: 'acme-break-glass-1' });
});

test('a session lasts longer, under a boundary, where that is told', () => {
  const boundaryArn = 'arn:aws:iam::111111111111:policy/acme-boundary';

  roleIn(stack, {
    maxSessionDuration: Duration.hours(2),
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', boundaryArn),
  });

  Template.fromStack(stack).hasResourceProperties(ROLE, {
    MaxSessionDuration: 7200,
    PermissionsBoundary: boundaryArn,
  });
});

describe('when the role is taken', () => {
  test('through STS or the switch of the console, from any account, the rule notices', () => {
    roleIn(stack);

    const [rule] = Object.values(Template.fromStack(stack).findResources(RULE));

    expect(asText(rule.Properties.EventPattern)).toEqual({
      source: ['aws.sts', 'aws.signin'],
      'detail-type': ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail'],
      detail: {
        $or: [
          {
            eventName: ['AssumeRole'],
            requestParameters: { roleArn: ['arn:aws:iam::111111111111:role/acme-break-glass'] },
          },
          {
            eventName: ['SwitchRole'],
            userIdentity: { arn: [{ prefix: 'arn:aws:sts::111111111111:assumed-role/acme-break-glass/' }] },
          },
        ],
      },
    });
  });

  test('the rule notices though CloudTrail counts it as reading', () => {
    roleIn(stack);

    Template.fromStack(stack).hasResourceProperties(RULE, {
      State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    });
  });

  test('the topic is told who, when, from where and what for', () => {
    roleIn(stack);

    const [rule] = Object.values(Template.fromStack(stack).findResources(RULE));

    const [{ InputTransformer: input }] = rule.Properties.Targets;
    expect(input.InputTemplate.split('\n')).toEqual([
      '"The break-glass role acme-break-glass of account <account> was asked for at <time>."',
      '"By: <detail-userIdentity-arn> <detail-userIdentity-principalId> of account <detail-userIdentity-accountId>"',
      '"Session: <detail-requestParameters-roleSessionName> <detail-requestParameters-sourceIdentity>"',
      '"From: <detail-sourceIPAddress>"',
      '"Refused: <detail-errorCode>"',
      '"It is meant for: An endpoint serves wrong answers"',
      '"CloudTrail event: <detail-eventID>"',
    ]);
    expect(input.InputPathsMap).toMatchObject({
      account: '$.account',
      'detail-userIdentity-arn': '$.detail.userIdentity.arn',
      'detail-requestParameters-sourceIdentity': '$.detail.requestParameters.sourceIdentity',
    });
  });

  test('EventBridge is admitted to the topic and to its key', () => {
    const masterKey = new kms.Key(stack, 'Key');

    roleIn(stack, { alertTopic: new sns.Topic(stack, 'Encrypted', { masterKey }) });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Action: 'sns:Publish', Principal: { Service: 'events.amazonaws.com' } })],
      },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Principal: { Service: 'events.amazonaws.com' },
          }),
        ]),
      },
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('a topic that is only referred to is told too, with a warning of what it needs', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:111111111111:security';

    roleIn(stack, { alertTopic: sns.Topic.fromTopicArn(stack, 'Elsewhere', topicArn) });

    Template.fromStack(stack).hasResourceProperties(RULE, { Targets: [Match.objectLike({ Arn: topicArn })] });
    Annotations.fromStack(stack).hasWarning(
      '/Workspace/BreakGlass',
      'the policy of the topic of Workspace/BreakGlass is written elsewhere; admit events.amazonaws.com there to sns:Publish, and to kms:Decrypt and kms:GenerateDataKey* of its key [ack: governed-ml:security.topicPolicyElsewhere]',
    );
  });
});

test('an ordinary edit replaces nothing', () => {
  const before = stackHere();
  const after = stackHere();

  roleIn(before);
  roleIn(after, {
    description: 'The registry is unreachable',
    principalArns: [ON_CALL, ALICE],
    activities: [Activity.observe(), Activity.writeLogs()],
    maxSessionDuration: Duration.hours(2),
    regions: ['us-east-1'],
  });

  expect(permanentIn(after)).toEqual(permanentIn(before));
});

test('AwsSolutions finds nothing', () => {
  const report = new AwsSolutionsChecks();
  roleIn(stack, { alertTopic: sns.Topic.fromTopicArn(stack, 'Elsewhere', 'arn:aws:sns:eu-west-1:111111111111:a') });

  expect(report.validateScope(stack).violations).toEqual([]);
});

describe('it refuses', () => {
  test.each([
    'arn:aws:iam::222222222222:root',
    'arn:aws:iam::222222222222:user/*',
    '222222222222',
    '*',
    'arn:aws:sts::222222222222:assumed-role/on-call/alice',
  ])('%s, which is no user and no role', (arn) => {
    const role = () => roleIn(stack, { principalArns: [arn] });

    expect(role).toThrow(
      `BreakGlassPrincipalMalformed: principalArns[0] is "${arn}", who may break the glass is one user or role by its ARN, never a wildcard, an account or its root; write it as "arn:aws:iam::222222222222:user/alice"`,
    );
  });

  test('a principal that is known at deployment only', () => {
    const role = () => roleIn(stack, { principalArns: [new CfnParameter(stack, 'Who').valueAsString] });

    expect(role).toThrow(
      'BreakGlassPrincipalMalformed: principalArns[0] is known at deployment only, who may break the glass is one user or role by its ARN, never a wildcard, an account or its root; write it as "arn:aws:iam::222222222222:user/alice"',
    );
  });

  test.each([
    [Duration.minutes(59), '59 minutes'],
    [Duration.hours(13), '13 hours'],
  ])('a session of %s', (maxSessionDuration, text) => {
    const role = () => roleIn(stack, { maxSessionDuration });

    expect(role).toThrow(
      `BreakGlassDurationOutOfRange: maxSessionDuration is ${text}, it is 1 hour to 12 hours; choose a duration within, the shorter the safer`,
    );
  });

  test('a description that EventBridge would read as a template', () => {
    const role = () => roleIn(stack, { description: 'The endpoint <name> is down' });

    expect(role).toThrow(
      'BreakGlassDescriptionMalformed: description has angle brackets, EventBridge takes what stands between them for a field of the event; write it without',
    );
  });

  test('a second factor of long ago', () => {
    const role = () => roleIn(stack, { maxMfaAge: Duration.hours(36) });

    expect(role).toThrow(
      'BreakGlassDurationOutOfRange: maxMfaAge is 1 day 12 hours, it is 1 minute to 12 hours; choose a duration within, the shorter the safer',
    );
  });

  test('a role that nobody takes, that opens nothing, nowhere, for no reason, all at once', () => {
    const role = () =>
      roleIn(stack, { roleName: 'a b', description: ' ', principalArns: [], activities: [], regions: [] });

    expect(role).toThrow(
      [
        '5 problems:',
        '  RoleNameMalformed: roleName is "a b", it is 1 to 64 letters, digits and characters of _+=,.@-; write a name such as "acme-break-glass"',
        '  BreakGlassDescriptionLength: description has 1 characters, IAM accepts up to 1000, and an emergency is described; write in a sentence when the role may be taken',
        '  BreakGlassWithoutPrincipals: principalArns is empty, somebody must be able to take the role in an emergency; name at least one user or role by its ARN',
        '  BreakGlassWithoutActivities: activities is empty, a role that opens nothing helps in no emergency; give at least one, such as Activity.observe()',
        '  BreakGlassWithoutRegion: regions is empty, nobody could take the role anywhere; leave it out for the region of the stack',
      ].join('\n'),
    );
  });

  test.each(['arn:aws:sns:eu-west-1:333333333333:security', 'arn:aws:sns:us-east-1:111111111111:security'])(
    'the topic %s, which EventBridge does not reach from here',
    (topicArn) => {
      const [, , , region, account] = topicArn.split(':');

      const role = () => roleIn(stack, { alertTopic: sns.Topic.fromTopicArn(stack, 'Elsewhere', topicArn) });

      expect(role).toThrow(
        `AlertTopicElsewhere: alertTopic is in ${account}/${region}, the alert of a role in 111111111111/eu-west-1 goes to a topic there; give a topic of the same account and region, and subscribe the others to it`,
      );
    },
  );

  test('a principal that is named twice', () => {
    const role = () => roleIn(stack, { principalArns: [ALICE, ALICE] });

    expect(role).toThrow(
      `BreakGlassPrincipalTwice: principalArns[1] is "${ALICE}" a second time, a principal is named once; remove one of the two`,
    );
  });
});

test.each([Duration.hours(1), Duration.hours(12)])('a session of %s is accepted', (maxSessionDuration) => {
  const role = () => roleIn(stack, { maxSessionDuration });

  expect(role).not.toThrow();
});

function stackHere(): Stack {
  return new Stack(new App(), 'Workspace', { env: { account: '111111111111', region: 'eu-west-1' } });
}

function roleIn(scope: Stack, props: Partial<BreakGlassRoleProps> = {}): BreakGlassRole {
  return new BreakGlassRole(scope, 'BreakGlass', {
    roleName: 'acme-break-glass',
    description: 'An endpoint serves wrong answers',
    principalArns: [ALICE],
    activities: [Activity.observe()],
    alertTopic: props.alertTopic ?? new sns.Topic(scope, 'Topic'),
    ...props,
  });
}

function trustIn(scope: Stack): object[] {
  const [role] = Object.values(Template.fromStack(scope).findResources(ROLE));

  return role.Properties.AssumeRolePolicyDocument.Statement;
}

/** What CloudFormation cannot change in place of roles and policies, and where they stand. */
function permanentIn(scope: Stack): unknown[] {
  const template = Template.fromStack(scope);
  const roles = Object.entries(template.findResources(ROLE)).map(([id, { Properties }]) => [id, Properties.RoleName]);
  const policies = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).map(([id, { Properties }]) => [
    id,
    Properties.ManagedPolicyName,
    Properties.Description,
  ]);

  return [...roles, ...policies, ...Object.keys(template.findResources(RULE))];
}
