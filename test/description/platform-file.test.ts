import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as fc from 'fast-check';
import {
  MonitorKind,
  Persona,
  PlatformDescription,
  PlatformFile,
  ProjectDescription,
  ProjectTemplate,
  RepositoryProvider,
  TeamDescription,
} from '../../lib/description';
import { NINE_ACCOUNTS, descriptionFile, nineAccounts } from './nine-accounts';

function messageOf(action: () => void): string {
  try {
    action();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a file is read as the data that it describes', () => {
  const path = descriptionFile(NINE_ACCOUNTS);

  const file = PlatformFile.read(path);

  expect(file.description).toEqual(nineAccounts());
  expect(file.folder).toBe(dirname(path));
});

test('a relative path gives an absolute folder', () => {
  const path = descriptionFile(NINE_ACCOUNTS);

  const file = PlatformFile.read(relative(process.cwd(), path));

  expect(file.folder).toBe(dirname(path));
});

test('anchors and merge keys save repeating oneself', () => {
  const path = descriptionFile(
    NINE_ACCOUNTS.replace('  - name: ann\n', '  - &scientist\n        name: ann\n').replace(
      '- name: cleo\n        persona: data-scientist',
      '- <<: *scientist\n        name: cleo',
    ),
  );

  expect(PlatformFile.read(path).description).toEqual(nineAccounts());
});

test('every problem is told at once, in the order of the file', () => {
  const path = descriptionFile(
    NINE_ACCOUNTS.replace('homeRegion:', 'homeRegon:')
      .replace('"055555555555"', '055555555555')
      .replace('  rootId: r-ab12\n', '')
      .replace('marine-life\n', 'marine life\n')
      .replace('monthlyBudgetUsd: 5000', 'monthlyBudgetUsd: "5000"')
      .replace('persona: mlops-engineer', 'persona: mlops-enginer')
      .replace('code: abalone', 'code: abalon')
      .replace('testVersion: 3', 'canaryPercent: 60')
      .replace('account: "999999999999"', 'account: "888888888888"')
      .replace('name: dan', 'name: cleo'),
  );

  expect(() => PlatformFile.read(path)).toThrow(
    [
      '10 problems:',
      `  ${path}:2:1 UnknownKey: homeRegon is no known key, an unknown key would be ignored in silence; did you mean "homeRegion"`,
      `  ${path}:9:9 AccountIdUnquoted: accounts.data is the number 055555555555, an account id is text of 12 digits, because a number loses its leading zeros; write "055555555555"`,
      `  ${path}:11:3 MissingKey: organization.rootId is missing, it is required; add "rootId:" (id of the organization's root, as \`r-ab12\`)`,
      `  ${path}:24:11 NameMalformed: teams[0].name is "marine life", a team name is 1 to 24 characters: lower-case letters, digits and single hyphens between them, beginning with a letter; write "marine-life"`,
      `  ${path}:26:23 WrongType: teams[0].monthlyBudgetUsd is the text "5000", it takes a number; write it without quotes: 5000`,
      `  ${path}:45:18 NotAllowed: teams[0].members[1].persona is "mlops-enginer", it takes data-scientist, data-engineer, ml-engineer, mlops-engineer, platform-engineer, model-approver, auditor or business-analyst; did you mean "mlops-engineer"`,
      `  ${path}:53:17 CodeNotFound: teams[0].projects[0].model.code is "abalon", there is no such folder relative to the description's file; correct the path, or create the folder`,
      `  ${path}:57:26 CanaryPercentOutOfRange: teams[0].projects[0].deployment.canaryPercent is 60, SageMaker accepts a first share of 1 to 50 %, in whole numbers; write 50 to move half of the traffic first, or a smaller share to risk less`,
      `  ${path}:67:18 AccountSharedWithoutReason: teams[1].stages.dev.account is "888888888888", which teams[0].stages.prod (line 38) has too, an account serves one purpose, so that a mistake in one stage cannot reach another; give the stage an account of its own, or add teams[1].stages.dev.sharedAccountReason`,
      `  ${path}:73:15 DuplicateName: teams[1].members[1].name is "cleo", which teams[1].members[0].name (line 71) has too, a member name is unique in its team, upper and lower case alike; give one of the two another name`,
    ].join('\n'),
  );
});

