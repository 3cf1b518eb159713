import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App, CfnOutput, CrossStackReferences, ReferenceStrength, Stack, Tags } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { Changes } from './description/nine-accounts';
import { lossesBetween } from './losses';
import { CODE_ROOT, described, newApp, synthesise, SynthesisWishes } from './platform/synthesis';

const REFERENCE = described('reference');
const [MARINE_LIFE, COASTAL_WEATHER] = REFERENCE.teams;
const [ABALONE] = MARINE_LIFE.projects ?? [];
const PROJECT = 'teams[0].projects[0]';

const NEW_TEAM = {
  ...COASTAL_WEATHER,
  name: 'tides',
  stages: { dev: { account: '121212121212', network: { cidr: '10.40.128.0/20' } } },
};
const NEW_GROUP = '30000000-0000-4000-8000-000000000001';
const UNITS = 'organization.guardrails.units';
const UNIT_CHOICES = REFERENCE.organization?.guardrails?.units ?? [];
const PILOT = { account: '999999999999', sharedAccountReason: 'a pilot' };

/** What the organization has for the second team alone, as it is told when it disappears. */
const UNITS_OF_COASTAL_WEATHER = ['', '--dev', '--test', '--prod'].map(
  (stage) =>
    `acme-ml/Organization/Layout/Units/Workloads--coastal-weather${stage} (AWS::Organizations::OrganizationalUnit) disappears`,
);
const ENTRIES_INTO_COASTAL_WEATHER = [
  entryOf('acme-ml-platform-engineer', '10000000-0000-4000-8000-000000000001'),
  entryOf('acme-ml-auditor', '10000000-0000-4000-8000-000000000003'),
];

const deployed = synthesise(REFERENCE);
const deployedInOneAccount = synthesise(described('single-account'));

const folders: string[] = [];

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

