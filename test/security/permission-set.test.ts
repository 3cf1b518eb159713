import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Activity, GroupAssignment, PermissionSet, PermissionSetProps } from '../../lib/security';
import { asText, everyActivity, GROUP_ARN, workspaceIn } from './workspace';

const PERMISSION_SET = 'AWS::SSO::PermissionSet';
const ASSIGNMENT = 'AWS::SSO::Assignment';
const INSTANCE_ARN = 'arn:aws:sso:::instance/ssoins-0a1b2c3d4e5f6789';
const SCIENTISTS = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
const AUDITORS = '906769aa66-0b21a3d4-5e6f-4a0b-8c1d-2e3f4a5b6c7d';
const DEV = '666666666666';
const PROD = '777777777777';

let stack: Stack;

beforeEach(() => {
  stack = stackHere();
});

test('a permission set holds its activities as an inline policy, for four hours', () => {
  setIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties(PERMISSION_SET, {
    InstanceArn: INSTANCE_ARN,
    Name: 'acme-data-scientist',
    Description: 'Works in Studio',
    SessionDuration: 'PT4H',
    RelayStateType: Match.absent(),
    InlinePolicy: {
      Version: '2012-10-17',
      Statement: [Match.objectLike({ Action: Match.arrayWith(['sagemaker:StartPipelineExecution']) })],
    },
    ManagedPolicies: Match.absent(),
    CustomerManagedPolicyReferences: Match.absent(),
    PermissionsBoundary: Match.absent(),
  });
});

test('it takes what else is told', () => {
  setIn(stack, {
    sessionDuration: Duration.minutes(90),
    relayState: 'https://eu-west-1.console.aws.amazon.com/sagemaker/home',
    permissionsBoundary: { policyName: 'acme-boundary' },
    customerManagedPolicies: [{ policyName: 'acme-scientist-1', path: '/platform/' }],
  });

  Template.fromStack(stack).hasResourceProperties(PERMISSION_SET, {
    SessionDuration: 'PT1H30M',
    RelayStateType: 'https://eu-west-1.console.aws.amazon.com/sagemaker/home',
    PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'acme-boundary', Path: '/' } },
    CustomerManagedPolicyReferences: [{ Name: 'acme-scientist-1', Path: '/platform/' }],
  });
});

describe('the activities name', () => {
  test('the resources of the account, where there is one', () => {
    setIn(stack, { assignments: [{ groupId: SCIENTISTS, accountIds: [DEV] }] });

    expect(resourcesIn(stack)).toEqual([`arn:aws:sagemaker:eu-west-1:${DEV}:pipeline/marine-life-*`]);
  });

  test.each<[string, GroupAssignment[]]>([
    ['several', [{ groupId: SCIENTISTS, accountIds: [DEV, PROD] }]],
    ['none yet', []],
  ])('those of any account, where there are %s', (_, assignments) => {
    setIn(stack, { assignments });

    expect(resourcesIn(stack)).toEqual(['arn:aws:sagemaker:eu-west-1:*:pipeline/marine-life-*']);
  });

  test('the region that is told', () => {
    setIn(stack, { region: 'eu-central-1' });

    expect(resourcesIn(stack)).toEqual([`arn:aws:sagemaker:eu-central-1:${DEV}:pipeline/marine-life-*`]);
  });
});

describe('assignments', () => {
  test('are of groups to accounts, and never of users', () => {
    setIn(stack, { assignments: [{ groupId: SCIENTISTS, accountIds: [DEV] }] });

    Template.fromStack(stack).hasResourceProperties(ASSIGNMENT, {
      InstanceArn: INSTANCE_ARN,
      PermissionSetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Set'), 'PermissionSetArn'] },
      PrincipalType: 'GROUP',
      PrincipalId: SCIENTISTS,
      TargetType: 'AWS_ACCOUNT',
      TargetId: DEV,
    });
    Template.fromStack(stack).resourcePropertiesCountIs(ASSIGNMENT, { PrincipalType: 'USER' }, 0);
  });

  test('follow one another', () => {
    setIn(stack, {
      assignments: [
        { groupId: SCIENTISTS, accountIds: [DEV, PROD] },
        { groupId: AUDITORS, accountIds: [PROD] },
      ],
    });

    const assignments = Object.entries(Template.fromStack(stack).findResources(ASSIGNMENT));
    const ids = assignments.map(([id]) => id);
    expect(assignments.map(([, { DependsOn }]) => DependsOn)).toEqual([undefined, [ids[0]], [ids[1]]]);
  });

  test('are the same in whatever order they are given', () => {
    const other = stackHere();

    setIn(stack, {
      assignments: [
        { groupId: SCIENTISTS, accountIds: [DEV, PROD] },
        { groupId: AUDITORS, accountIds: [PROD] },
      ],
    });
    setIn(other, {
      assignments: [
        { groupId: AUDITORS, accountIds: [PROD] },
        { groupId: SCIENTISTS, accountIds: [PROD, DEV] },
      ],
    });

    expect(Template.fromStack(other).toJSON()).toEqual(Template.fromStack(stack).toJSON());
  });
});