test('every mistake about the organisation, its guardrails and its people is told at once', () => {
  const path = descriptionFile(
    NINE_ACCOUNTS.replace(
      '    exemptions:\n',
      `    units:
      - unit: Sandboxes
        include: [no-accelerator]
      - unit: Workloads/*/dev
        omit:
          - guardrail: inside-vpc
            reason: notebooks are tried out
    exemptions:
`,
    )
      .replace('reason: emergencies, each use is reviewed', 'reason: ""')
      .replace('network:\n', '  accounts:\n    - account: "888888888888"\n      unit: Sandbox\nnetwork:\n')
      .replace(
        '  provider: iam\n',
        `  provider: identity-center
  instanceArn: arn:aws:sso:::instance/ssoins-1234567890abcdef
  groups:
    - groupId: a1b2c3d4-5678-90ab-cdef-1234567890ab
      persona: model-approver
      permissionSetName: approver-of-every-model-of-acme-ml
`,
      )
      .replace('persona: mlops-engineer', 'persona: mlops-enginer\n      - name: Ann\n        persona: data-engineer')
      .replace(
        '    projects:\n',
        `    groups:
      - groupId: b1b2c3d4-5678-90ab-cdef-1234567890ab
        persona: ml-engineer
        stages: [dev, prod]
      - groupId: a1b2c3d4-5678-90ab-cdef-1234567890ab
        persona: data-scientist
    projects:
`,
      ),
  );

  expect(() => PlatformFile.read(path)).toThrow(
    [
      '10 problems:',
      `  ${path}:17:15 OrganizationalUnitUnknown: organization.guardrails.units[0].unit is "Sandboxes", the organization has no such unit; did you mean "Sandbox"`,
      `  ${path}:18:19 NotAllowed: organization.guardrails.units[0].include[0] is "no-accelerator", it takes customer-managed-keys, no-public-sharing, no-external-sharing, protected-governance-resources, resource-perimeter, remain-in-organization, inside-vpc, studio-vpc-only, encrypted-container-traffic, hardened-notebooks, approved-regions, required-tags, protected-tags, approved-instance-types, network-isolation, approved-image-registries, deployed-by-platform, no-accelerators or closed-features; did you mean "no-accelerators"`,
      `  ${path}:21:24 GuardrailsConflict: organization.guardrails.units[1].omit[0].guardrail takes "inside-vpc" out of "Workloads/*/dev", it holds in "Workloads", and what holds in a unit holds in all below it; take it out of "Workloads", and include it in the other units below`,
      `  ${path}:25:17 ExemptionWithoutReason: organization.guardrails.exemptions[0].reason is empty, an exemption from guardrails is only given for a reason, which ends up in the evidence; say why the role needs it, or remove the exemption`,
      `  ${path}:27:16 AccountInTwoUnits: organization.accounts[0].account puts 888888888888 into "Sandbox", and teams[0].stages.prod.account (line 54) into "Workloads/marine-life/prod", an account lies in one organisational unit; remove it here, or correct the other place`,
      `  ${path}:38:26 PermissionSetNameTooLong: identity.groups[0].permissionSetName names the permission set "approver-of-every-model-of-acme-ml", 34 characters, IAM Identity Center accepts 32; shorten it`,
      `  ${path}:61:18 NotAllowed: teams[0].members[1].persona is "mlops-enginer", it takes data-scientist, data-engineer, ml-engineer, mlops-engineer, platform-engineer, model-approver, auditor or business-analyst; did you mean "mlops-engineer"`,
      `  ${path}:62:15 DuplicateName: teams[0].members[2].name is "Ann", which teams[0].members[0].name (line 58) has too, a member name is unique in its team, upper and lower case alike; give one of the two another name`,
      `  ${path}:67:17 DeploysByHandToProduction: teams[0].groups[0].stages takes the persona ml-engineer, which deploys endpoints by hand, to prod, nobody deploys by hand to prod: approved versions are deployed by the platform; remove "prod", or give the group the persona mlops-engineer there`,
      `  ${path}:69:18 DutiesConflict: teams[0].groups[1].persona makes the group a1b2c3d4-5678-90ab-cdef-1234567890ab data-scientist, and identity.groups[0].persona (line 37) makes it model-approver, who trains or deploys a model must not approve it; give one of the two to another group`,
    ].join('\n'),
  );
});

test('a file that is no YAML is refused for that alone', () => {
  const path = descriptionFile('name: acme: ml\nhomeRegion: 5\n');

  expect(() => PlatformFile.read(path)).toThrow(
    `${path}:1:7 YamlMalformed: line 1 cannot be read, nested mappings are not allowed in compact mappings; correct the indentation, brackets or quotes here or on the lines above`,
  );
});

test('an empty file is refused', () => {
  const path = descriptionFile('# to be written\n');

  expect(() => PlatformFile.read(path)).toThrow(
    `${path}:1:1 DescriptionEmpty: the description is empty, it takes keys such as name, homeRegion, accounts and teams; write "name: my-platform", and the keys that are missing are listed`,
  );
});

test('a file that holds a list is refused', () => {
  const path = descriptionFile('# teams\n- name: acme\n');

  expect(() => PlatformFile.read(path)).toThrow(
    `${path}:2:1 NotAMapping: the description is a list, it takes keys such as name, homeRegion, accounts and teams; write "name: my-platform" and the other keys below it, without a dash`,
  );
});

test('whatever is typed into a file, what comes back are problems', () => {
  const path = descriptionFile('');
  const edits = fc.record({
    at: fc.nat(NINE_ACCOUNTS.length),
    cut: fc.nat(12),
    typed: fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom(': ', '\n', '- ', '"', '{', '[', '*a', '&a ', '<<: ', '!!x ', '~'),
    ),
  });

  fc.assert(
    fc.property(fc.array(edits, { minLength: 1, maxLength: 3 }), (all) => {
      const text = all.reduce(
        (old, { at, cut, typed }) => old.slice(0, at) + typed + old.slice(at + cut),
        NINE_ACCOUNTS,
      );
      writeFileSync(path, text);

      expect(messageOf(() => PlatformFile.read(path))).toMatch(
        /^$|^\d+ problems:\n|:\d+:\d+ [A-Z][A-Za-z]+: .+, .+; .+$/,
      );
    }),
  );
});

