import { App, CfnParameter, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountPlacement } from '../../lib/organization/account-placement';
import { OrganizationLayout, OrganizationLayoutProps } from '../../lib/organization/organization-layout';
import { permanentOrganization } from './permanent-organization';

const UNIT = 'AWS::Organizations::OrganizationalUnit';
const ACCOUNT = 'AWS::Organizations::Account';
const PROPS: OrganizationLayoutProps = {
  organizationId: 'o-a1b2c3d4e5',
  rootId: 'r-ab12',
  workloadGroups: ['marine'],
};

let stack: Stack;

beforeEach(() => {
  stack = management();
});

describe('the tree', () => {
  test('has the units of the platform, and dev, test and prod for each team or line of business', () => {
    const layout = layoutIn(stack, { workloadGroups: ['marine', 'fraud'] });

    const paths = layout.units.map(({ path }) => path);

    expect(paths).toEqual([
      'Security',
      'Infrastructure',
      'Data',
      'ML Platform',
      'Workloads',
      'Workloads/marine',
      'Workloads/marine/dev',
      'Workloads/marine/test',
      'Workloads/marine/prod',
      'Workloads/fraud',
      'Workloads/fraud/dev',
      'Workloads/fraud/test',
      'Workloads/fraud/prod',
      'Sandbox',
      'Suspended',
    ]);
  });

  test('hangs below the root, each unit below the one above it', () => {
    layoutIn(stack);

    const units = Object.entries(Template.fromStack(stack).findResources(UNIT));

    const idOf = (name: string) => units.find(([, { Properties }]) => Properties.Name === name)?.[0];
    expect(units.map(([, { Properties }]) => [Properties.Name, Properties.ParentId])).toEqual([
      ['Security', 'r-ab12'],
      ['Infrastructure', 'r-ab12'],
      ['Data', 'r-ab12'],
      ['ML Platform', 'r-ab12'],
      ['Workloads', 'r-ab12'],
      ['marine', { 'Fn::GetAtt': [idOf('Workloads'), 'Id'] }],
      ['dev', { 'Fn::GetAtt': [idOf('marine'), 'Id'] }],
      ['test', { 'Fn::GetAtt': [idOf('marine'), 'Id'] }],
      ['prod', { 'Fn::GetAtt': [idOf('marine'), 'Id'] }],
      ['Sandbox', 'r-ab12'],
      ['Suspended', 'r-ab12'],
    ]);
  });

  test('has further units, whatever the order in which they are given', () => {
    const layout = layoutIn(stack, { additionalUnits: ['Policy Staging/eu', 'Policy Staging'] });

    const paths = layout.units.map(({ path }) => path).slice(-2);

    expect(paths).toEqual(['Policy Staging', 'Policy Staging/eu']);
  });

  test('accepts five levels', () => {
    const layout = layoutIn(stack, { additionalUnits: ['Workloads/marine/prod/pci', 'Workloads/marine/prod/pci/eu'] });

    const { path } = layout.unit('Workloads/marine/prod/pci/eu');

    expect(path.split('/')).toHaveLength(5);
  });

  test('outlives its stack', () => {
    layoutIn(stack);

    Template.fromStack(stack).allResources(UNIT, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

describe('a unit is found', () => {
  test('by its role', () => {
    const layout = layoutIn(stack);

    const found = [
      layout.security,
      layout.infrastructure,
      layout.data,
      layout.sharedServices,
      layout.workloadsParent,
      layout.sandbox,
      layout.suspended,
      layout.workloads('prod'),
    ];

    expect(found.map(({ path }) => path)).toEqual([
      'Security',
      'Infrastructure',
      'Data',
      'ML Platform',
      'Workloads',
      'Sandbox',
      'Suspended',
      'Workloads/marine/prod',
    ]);
  });

  test('by its stage, of one group or of all', () => {
    const layout = layoutIn(stack, { workloadGroups: ['marine', 'fraud'] });

    const found = [layout.workloads('test', 'fraud'), ...layout.allWorkloads('prod')];

    expect(found.map(({ path }) => path)).toEqual([
      'Workloads/fraud/test',
      'Workloads/marine/prod',
      'Workloads/fraud/prod',
    ]);
  });

  test('and an unknown stage and group are told with what they may mean', () => {
    const layout = layoutIn(stack);

    const found = () => layout.workloads('prd', 'marin');

    expect(found).toThrow(
      [
        '2 problems:',
        '  StageUnknown: stage is "prd", the layout has no such name; did you mean "prod"',
        '  WorkloadGroupUnknown: group is "marin", the layout has no such name; did you mean "marine"',
      ].join('\n'),
    );
  });

  test('only when it is clear of which group', () => {
    const layout = layoutIn(stack, { workloadGroups: ['marine', 'fraud'] });

    const found = () => layout.workloads('prod');

    expect(found).toThrow(
      "WorkloadGroupMissing: group is missing, there are several groups: marine, fraud; name one, or take allWorkloads('prod')",
    );
  });

  test('only when it exists', () => {
    const layout = layoutIn(stack);

    const found = () => layout.unit('Infrastrukture');

    expect(found).toThrow(
      'OrganizationalUnitUnknown: path is "Infrastrukture", the layout has no such name; did you mean "Infrastructure"',
    );
  });
});

describe('an adopted unit', () => {
  const adoptedUnits = { Workloads: 'ou-ab12-1a2b3c4d', Security: 'ou-ab12-5e6f7a8b' };

  test('is not created, and what the tree puts below it is', () => {
    layoutIn(stack, { adoptedUnits });

    const units = Object.values(Template.fromStack(stack).findResources(UNIT)).map(({ Properties }) => Properties);

    expect(units.map(({ Name }) => Name as string)).not.toContain('Workloads');
    expect(units.find(({ Name }) => Name === 'marine')?.ParentId).toBe('ou-ab12-1a2b3c4d');
  });

  test('has the ARN that its organization and its management account give it', () => {
    const layout = layoutIn(stack, { adoptedUnits, managementAccountId: '999999999999' });

    const arn = stack.resolve(layout.security.organizationalUnitArn) as object;

    expect(JSON.stringify(arn)).toContain(':organizations::999999999999:ou/o-a1b2c3d4e5/ou-ab12-5e6f7a8b');
  });

  test('has no other unit of the tree, no new unit above it and the right root', () => {
    const layout = () =>
      layoutIn(stack, {
        adoptedUnits: {
          Securty: 'ou-ab12-00000001',
          'Workloads/marine': 'ou-ab12-00000002',
          Sandbox: 'ou-cd34-00000003',
          Data: 'data',
          Suspended: 'ou-ab12-00000002',
        },
      });

    expect(layout).toThrow(
      [
        '5 problems:',
        '  OrganizationalUnitUnknown: adoptedUnits["Securty"] is "Securty", the layout has no such name; did you mean "Security"',
        '  AdoptedUnitBelowNewUnit: adoptedUnits["Workloads/marine"] exists, and "Workloads" above it does not, AWS Organizations cannot move a unit below another; adopt "Workloads" too, or let the deployment create "Workloads/marine"',
        '  AdoptedUnitOfOtherRoot: adoptedUnits["Sandbox"] is "ou-cd34-00000003", below another root than r-ab12, the first part of the id is that of the root; copy the id of a unit of this organization',
        '  OrganizationalUnitIdMalformed: adoptedUnits["Data"] is "data", the id of an organisational unit is "ou-", the four or more characters of its root, "-" and 8 to 32 more; copy it from the account tree of AWS Organizations, as "ou-ab12-1a2b3c4d"',
        '  AdoptedUnitTwice: adoptedUnits["Suspended"] is "ou-ab12-00000002", which "Workloads/marine" adopts too, an existing unit has one place in the tree; remove or correct one of the two',
      ].join('\n'),
    );
  });
});

describe('accounts', () => {
  const dev = AccountPlacement.created({
    accountName: 'marine-dev',
    email: 'aws+marine-dev@example.com',
    unit: 'Workloads/marine/dev',
  });
  const prod = AccountPlacement.created({
    accountName: 'marine-prod',
    email: 'aws+marine-prod@example.com',
    unit: 'Workloads/marine/prod',
  });

  test('that the deployment creates lie in their unit and outlive the stack', () => {
    layoutIn(stack, { accounts: [dev], adoptedUnits: adoptedWorkloads('ou-ab12-00000dev') });

    Template.fromStack(stack).hasResource(ACCOUNT, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        AccountName: 'marine-dev',
        Email: 'aws+marine-dev@example.com',
        ParentIds: ['ou-ab12-00000dev'],
        RoleName: 'OrganizationAccountAccessRole',
      },
    });
  });

  test('are created one after the other', () => {
    layoutIn(stack, { accounts: [dev, prod] });

    const [[first, { DependsOn: none }], [, { DependsOn }]] = Object.entries(
      Template.fromStack(stack).findResources(ACCOUNT),
    );

    expect([none, DependsOn]).toEqual([undefined, [first]]);
  });

  test('that exist are not in the template', () => {
    layoutIn(stack, { accounts: [AccountPlacement.existing({ accountId: '333333333333', unit: 'Sandbox' })] });

    Template.fromStack(stack).resourceCountIs(ACCOUNT, 0);
  });

  test('have one place, in a unit of the tree, and a name of their own', () => {
    const layout = () =>
      layoutIn(stack, {
        accounts: [
          AccountPlacement.existing({ accountId: '333333333333', unit: 'Sandbox' }),
          AccountPlacement.existing({ accountId: '333333333333', unit: 'Suspended' }),
          AccountPlacement.existing({ accountId: '444444444444', unit: 'Sandbx' }),
          dev,
          AccountPlacement.created({ accountName: 'marine-dev', email: 'aws+other@example.com', unit: 'Sandbox' }),
          AccountPlacement.created({ accountName: 'again', email: 'AWS+marine-dev@example.com', unit: 'Sandbox' }),
        ],
      });

    expect(layout).toThrow(
      [
        '4 problems:',
        '  AccountPlacedTwice: accounts[1] places 333333333333 in "Suspended", and accounts[0] in "Sandbox", an account lies in one organisational unit; remove one of the two',
        '  OrganizationalUnitUnknown: accounts[2].unit is "Sandbx", the layout has no such name; did you mean "Sandbox"',
        '  AccountNameTwice: accounts[4] creates a second account called "marine-dev", the name tells created accounts apart; give one of the two another name',
        '  AccountPlacedTwice: accounts[5] places aws+marine-dev@example.com in "Sandbox", and accounts[3] in "Workloads/marine/dev", an account lies in one organisational unit; remove one of the two',
      ].join('\n'),
    );
  });

  function adoptedWorkloads(devUnitId: string): Record<string, string> {
    return {
      Workloads: 'ou-ab12-0workloads',
      'Workloads/marine': 'ou-ab12-000marine',
      'Workloads/marine/dev': devUnitId,
    };
  }
});

describe('the checklist', () => {
  test('says what CloudFormation cannot do, in the order in which to do it', () => {
    const layout = layoutIn(stack, {
      trustedServices: ['guardduty.amazonaws.com', 'config.amazonaws.com', 'ram.amazonaws.com'],
      delegatedAdministrators: [
        { accountId: '222222222222', servicePrincipal: 'config.amazonaws.com' },
        { accountId: '222222222222', servicePrincipal: 'guardduty.amazonaws.com' },
      ],
      adoptedUnits: { Sandbox: 'ou-ab12-00sandbox' },
      accounts: [
        AccountPlacement.existing({ accountId: '333333333333', unit: 'Sandbox' }),
        AccountPlacement.existing({ accountId: '444444444444', unit: 'Workloads/marine/prod' }),
      ],
    });

    const lines = layout.preflight();

    expect(lines).toEqual([
      'enable policies of type SERVICE_CONTROL_POLICY: aws organizations enable-policy-type --root-id r-ab12 --policy-type SERVICE_CONTROL_POLICY',
      'enable policies of type RESOURCE_CONTROL_POLICY: aws organizations enable-policy-type --root-id r-ab12 --policy-type RESOURCE_CONTROL_POLICY',
      'enable policies of type TAG_POLICY: aws organizations enable-policy-type --root-id r-ab12 --policy-type TAG_POLICY',
      'trust guardduty.amazonaws.com: aws organizations enable-aws-service-access --service-principal guardduty.amazonaws.com',
      'trust config.amazonaws.com: aws organizations enable-aws-service-access --service-principal config.amazonaws.com',
      'trust ram.amazonaws.com: aws ram enable-sharing-with-aws-organization',
      'let 222222222222 administer config.amazonaws.com: aws organizations register-delegated-administrator --account-id 222222222222 --service-principal config.amazonaws.com',
      'let 222222222222 administer guardduty.amazonaws.com: aws guardduty enable-organization-admin-account --admin-account-id 222222222222 (in each region)',
      'move 333333333333 to Sandbox: aws organizations move-account --account-id 333333333333 --source-parent-id <id of its parent today> --destination-parent-id ou-ab12-00sandbox',
      'move 444444444444 to Workloads/marine/prod: aws organizations move-account --account-id 444444444444 --source-parent-id <id of its parent today> --destination-parent-id <id of Workloads/marine/prod>',
    ]);
  });

  test('trusts the services that the platform needs when none are named', () => {
    const layout = layoutIn(stack);

    const lines = layout.preflight().filter((line) => line.startsWith('trust '));

    expect(lines.map((line) => line.slice('trust '.length, line.indexOf(':')))).toEqual([
      'access-analyzer.amazonaws.com',
      'cloudtrail.amazonaws.com',
      'config-multiaccountsetup.amazonaws.com',
      'config.amazonaws.com',
      'guardduty.amazonaws.com',
      'macie.amazonaws.com',
      'malware-protection.guardduty.amazonaws.com',
      'member.org.stacksets.cloudformation.amazonaws.com',
      'ram.amazonaws.com',
      'securityhub.amazonaws.com',
      'servicecatalog.amazonaws.com',
      'sso.amazonaws.com',
      'tagpolicies.tag.amazonaws.com',
    ]);
  });

  test('is not changed by its readers', () => {
    const layout = layoutIn(stack);

    layout.preflight().pop();

    expect(layout.preflight()).toHaveLength(16);
  });

  test('delegates services that are trusted, to accounts', () => {
    const layout = () =>
      layoutIn(stack, {
        delegatedAdministrators: [{ accountId: 'security', servicePrincipal: 'guarduty.amazonaws.com' }],
      });

    expect(layout).toThrow(
      [
        '2 problems:',
        '  AccountIdMalformed: delegatedAdministrators[0].accountId is "security", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
        '  DelegatedServiceUntrusted: delegatedAdministrators[0].servicePrincipal is "guarduty.amazonaws.com", an account administers a service that the organization trusts; did you mean "guardduty.amazonaws.com"',
      ].join('\n'),
    );
  });
});

describe('the second deployment', () => {
  const first: Partial<OrganizationLayoutProps> = {
    accounts: [
      AccountPlacement.created({ accountName: 'lab', email: 'aws+lab@example.com', unit: 'Sandbox' }),
      AccountPlacement.created({ accountName: 'web', email: 'aws+web@example.com', unit: 'Workloads/marine/dev' }),
    ],
    additionalUnits: ['Infrastructure/Network'],
  };

  test.each<[string, Partial<OrganizationLayoutProps>]>([
    ['a group before the first', { workloadGroups: ['fraud', 'marine'] }],
    ['a further unit before the first', { additionalUnits: ['Backup', 'Infrastructure/Network'] }],
    [
      'an account, and moves another',
      {
        accounts: [
          AccountPlacement.created({ accountName: 'new', email: 'aws+new@example.com', unit: 'Sandbox' }),
          AccountPlacement.created({ accountName: 'lab', email: 'aws+lab@example.com', unit: 'Suspended' }),
          AccountPlacement.created({ accountName: 'web', email: 'aws+web@example.com', unit: 'Workloads/marine/dev' }),
        ],
      },
    ],
    ['trusted services', { trustedServices: ['config.amazonaws.com'] }],
  ])('that adds %s replaces and loses nothing', (_what, edit) => {
    const before = management();
    layoutIn(before, first);
    layoutIn(stack, { ...first, ...edit });
    Tags.of(stack.node.root).add('cost-centre', '4711');

    const [old, now] = [before, stack].map((each) => permanentOrganization(Template.fromStack(each)));

    expect(now).toMatchObject(old);
  });
});

describe('refused, all at once,', () => {
  test('are malformed ids, twins, names that are too long, units that are too deep or hang in the air', () => {
    const layout = () =>
      layoutIn(stack, {
        organizationId: 'acme',
        rootId: 'root',
        managementAccountId: '1',
        workloadGroups: ['marine', 'Marine', 'a/b', ''],
        additionalUnits: [
          'x'.repeat(129),
          'Sandbox',
          'Workloads/marine/prod/pci',
          'Workloads/marine/prod/pci/eu',
          'Workloads/marine/prod/pci/eu/west',
          'Infrastructur/Network',
        ],
      });

    expect(layout).toThrow(
      [
        '10 problems:',
        '  OrganizationIdMalformed: organizationId is "acme", an organization id is "o-" and 10 to 32 lower-case letters and digits; copy it from the settings page of AWS Organizations, as "o-a1b2c3d4e5"',
        '  OrganizationRootIdMalformed: rootId is "root", the id of a root is "r-" and 4 to 32 lower-case letters and digits; copy it from the account tree of AWS Organizations, as "r-ab12"',
        '  AccountIdMalformed: managementAccountId is "1", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
        '  OrganizationalUnitNameMalformed: workloadGroups[2] is "a/b", the name of a group has no slash, which divides the names of a path; write "a-b"',
        '  OrganizationalUnitNameMalformed: workloadGroups[3] has an empty name, the name of a unit has 1 to 128 characters; write one',
        '  OrganizationalUnitNameTooLong: additionalUnits[0] names a unit with 129 characters, AWS Organizations accepts 128; shorten the name',
        '  OrganizationalUnitTooDeep: additionalUnits[4] is "Workloads/marine/prod/pci/eu/west", 6 levels deep, AWS Organizations accepts 5 levels below the root; put the unit further up',
        '  OrganizationalUnitWithoutParent: additionalUnits[5] is "Infrastructur/Network", below "Infrastructur", the tree has no such unit; did you mean below "Infrastructure"',
        '  OrganizationalUnitTwice: workloadGroups[1] adds "Workloads/Marine", and there is "Workloads/marine", the units below one parent have different names; remove or rename one of the two',
        '  OrganizationalUnitTwice: additionalUnits[1] adds "Sandbox", and there is "Sandbox", the units below one parent have different names; remove or rename one of the two',
      ].join('\n'),
    );
  });

  test('is a tree without groups', () => {
    const layout = () => layoutIn(stack, { workloadGroups: [] });

    expect(layout).toThrow(
      'WorkloadGroupsMissing: workloadGroups is empty, workloads have at least one team or line of business; name one, so that a second never moves the first',
    );
  });

  test('is nothing that is known at deployment only', () => {
    const value = new CfnParameter(stack, 'Value').valueAsString;

    const layout = () =>
      layoutIn(stack, {
        organizationId: value,
        rootId: value,
        managementAccountId: value,
        adoptedUnits: { Data: value },
      });

    expect(layout).not.toThrow();
  });
});

function management(): Stack {
  return new Stack(new App(), 'Organization', { env: { account: '111111111111', region: 'us-east-1' } });
}

function layoutIn(scope: Stack, props: Partial<OrganizationLayoutProps> = {}): OrganizationLayout {
  return new OrganizationLayout(scope, 'Layout', { ...PROPS, ...props });
}