describe('the second deployment', () => {
  test.each<[string, Partial<PermissionSetProps>]>([
    ['a description', { description: 'Works in Studio and in pipelines' }],
    ['a longer session', { sessionDuration: Duration.hours(8) }],
    ['a further activity', { activities: [Activity.startPipelines('marine-life-'), Activity.observe()] }],
    ['a further account', { assignments: [{ groupId: SCIENTISTS, accountIds: [PROD, DEV] }] }],
    [
      'a further group before the first',
      {
        assignments: [
          { groupId: AUDITORS, accountIds: [DEV] },
          { groupId: SCIENTISTS, accountIds: [DEV] },
        ],
      },
    ],
    ['a boundary', { permissionsBoundary: { policyName: 'acme-boundary' } }],
  ])('replaces nothing for %s', (_, edit) => {
    const later = stackHere();

    setIn(stack);
    setIn(later, edit);

    expect(permanentIn(later)).toEqual(expect.objectContaining(permanentIn(stack)));
  });

  test('removes the assignment that is taken out, and no other', () => {
    const later = stackHere();

    setIn(stack, { assignments: [{ groupId: SCIENTISTS, accountIds: [DEV, PROD] }] });
    setIn(later, { assignments: [{ groupId: SCIENTISTS, accountIds: [PROD] }] });

    const lost = Object.entries(permanentIn(stack)).filter(([id]) => !(id in permanentIn(later)));
    expect(lost.map(([, { TargetId }]) => TargetId)).toEqual([DEV]);
    expect(permanentIn(stack)).toEqual(expect.objectContaining(permanentIn(later)));
  });
});

test('the size of its policy is told', () => {
  const { characters } = setIn(stack);

  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources(PERMISSION_SET));
  expect(characters).toBeGreaterThan(100);
  expect(characters).toBeLessThanOrEqual(JSON.stringify(Properties.InlinePolicy).length);
});

test('AwsSolutions finds nothing', () => {
  const workspace = workspaceIn();
  setIn(workspace.stack, { activities: everyActivity(workspace) });

  const report = new AwsSolutionsChecks().validateScope(workspace.stack);

  expect(report.violations).toEqual([]);
});