describe('a path that leads to no file', () => {
  test('is refused when nothing is there', () => {
    expect(() => PlatformFile.read('no/such/platform.yaml')).toThrow(
      'FileNotFound: "no/such/platform.yaml" does not exist, a description is read from a YAML file; correct the path, which is relative to the current folder',
    );
  });

  test('is refused when a folder is there', () => {
    const folder = dirname(descriptionFile(NINE_ACCOUNTS));

    expect(() => PlatformFile.read(folder)).toThrow(
      `FileNotFound: "${folder}" is a folder, a description is read from a YAML file; name the file in it, as "${join(folder, 'platform.yaml')}"`,
    );
  });

  test('is refused when a file stands where a folder is meant', () => {
    const path = join(descriptionFile(NINE_ACCOUNTS), 'platform.yaml');

    expect(() => PlatformFile.read(path)).toThrow(
      `FileNotFound: "${path}" cannot be read (ENOTDIR), a description is read from a YAML file; correct the path, or the rights to read the file`,
    );
  });
});

describe('render', () => {
  test('writes a text that is read as an equal description', () => {
    const path = descriptionFile(PlatformFile.render(nineAccounts()));

    expect(PlatformFile.read(path).description).toEqual(nineAccounts());
  });

  test('quotes account ids, so that their zeros are kept', () => {
    expect(PlatformFile.render(nineAccounts())).toContain('data: "055555555555"\n');
  });

  test('any valid description survives being written and read', () => {
    const path = descriptionFile('');

    fc.assert(
      fc.property(descriptions(), (description) => {
        writeFileSync(path, PlatformFile.render(description));

        expect(PlatformFile.read(path).description).toEqual(description);
      }),
      { numRuns: 50 },
    );
  });
});

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

/** Valid platforms of up to four teams; each team's accounts and networks follow from its place. */
function descriptions(): fc.Arbitrary<PlatformDescription> {
  return fc
    .record({
      zones: fc.integer({ min: 2, max: ZONES.length }),
      reason: fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `because ${text}`),
      teams: fc.array(teamDetails(), { minLength: 1, maxLength: 4 }),
    })
    .map(({ zones, reason, teams }) => ({
      ...nineAccounts({
        'network.availabilityZones': ZONES.slice(0, zones),
        'organization.guardrails.exemptions[0].reason': reason,
      }),
      teams: teams.map((details, i) => team(details, i)),
    }));
}

interface TeamDetails {
  readonly costCentre: string;
  readonly budget: number;
  readonly members: number;
  readonly hasProd: boolean;
  readonly sharing: string | undefined;
  readonly maxMse: number | undefined;
}

function teamDetails(): fc.Arbitrary<TeamDetails> {
  return fc.record({
    costCentre: fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z_.:/=+@ -]{0,20}$/),
    budget: fc.double({ min: 0.01, max: 1e9, noNaN: true }),
    members: fc.integer({ min: 1, max: 3 }),
    hasProd: fc.boolean(),
    sharing: fc.option(fc.constantFrom('yes', '0123', 'null', 'a: b # c', '- x\n- y'), { nil: undefined }),
    maxMse: fc.option(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { nil: undefined }),
  });
}

function team(details: TeamDetails, place: number): TeamDescription {
  const { costCentre, budget, members, hasProd, sharing, maxMse } = details;
  const account = (stage: number) => `00${place}${stage}12345678`;

  const dev = { account: account(0), network: { cidr: `10.40.${place * 4}.0/23` } };
  const ownProd = { account: account(1), network: { cidr: `10.40.${place * 4 + 2}.0/23` } };
  const prod = sharing === undefined ? ownProd : { account: account(0), sharedAccountReason: sharing };
  return {
    name: `team-${place}`,
    costCentre,
    monthlyBudgetUsd: budget,
    email: `team-${place}@acme.example`,
    stages: hasProd ? { dev, prod } : { dev },
    members: Array.from({ length: members }, (_, i) => ({ name: `${i}`, persona: Persona.DATA_SCIENTIST })),
    ...(maxMse === undefined ? {} : { projects: [project(maxMse, hasProd)] }),
  };
}

function project(maxMse: number, isDeployed: boolean): ProjectDescription {
  const served = { deployment: { prodVersion: 1 }, monitoring: { monitors: [MonitorKind.DATA_QUALITY] } };

  return {
    name: 'abalone',
    template: ProjectTemplate.TABULAR_REGRESSION,
    repository: { provider: RepositoryProvider.GITHUB, name: 'acme/abalone' },
    model: { code: 'abalone', trainingDataPrefix: 'abalone/raw/', maxMse },
    ...(isDeployed ? served : {}),
  };
}