describe('nothing is lost when', () => {
  const edits: Readonly<Record<string, Changes>> = {
    'a team is added at the end': { 'teams[2]': NEW_TEAM },
    'a team is added in front': { teams: [NEW_TEAM, ...REFERENCE.teams] },
    'the teams change places': { teams: [COASTAL_WEATHER, MARINE_LIFE] },
    'a member joins': { 'teams[0].members[5]': { name: 'alan', persona: 'data-scientist' } },
    'a member joins in front': {
      'teams[0].members': [{ name: 'alan', persona: 'mlops-engineer' }, ...MARINE_LIFE.members],
    },
    'a member takes another persona': { 'teams[0].members[0].persona': 'mlops-engineer' },
    'the budget changes': { 'teams[0].monthlyBudgetUsd': 9000 },
    'the e-mail address changes': { 'teams[0].email': 'oceans@example.com' },
    'the cost centre changes': { 'teams[0].costCentre': 'CC-9' },
    'a project is added': { 'teams[0].projects[1]': { ...ABALONE, name: 'oyster' } },
    'a project is added in front': { 'teams[0].projects': [{ ...ABALONE, name: 'oyster' }, ABALONE] },
    'a team gets its first project': {
      'teams[1].projects': [{ ...ABALONE, deployment: undefined, monitoring: undefined }],
    },
    'a better model is wanted': { [`${PROJECT}.model.maxMse`]: 4 },
    'models are trained on larger instances': { [`${PROJECT}.model.trainingInstanceType`]: 'ml.m5.4xlarge' },
    'the training data moves': { [`${PROJECT}.model.trainingDataPrefix`]: 'abalone/2027/' },
    'a new version is served': { [`${PROJECT}.deployment.testVersion`]: 2, [`${PROJECT}.deployment.prodVersion`]: 2 },
    'a model is served on other instances': { [`${PROJECT}.deployment.instanceType`]: 'ml.c5.xlarge' },
    'a model is served on more instances': {
      [`${PROJECT}.deployment.minInstances`]: 4,
      [`${PROJECT}.deployment.maxInstances`]: 12,
    },
    'a deployment becomes bolder': {
      [`${PROJECT}.deployment.canaryPercent`]: 50,
      [`${PROJECT}.deployment.bakeMinutes`]: 5,
    },
    'an alarm becomes stricter': { [`${PROJECT}.deployment.maxLatencyMs`]: 100 },
    'less is captured': { [`${PROJECT}.deployment.capturePercent`]: 10 },
    'an availability zone is appended': { 'network.availabilityZones[2]': 'eu-west-1c' },
    'the availability zones change places': { 'network.availabilityZones': ['eu-west-1b', 'eu-west-1a'] },
    'a team gets a test stage': {
      'teams[1].stages.test': { account: '121212121212', network: { cidr: '10.40.64.0/20' } },
    },
    'a team gets a test stage in the account of its workspace': { 'teams[1].stages.test': PILOT },
    'a group of the platform is added': { 'identity.groups[3]': { groupId: NEW_GROUP, persona: 'auditor' } },
    'a group of the platform is added in front': {
      'identity.groups': [{ groupId: NEW_GROUP, persona: 'auditor' }, ...(REFERENCE.identity?.groups ?? [])],
    },
    'a team gets its first group': { 'teams[1].groups': [{ groupId: NEW_GROUP, persona: 'data-scientist' }] },
    'a group with a persona of its own is added in front': {
      'teams[0].groups': [
        { groupId: NEW_GROUP, persona: 'data-scientist', permissionSetName: 'guests' },
        ...(MARINE_LIFE.groups ?? []),
      ],
    },
    'a group reaches a stage more': { 'teams[0].groups[0].stages': ['dev', 'test'] },
    'others are on call': { 'identity.breakGlass.assumedBy': ['arn:aws:iam::333333333333:user/night-watch'] },
    'a unit is added': { 'organization.additionalUnits': ['Infrastructure/Network'] },
    'a unit at the top differs': { [`${UNITS}[3]`]: { unit: 'Security', include: ['closed-features'] } },
    'units of every team differ, in front': {
      [UNITS]: [{ unit: 'Workloads/*/test', include: ['closed-features'] }, ...UNIT_CHOICES],
    },
    'another role is exempt': { 'organization.guardrails.exemptions[1]': { roleName: 'Scanner', reason: 'a pilot' } },
    'a region is approved': { 'organization.guardrails.approvedRegions': ['eu-central-1'] },
    'the guardrails become strict': {
      'organization.guardrails.preset': 'strict',
      'organization.guardrails.approvedRegistryAccounts': ['141502667606', '341280168497', '444444444444'],
      [`${UNITS}[1].include`]: ['deployed-by-platform', 'closed-features'],
    },
    'the address for findings changes': { 'organization.detectiveControls.email': 'soc@example.com' },
  };

  test.each(Object.entries(edits))('%s', (_, changes) => {
    const edited = synthesise(described('reference', changes));

    expect(templatesOf(edited)).not.toEqual(templatesOf(deployed));
    expect(lossesBetween(deployed, edited)).toEqual([]);
  });

  test('an account is placed, because somebody moves it by hand', () => {
    const account = { account: '131313131313', unit: 'Sandbox' };

    const edited = synthesise(described('reference', { 'organization.accounts[1]': account }));

    expect(templatesOf(edited)).toEqual(templatesOf(deployed));
  });

  test('a tag is added to everything', () => {
    const tagged = synthesise(REFERENCE, { touch: (app) => Tags.of(app).add('owner', 'oceans') });

    expect(templatesOf(tagged)).not.toEqual(templatesOf(deployed));
    expect(lossesBetween(deployed, tagged)).toEqual([]);
  });

  test('a script and the hyperparameters of a project change', () => {
    const edited = synthesise(REFERENCE, editedCode());

    expect(templatesOf(edited)).not.toEqual(templatesOf(deployed));
    expect(lossesBetween(deployed, edited)).toEqual([]);
  });
});

describe('nothing is lost in a single account when', () => {
  const edits: Readonly<Record<string, Changes>> = {
    'production serves, too': { [`${PROJECT}.deployment`]: { testVersion: 1, prodVersion: 1 } },
    'an availability zone is appended': { 'network.availabilityZones[2]': 'eu-central-1c' },
    'an organization is joined': { organization: { id: 'o-a1b2c3d4e5', rootId: 'r-ab12' } },
    'a team joins': {
      'teams[1]': {
        ...COASTAL_WEATHER,
        stages: {
          dev: { account: '123456789012', network: { cidr: '10.50.16.0/20' }, sharedAccountReason: 'a pilot' },
        },
      },
    },
  };

  test.each(Object.entries(edits))('%s', (_, changes) => {
    const edited = synthesise(described('single-account', changes));

    expect(templatesOf(edited)).not.toEqual(templatesOf(deployedInOneAccount));
    expect(lossesBetween(deployedInOneAccount, edited)).toEqual([]);
  });
});