describe('it refuses', () => {
  test('a name of more than 32 characters', () => {
    const set = () => setIn(stack, { permissionSetName: 'a'.repeat(33) });

    expect(set).toThrow(
      `PermissionSetNameTooLong: permissionSetName is "${'a'.repeat(33)}", 33 characters, IAM Identity Center accepts up to 32; shorten it`,
    );
  });

  test.each(['', 'data scientist', 'a/b'])('the name "%s"', (permissionSetName) => {
    const set = () => setIn(stack, { permissionSetName });

    expect(set).toThrow(
      `PermissionSetNameMalformed: permissionSetName is "${permissionSetName}", it is letters, digits and characters of _+=,.@-; write a name such as "acme-data-scientist"`,
    );
  });

  test('a name that another set of the instance has', () => {
    setIn(stack);

    const second = () => setIn(stack, {}, 'Second');

    expect(second).toThrow(
      `NameTaken: Workspace/Second wants the permission set name "acme-data-scientist" in ${INSTANCE_ARN}, which Workspace/Set has, no two of a kind share a name there; give one of the two another name`,
    );
  });

  test.each([Duration.minutes(59), Duration.hours(13)])('a session of %s', (sessionDuration) => {
    const set = () => setIn(stack, { sessionDuration });

    expect(set).toThrow(
      `SessionDurationOutOfRange: sessionDuration is ${sessionDuration.toHumanString()}, IAM Identity Center accepts 1 to 12 hours; choose a duration within, as Duration.hours(4)`,
    );
  });

  test('texts of the wrong length, and no activities', () => {
    const set = () => setIn(stack, { description: '', relayState: 'a'.repeat(241), activities: [] });

    expect(set).toThrow(
      [
        '3 problems:',
        '  PermissionSetTextLength: description has 0 characters, IAM Identity Center accepts 1 to 700; write one',
        '  PermissionSetTextLength: relayState has 241 characters, IAM Identity Center accepts 1 to 240; shorten it',
        '  PermissionSetWithoutActivities: activities is empty, a permission set that permits nothing helps nobody; give at least one, such as Activity.observe()',
      ].join('\n'),
    );
  });

  test('an instance and a region that do not exist', () => {
    const set = () => setIn(stack, { instanceArn: 'ssoins-0a1b2c3d4e5f6789', region: 'eu-west-11' });

    expect(set).toThrow(
      [
        '2 problems:',
        '  InstanceArnMalformed: instanceArn is "ssoins-0a1b2c3d4e5f6789", an instance of IAM Identity Center reads arn:<partition>:sso:::instance/ssoins-<16 characters>; copy it from the settings page of IAM Identity Center',
        '  RegionUnknown: region is "eu-west-11", AWS has no such region; did you mean "eu-west-1"',
      ].join('\n'),
    );
  });

  test('groups and accounts that are malformed, double or missing, all at once', () => {
    const assignments = [
      { groupId: 'data-scientists', accountIds: ['66666666666'] },
      { groupId: SCIENTISTS, accountIds: [DEV, DEV] },
      { groupId: SCIENTISTS, accountIds: [] },
    ];

    const set = () => setIn(stack, { assignments });

    expect(set).toThrow(
      [
        '5 problems:',
        `  GroupIdMalformed: assignments[0].groupId is "data-scientists", the id of a group reads as ${SCIENTISTS}, with ten hexadecimal digits and a hyphen before it in older directories; copy it from the group's page in IAM Identity Center; it is not the group's name`,
        '  AccountIdMalformed: assignments[0].accountIds[0] is "66666666666", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
        `  AccountAssignedTwice: assignments[1].accountIds[1] is "${DEV}" a second time, IAM Identity Center refuses an assignment that exists; remove one of the two`,
        `  GroupAssignedTwice: assignments[2].groupId is "${SCIENTISTS}" a second time, a group stands once, with all of its accounts; move the accounts to the first of the two`,
        '  AssignmentWithoutAccounts: assignments[2].accountIds is empty, a group holds a permission set in at least one account; name the accounts, or leave the group out',
      ].join('\n'),
    );
  });

  test('a group that is known at deployment only', () => {
    const groupId = new CfnParameter(stack, 'Group').valueAsString;

    const set = () => setIn(stack, { assignments: [{ groupId, accountIds: [DEV] }] });

    expect(set).toThrow(
      'AssignmentUnknown: assignments[0].groupId is known at deployment only, an assignment keeps its place in the template by the ids of its group and account; write the id as text',
    );
  });

  test('policies by ARN, paths without slashes, and more than 20 policies', () => {
    const customerManagedPolicies = Array.from({ length: 21 }, (_, i) => ({ policyName: `policy-${i}` }));

    const set = () =>
      setIn(stack, {
        permissionsBoundary: { policyName: 'arn:aws:iam::666666666666:policy/acme-boundary', path: 'platform' },
        customerManagedPolicies,
      });

    expect(set).toThrow(
      [
        '3 problems:',
        '  PolicyNameMalformed: permissionsBoundary.policyName is "arn:aws:iam::666666666666:policy/acme-boundary", it is 1 to 128 letters, digits and characters of _+=,.@-; write the name of the policy, not its ARN',
        '  PolicyPathMalformed: permissionsBoundary.path is "platform", a path begins and ends with a slash; write it as "/platform/"',
        '  PermissionSetPoliciesTooMany: customerManagedPolicies are 21, a permission set takes up to 20; put the permissions into fewer policies, or give them as activities',
      ].join('\n'),
    );
  });

  test('activities that IAM Identity Center would refuse for their size', () => {
    const groups = Array.from({ length: 220 }, (_, i) => `${GROUP_ARN}-${i}`);

    const set = () => setIn(stack, { activities: [Activity.readModels(groups)] });

    expect(set).toThrow(
      'PermissionSetPolicyTooLarge: activities come to 37362 characters or more, IAM Identity Center accepts 32768; name fewer resources, divide the set between two, or deploy ActivityPolicies to every account and name them as customerManagedPolicies',
    );
  });
});

test.each([Duration.hours(1), Duration.hours(12)])('a session of %s is accepted', (sessionDuration) => {
  const set = () => setIn(stack, { sessionDuration });

  expect(set).not.toThrow();
});

function stackHere(): Stack {
  return new Stack(new App(), 'Workspace', { env: { account: '111111111111', region: 'eu-west-1' } });
}

function setIn(scope: Stack, props: Partial<PermissionSetProps> = {}, id = 'Set'): PermissionSet {
  return new PermissionSet(scope, id, {
    instanceArn: INSTANCE_ARN,
    permissionSetName: 'acme-data-scientist',
    description: 'Works in Studio',
    activities: [Activity.startPipelines('marine-life-')],
    assignments: [{ groupId: SCIENTISTS, accountIds: [DEV] }],
    ...props,
  });
}

function resourcesIn(scope: Stack): string[] {
  const [{ Properties }] = Object.values(Template.fromStack(scope).findResources(PERMISSION_SET));
  const statements: { Resource: string | string[] }[] = asText(Properties.InlinePolicy.Statement);

  return statements.flatMap(({ Resource }) => Resource);
}

/** What CloudFormation cannot change in place, by logical id. */
function permanentIn(scope: Stack): Record<string, Record<string, unknown>> {
  const template = Template.fromStack(scope);
  const sets = Object.entries(template.findResources(PERMISSION_SET)).map(([id, { Properties }]) => {
    const { Name, InstanceArn } = Properties;
    return [id, { Name, InstanceArn }];
  });
  const assignments = Object.entries(template.findResources(ASSIGNMENT)).map(([id, { Properties }]) => [
    id,
    Properties,
  ]);

  return Object.fromEntries([...sets, ...assignments]);
}