describe('no more is lost than was meant when', () => {
  test('a member leaves', () => {
    const edited = synthesise(described('reference', { 'teams[0].members': MARINE_LIFE.members.slice(1) }));

    expect(lossesBetween(deployed, edited)).toEqual([
      'acme-ml/Workspace-marine-life/Member-ada/Resource (AWS::SageMaker::UserProfile) disappears',
    ]);
  });

  test('a project ends', () => {
    const edited = synthesise(described('reference', { 'teams[0].projects': undefined }));

    const losses = lossesBetween(deployed, edited);

    expect(losses.length).toBeGreaterThan(0);
    expect(losses.filter((loss) => !/abalone.* disappears$/.test(loss))).toEqual([
      'acme-ml/Registry/Trail/Resource (AWS::CloudTrail::Trail) disappears',
    ]);
  });

  test('the last of a persona takes another', () => {
    const edited = synthesise(described('reference', { 'teams[0].members[1].persona': 'data-scientist' }));

    const losses = lossesBetween(deployed, edited);

    expect(losses.length).toBeGreaterThan(0);
    expect(losses.filter((loss) => !loss.includes('/Persona-data-engineer/'))).toEqual([]);
  });

  test('a group leaves', () => {
    const edited = synthesise(described('reference', { 'identity.groups': REFERENCE.identity?.groups?.slice(0, 2) }));

    const losses = lossesBetween(deployed, edited);

    expect(losses.length).toBeGreaterThan(0);
    expect(losses.filter((loss) => !loss.includes('/PermissionSet-acme-ml-auditor/'))).toEqual([]);
  });

  test('the organization is left', () => {
    const edited = synthesise(
      described('reference', {
        organization: undefined,
        'identity.groups': undefined,
        'teams[0].groups': undefined,
      }),
    );

    const losses = lossesBetween(deployed, edited);

    expect(losses).toEqual([
      'stack acme-ml-organization disappears',
      'stack acme-ml-security disappears',
      ...['Registry', 'Workspace-coastal-weather', 'Workspace-marine-life'].map(
        (stack) => `acme-ml/${stack}/Trail/Resource (AWS::CloudTrail::Trail) disappears`,
      ),
    ]);
  });

  test('a team leaves', () => {
    const edited = synthesise(described('reference', { teams: [MARINE_LIFE] }));

    expect(lossesBetween(deployed, edited)).toEqual([
      ...UNITS_OF_COASTAL_WEATHER,
      ...ENTRIES_INTO_COASTAL_WEATHER,
      'stack acme-ml-coastal-weather-workspace disappears',
    ]);
  });

  test('the last model of a single account is no longer served', () => {
    const edited = synthesise(described('single-account', { [`${PROJECT}.deployment`]: undefined }));

    const losses = lossesBetween(deployedInOneAccount, edited);

    expect(losses.length).toBeGreaterThan(0);
    expect(losses.filter((loss) => !/^solo-ml\/Hosting-marine-life-test\/.*abalone/.test(loss))).toEqual([]);
  });
});

describe('where production stands on the network of the workspace, no more is lost than was meant when', () => {
  const shared: Changes = {
    // Guardrails of production would not reach it there, so a description may ask for none.
    'organization.guardrails.units': undefined,
    'teams[1].projects': [{ ...ABALONE, deployment: { prodVersion: 1 }, monitoring: undefined }],
    'teams[1].stages.prod': PILOT,
  };
  const before = synthesise(described('reference', shared));

  test('it moves to an account of its own', () => {
    const prod = { account: '121212121212', network: { cidr: '10.40.64.0/20' } };

    const edited = synthesise(described('reference', { ...shared, 'teams[1].stages.prod': prod }));

    expect(lossesBetween(before, edited)).toEqual([
      entryOf('acme-ml-model-approver', '10000000-0000-4000-8000-000000000002'),
      'stack acme-ml-coastal-weather-prod disappears',
    ]);
  });

  test('a test stage with a network of its own comes between', () => {
    const between = { ...PILOT, network: { cidr: '10.40.64.0/20' } };

    const edited = synthesise(described('reference', { ...shared, 'teams[1].stages.test': between }));

    expect(lossesBetween(before, edited)).toEqual([]);
  });
});

describe('it is told when', () => {
  test('a team is renamed', () => {
    const edited = synthesise(described('reference', { 'teams[1].name': 'weather' }));

    expect(lossesBetween(deployed, edited)).toEqual([
      ...UNITS_OF_COASTAL_WEATHER,
      'stack acme-ml-coastal-weather-workspace disappears',
    ]);
  });

  test('a stage moves to another account', () => {
    const edited = synthesise(described('reference', { 'teams[1].stages.dev.account': '121212121212' }));

    expect(lossesBetween(deployed, edited)).toEqual([
      ...ENTRIES_INTO_COASTAL_WEATHER,
      'stack acme-ml-coastal-weather-workspace disappears',
    ]);
  });

  test('a network gets another block, and with it everything that stands on it', () => {
    const edited = synthesise(described('reference', { 'teams[1].stages.dev.network.cidr': '10.40.240.0/20' }));

    const workspace = 'acme-ml/Workspace-coastal-weather';
    expect(lossesBetween(deployed, edited)).toEqual(
      expect.arrayContaining([
        `${workspace}/Network/Resource (AWS::EC2::VPC) is replaced, because CidrBlock changes`,
        `${workspace}/Network/SubnetA/Subnet (AWS::EC2::Subnet) is replaced, because CidrBlock, VpcId changes`,
        `${workspace}/Domain/Resource (AWS::SageMaker::Domain) is replaced, because SubnetIds, VpcId changes`,
        `${workspace}/Member-mary/Resource (AWS::SageMaker::UserProfile) is replaced, because DomainId changes`,
      ]),
    );
  });

  test('people sign in another way', () => {
    const edited = synthesise(described('reference', { identity: { provider: 'iam' }, 'teams[0].groups': undefined }));

    expect(lossesBetween(deployed, edited)).toContain(
      'acme-ml/Workspace-coastal-weather/Domain/Resource (AWS::SageMaker::Domain) is replaced, because AuthMode changes',
    );
  });

  test('a zone is put before those of the domains', () => {
    const zones = ['eu-west-1c', 'eu-west-1a', 'eu-west-1b'];

    const edited = synthesise(described('reference', { 'network.availabilityZones': zones }));

    expect(lossesBetween(deployed, edited)).toContain(
      'acme-ml/Workspace-coastal-weather/Domain/Resource (AWS::SageMaker::Domain) is replaced, because SubnetIds changes',
    );
  });

  test('something inside a property cannot be changed in place', () => {
    const [before, after] = ['ENABLED', 'DISABLED'].map((accessStatus) =>
      only((stack) => {
        new CfnUserProfile(stack, 'Profile', {
          domainId: 'd-a1b2c3d4e5f6',
          userProfileName: 'ada',
          userSettings: { rStudioServerProAppSettings: { accessStatus } },
        });
      }),
    );

    expect(lossesBetween(before, after)).toEqual([
      'Stack/Profile (AWS::SageMaker::UserProfile) is replaced, because UserSettings.RStudioServerProAppSettings.AccessStatus changes',
    ]);
  });

  test('what may be replaced keeps a name that its successor wants', () => {
    const [before, kept, renamed] = [
      budgetFor('sea@example.com', 'sea'),
      budgetFor('oceans@example.com', 'sea'),
      budgetFor('oceans@example.com', 'oceans'),
    ];

    expect(lossesBetween(before, renamed)).toEqual([]);
    expect(lossesBetween(before, kept)).toEqual([
      'Stack/Budget (AWS::Budgets::Budget) collides with itself, because NotificationsWithSubscribers changes and its name does not',
    ]);
  });

  test('an export is withdrawn that another stack imports', () => {
    const [before, after] = [true, false].map((isImported) =>
      only((producer, app) => {
        const { topicArn } = new Topic(producer, 'Topic');
        const consumer = new Stack(app, 'Consumer');

        CrossStackReferences.of(consumer).consume(ReferenceStrength.STRONG);
        new CfnOutput(consumer, 'Topic', { value: isImported ? topicArn : 'none' });
      }),
    );

    expect(lossesBetween(before, after)).toEqual(['stack Stack withdraws what Consumer imports']);
  });
});

/** A group no longer reaches the account of the second team. */
function entryOf(permissionSet: string, groupId: string): string {
  return `acme-ml/Organization/PermissionSet-${permissionSet}/Assignment-${groupId}-999999999999 (AWS::SSO::Assignment) disappears`;
}

function templatesOf(assembly: CloudAssembly): Record<string, unknown> {
  return Object.fromEntries(assembly.stacks.map(({ stackName, template }) => [stackName, template]));
}

/** The code of the example with another line in one script and another hyperparameter. */
function editedCode(): SynthesisWishes {
  const codeRoot = mkdtempSync(path.join(tmpdir(), 'governed-ml-'));
  folders.push(codeRoot);

  cpSync(CODE_ROOT, codeRoot, { recursive: true });
  writeFileSync(path.join(codeRoot, 'abalone', 'preprocess.py'), 'print("to be written")\n');
  writeFileSync(path.join(codeRoot, 'abalone', 'training.json'), '{ "hyperparameters": { "num_round": "7" } }');
  return { codeRoot };
}

/** A stack with what the test is about and nothing else. */
function only(define: (stack: Stack, app: App) => void): CloudAssembly {
  const app = newApp();
  define(new Stack(app, 'Stack'), app);

  return app.synth();
}

function budgetFor(address: string, budgetName: string): CloudAssembly {
  return only((stack) => {
    new CfnBudget(stack, 'Budget', {
      budget: { budgetName, budgetType: 'COST', timeUnit: 'MONTHLY' },
      notificationsWithSubscribers: [
        {
          notification: { notificationType: 'ACTUAL', comparisonOperator: 'GREATER_THAN', threshold: 80 },
          subscribers: [{ subscriptionType: 'EMAIL', address }],
        },
      ],
    });
  });
}
