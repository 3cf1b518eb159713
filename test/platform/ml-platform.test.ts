import { App, Stack } from 'aws-cdk-lib';
import { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { OrganizationTree, PlatformDescription, ProjectDescription } from '../../lib/description';
import { MlPlatform } from '../../lib/platform';
import { guardrailsHeld } from '../../lib/platform/platform-guardrails';
import { PlatformNames } from '../../lib/platform/platform-names';
import { Changes, nineAccounts } from '../description/nine-accounts';
import {
  CODE_ROOT,
  described,
  existingVpc,
  newApp,
  Statement,
  statementsOf,
  synthesise,
  templateOf,
  TemplateResource,
  textsOf,
} from './synthesis';

const MODEL = 'AWS::SageMaker::Model';

const IN_NINE_ACCOUNTS = synthesise(nineAccounts());
const IN_ONE_ACCOUNT = synthesise(described('single-account'));

/** Where a resource carries the name that people and other stacks know it by. */
const NAME_OF: Readonly<Record<string, string>> = {
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SageMaker::Domain': 'DomainName',
  'AWS::SageMaker::Endpoint': 'EndpointName',
  'AWS::SageMaker::ModelPackageGroup': 'ModelPackageGroupName',
  'AWS::SageMaker::Pipeline': 'PipelineName',
};

/** What outlives its stack, because it holds what people have made or what opens it. */
const RETAINED = [
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::SageMaker::Domain',
  'AWS::SageMaker::ModelPackageGroup',
  'AWS::SageMaker::UserProfile',
];

/** What the guardrail of required tags is about, as far as the platform creates it. */
const TAGGED = [
  'AWS::SageMaker::Model',
  'AWS::SageMaker::EndpointConfig',
  'AWS::SageMaker::Endpoint',
  'AWS::SageMaker::ModelPackageGroup',
  'AWS::SageMaker::Pipeline',
];

/** Tags that never change: SageMaker's most precious resources carry no others. */
const PERMANENT_TAGS = [
  { Key: 'governed-ml:platform', Value: 'acme-ml' },
  { Key: 'governed-ml:team', Value: 'marine-life' },
];

describe('a platform in nine accounts', () => {
  test('has the stacks of each role in its account, under names that follow from the description', () => {
    const { stacks } = IN_NINE_ACCOUNTS;

    const places = stacks.map(({ stackName, environment }) => [
      stackName,
      `${environment.account}/${environment.region}`,
    ]);

    expect(Object.fromEntries(places)).toEqual({
      'acme-ml-organization': '111111111111/eu-west-1',
      'acme-ml-security': '333333333333/eu-west-1',
      'acme-ml-logs': '222222222222/eu-west-1',
      'acme-ml-registry': '444444444444/eu-west-1',
      'acme-ml-marine-life-workspace': '666666666666/eu-west-1',
      'acme-ml-marine-life-test': '777777777777/eu-west-1',
      'acme-ml-marine-life-prod': '888888888888/eu-west-1',
      'acme-ml-logistics-workspace': '999999999999/eu-west-1',
    });
  });

  test('offers its stacks in the order of the description', () => {
    const description = nineAccounts();

    const platform = new MlPlatform(newApp(), 'Platform', { description, codeRoot: CODE_ROOT });

    expect(namesOf([platform.logs, platform.registry])).toEqual(['acme-ml-logs', 'acme-ml-registry']);
    expect(platform.organization?.stackName).toBe('acme-ml-organization');
    expect(platform.security?.stackName).toBe('acme-ml-security');
    expect(namesOf(platform.workspaces)).toEqual(['acme-ml-marine-life-workspace', 'acme-ml-logistics-workspace']);
    expect(namesOf(platform.hosting)).toEqual(['acme-ml-marine-life-test', 'acme-ml-marine-life-prod']);
  });

  test('deploys the logs before whatever delivers to them, and the registry before whatever uses it', () => {
    const shared = ['acme-ml-logs', 'acme-ml-registry'];

    const dependencies = IN_NINE_ACCOUNTS.stacks.map((stack) => [stack.stackName, stacksBefore(stack)]);

    expect(Object.fromEntries(dependencies)).toEqual({
      'acme-ml-organization': [],
      'acme-ml-security': [],
      'acme-ml-logs': [],
      'acme-ml-registry': ['acme-ml-logs'],
      'acme-ml-marine-life-workspace': shared,
      'acme-ml-marine-life-test': shared,
      'acme-ml-marine-life-prod': shared,
      'acme-ml-logistics-workspace': shared,
    });
  });

  test('tags what can bear a change with team, stage and cost centre', () => {
    const tags = tagsByType(IN_NINE_ACCOUNTS, 'acme-ml-marine-life-test');

    expect(Object.keys(tags)).toEqual(expect.arrayContaining(['AWS::S3::Bucket', 'AWS::SageMaker::Endpoint']));
    for (const carried of Object.values(tags).flat()) {
      expect(carried).toEqual(
        expect.arrayContaining([
          ...PERMANENT_TAGS,
          { Key: 'governed-ml:stage', Value: 'test' },
          { Key: 'cost-centre', Value: 'CC-1024' },
        ]),
      );
    }
  });

  test('tags a domain and its profiles with what never changes', () => {
    const tags = tagsByType(IN_NINE_ACCOUNTS, 'acme-ml-marine-life-workspace');

    expect(tags['AWS::SageMaker::Domain']).toEqual([PERMANENT_TAGS]);
    expect(tags['AWS::SageMaker::UserProfile']).toEqual([PERMANENT_TAGS, PERMANENT_TAGS]);
  });

  test('names nothing of another account that the other account does not define', () => {
    const defined = IN_NINE_ACCOUNTS.stacks.flatMap(definitionsOf);

    const links = IN_NINE_ACCOUNTS.stacks.map((stack) => [stack.stackName, linksOf(IN_NINE_ACCOUNTS, stack)] as const);

    expect(links.filter(([, named]) => named.length === 0).map(([name]) => name)).toEqual(['acme-ml-security']);
    for (const [, named] of links) expect(defined).toEqual(expect.arrayContaining(named));
  });

  test('passes nothing from stack to stack through CloudFormation, which cannot cross an account', () => {
    const templates = IN_NINE_ACCOUNTS.stacks.map(({ template }) => JSON.stringify(template));

    expect(templates.filter((text) => /Fn::ImportValue|Fn::GetStackOutput/.test(text))).toEqual([]);
  });

  test('carries no reason for a relaxation that it does not have', () => {
    const metadata = IN_NINE_ACCOUNTS.stacks.map(({ template }) => template.Metadata);

    expect(metadata.filter((entry) => entry?.['governed-ml:relaxations'] !== undefined)).toEqual([]);
  });
});

describe('an organization', () => {
  const STARTER = { 'organization.guardrails': { preset: 'starter' } };

  test.each<[string, Changes, string[]]>([
    ['with the standard preset', {}, ['acme-ml-organization', 'acme-ml-security']],
    ['with the starter preset', STARTER, ['acme-ml-organization']],
    ['that is not described', { organization: undefined }, []],
  ])('%s has its stacks', (_, changes, stacks) => {
    const platform = platformIn(newApp(), changes);

    const present = [platform.organization, platform.security].flatMap((stack) => stack?.stackName ?? []);

    expect(present).toEqual(stacks);
  });

  test('is prepared by hand as far as CloudFormation cannot: units and accounts first, then what watches them', () => {
    const lines = platformIn(newApp(), {}).preflight();

    const first = lines.findIndex((line) => line.startsWith('move '));
    const watching = lines.findIndex((line) => line.includes('guardduty enable-organization-admin-account'));
    expect(lines[0]).toBe(
      'enable policies of type SERVICE_CONTROL_POLICY: aws organizations enable-policy-type --root-id r-ab12 --policy-type SERVICE_CONTROL_POLICY',
    );
    expect(first).toBeGreaterThan(0);
    expect(watching).toBeGreaterThan(first);
  });

  test.each<[string, Changes]>([
    ['there is none', { organization: undefined }],
    ['nothing watches it', STARTER],
  ])('asks for nothing that watches it where %s', (_, changes) => {
    const lines = platformIn(newApp(), changes).preflight();

    expect(lines.filter((line) => /guardduty enable|macie2|configservice/.test(line))).toEqual([]);
  });

  test('hands out its checklist, and keeps it', () => {
    const platform = platformIn(newApp(), {});
    const lines = platform.preflight();

    lines.pop();

    expect(platform.preflight()).toHaveLength(lines.length + 1);
  });
});

describe('where tags are required', () => {
  const description = described('reference');
  const required = requiredTags(description);
  const assembly = synthesise(description);
  const placed = OrganizationTree.of(description).accounts;

  test.each(assembly.stacks.map((stack) => [stack.stackName, stack] as const))('%s creates with them', (_, stack) => {
    const unit = placed.find(({ account }) => account === stack.environment.account)?.unit ?? '';
    const tags = required.get(unit.split('/')[0]) ?? [];

    const resources = resourcesIn(stack.template).filter(({ Type }) => TAGGED.includes(Type));

    for (const { Properties } of resources) {
      expect((Properties.Tags as { Key: string }[]).map(({ Key }) => Key)).toEqual(expect.arrayContaining(tags));
    }
  });

  test('the workloads and the registry create something that needs them', () => {
    const types = assembly.stacks.flatMap(({ template }) => typesOf(template));

    expect(TAGGED.filter((type) => types.includes(type))).toEqual(TAGGED);
    expect(required.get('Workloads')).toEqual([
      'governed-ml:platform',
      'governed-ml:team',
      'governed-ml:stage',
      'cost-centre',
    ]);
    expect(required.get('ML Platform')).toEqual(['governed-ml:platform']);
  });
});

describe('a platform in one account', () => {
  test('keeps every stack in it', () => {
    const accounts = IN_ONE_ACCOUNT.stacks.map((stack) => stack.environment.account);

    expect(accounts).toEqual(Array.from({ length: 5 }, () => '123456789012'));
  });

  test('gives each name once', () => {
    const names = IN_ONE_ACCOUNT.stacks.flatMap(({ template }) => namesIn(template));

    expect(names.length).toBeGreaterThan(20);
    expect(new Set(names).size).toBe(names.length);
  });

  test('has one network, which the later stages import so that it cannot be deleted under them', () => {
    const networks = IN_ONE_ACCOUNT.stacks.filter(({ template }) => typesOf(template).includes('AWS::EC2::VPC'));
    const exported = exportsOf(IN_ONE_ACCOUNT, 'solo-ml-marine-life-workspace');

    const imported = importsOf(IN_ONE_ACCOUNT, 'solo-ml-marine-life-test');

    expect(networks.map((stack) => stack.stackName)).toEqual(['solo-ml-marine-life-workspace']);
    expect(imported).toHaveLength(3);
    expect(exported).toEqual(expect.arrayContaining(imported));
    expect(JSON.stringify(IN_ONE_ACCOUNT.stacks.map(({ template }) => template))).not.toContain('Fn::GetStackOutput');
  });

  test('keeps the shared network exported when no endpoint uses it any more', () => {
    const before = exportsOf(IN_ONE_ACCOUNT, 'solo-ml-marine-life-workspace');

    const after = synthesise(described('single-account', { 'teams[0].projects[0].deployment': undefined }));

    expect(importsOf(after, 'solo-ml-marine-life-test')).toEqual([]);
    expect(exportsOf(after, 'solo-ml-marine-life-workspace')).toEqual(before);
  });

  test.each(['workspace', 'test', 'prod'])('says in the template of %s why the account is shared', (stage) => {
    const stack = IN_ONE_ACCOUNT.getStackByName(`solo-ml-marine-life-${stage}`);

    expect(stack.template.Metadata['governed-ml:relaxations']).toEqual([
      { setting: 'sharedAccount', reason: 'One account until the first model is in use' },
    ]);
  });
});

describe.each([
  ['nine accounts', IN_NINE_ACCOUNTS],
  ['one account', IN_ONE_ACCOUNT],
])('no template of a platform in %s', (_, assembly) => {
  const templates = assembly.stacks.map((stack) => stack.template);

  test('can be deleted by accident', () => {
    expect(assembly.stacks.map((stack) => stack.terminationProtection)).not.toContain(false);
  });

  test('has an inline policy', () => {
    const resources = templates.flatMap(resourcesIn);

    expect(resources.filter(({ Type }) => Type === 'AWS::IAM::Policy')).toEqual([]);
    expect(resources.filter(({ Properties }) => 'Policies' in (Properties ?? {}))).toEqual([]);
  });

  test("attaches one of AWS's own policies", () => {
    const texts = templates.flatMap(textsOf);

    expect(texts.filter((text) => /FullAccess|:iam::aws:policy\//.test(text))).toEqual([]);
  });

  test('allows anybody anything without a condition, but to read the image layers that AWS keeps', () => {
    const forAnybody = templates.flatMap(statementsOf).filter(isForAnybody);

    const unconditional = forAnybody.filter(({ Effect, Condition }) => Effect === 'Allow' && Condition === undefined);

    expect(forAnybody.length).toBeGreaterThan(unconditional.length);
    for (const statement of unconditional) {
      expect(statement).toMatchObject({
        Action: 's3:GetObject',
        Resource: expect.stringMatching(/^arn:aws:s3:::prod-[a-z0-9-]+-starport-layer-bucket\/\*$/),
      });
    }
  });

  test.each(RETAINED)('lets an %s go with its stack', (type) => {
    const resources = templates.flatMap(resourcesIn).filter(({ Type }) => Type === type);

    expect(resources.length).toBeGreaterThan(0);
    for (const resource of resources) {
      expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });
});

describe('a stage without a network of its own', () => {
  const shared = { account: '666666666666', sharedAccountReason: 'a pilot' };
  const prod = 'acme-ml-marine-life-prod';

  test('shares that of the earlier stage in its account', () => {
    const assembly = synthesise(nineAccounts({ 'teams[0].stages.prod': shared }));

    expect(stacksBefore(assembly.getStackByName(prod))).toContain('acme-ml-marine-life-workspace');
    expect(importsOf(assembly, prod)).toHaveLength(3);
  });

  test('shares an existing VPC by its ids', () => {
    const dev = { existingVpc: existingVpc() };

    const assembly = synthesise(nineAccounts({ 'teams[0].stages.dev.network': dev, 'teams[0].stages.prod': shared }));

    templateOf(assembly, prod).hasResourceProperties(MODEL, {
      VpcConfig: { Subnets: dev.existingVpc.subnets.map(({ subnetId }) => subnetId) },
    });
    expect(importsOf(assembly, prod)).toHaveLength(1);
  });

  test('shares that of the first one when there are two', () => {
    const test = { ...shared, network: { cidr: '10.40.16.0/20' } };

    const assembly = synthesise(nineAccounts({ 'teams[0].stages.test': test, 'teams[0].stages.prod': shared }));

    expect(stacksBefore(assembly.getStackByName(prod))).toContain('acme-ml-marine-life-workspace');
    expect(stacksBefore(assembly.getStackByName(prod))).not.toContain('acme-ml-marine-life-test');
  });
});

test('projects whose names could be read two ways are kept apart', () => {
  const { repository, template, model } = (nineAccounts().teams[0].projects as ProjectDescription[])[0];
  const project = { name: 'life-abalone', repository, template, model };

  const assembly = synthesise(nineAccounts({ 'teams[1].name': 'marine', 'teams[1].projects': [project] }));

  const groups = templateOf(assembly, 'acme-ml-registry').findResources('AWS::SageMaker::ModelPackageGroup');
  expect(Object.values(groups).map(({ Properties }) => Properties.ModelPackageGroupName)).toEqual([
    'marine-life--abalone',
    'marine--life-abalone',
  ]);
});

test('a platform in another partition names what lies in it', () => {
  const changes = { homeRegion: 'cn-north-1', 'network.availabilityZones': ['cn-north-1a', 'cn-north-1b'] };

  const assembly = synthesise(nineAccounts({ ...changes, 'organization.guardrails': undefined }));

  const texts = assembly.stacks.flatMap(({ template }) => textsOf(template));
  expect(texts.filter((text) => text.includes('arn:aws:'))).toEqual([]);
  expect(texts).toContain('arn:aws-cn:sagemaker:cn-north-1:444444444444:model-package/marine-life--abalone/2');
});

describe('a description with problems', () => {
  test('is refused with all of them at once', () => {
    const defining = defined({
      homeRegion: 'eu-west-9',
      'teams[0].monthlyBudgetUsd': 0,
      'teams[1].members': [],
    });

    expect(defining).toThrow(
      [
        '3 problems:',
        '  RegionUnknown: homeRegion is "eu-west-9", AWS has no such region; did you mean "eu-west-1"',
        '  BudgetNotPositive: teams[0].monthlyBudgetUsd is 0, a budget is more than 0 US dollars; write what the team may spend in a month, as 5000',
        '  TeamWithoutMember: teams[1].members is empty, a team has at least one member; add a member with name and persona',
      ].join('\n'),
    );
  });

  test('defines nothing', () => {
    const app = newApp();

    expect(() => platformIn(app, { 'teams[1].members': [] })).toThrow();

    expect(app.node.findAll().filter((construct) => Stack.isStack(construct))).toEqual([]);
  });

  test('is refused for an endpoint service that the platform does not know', () => {
    const vpc = { ...existingVpc(), endpoints: ['s3', 'sagemaker.runtme', 'elasticache'] };

    const defining = defined({ 'teams[0].stages.prod.network': { existingVpc: vpc } });

    expect(defining).toThrow(
      /^2 problems:\n {2}EndpointServiceUnknown: teams\[0\]\.stages\.prod\.network\.existingVpc\.endpoints\[1\] is "sagemaker\.runtme", .*; did you mean "sagemaker\.runtime"\n {2}EndpointServiceUnknown: teams\[0\]\.stages\.prod\.network\.existingVpc\.endpoints\[2\] is "elasticache", /,
    );
  });

  test('is refused when its code is not where it says', () => {
    const app = newApp();

    const defining = () => new MlPlatform(app, 'Platform', { description: nineAccounts(), codeRoot: 'no/such/folder' });

    expect(defining).toThrow(
      'ProjectFileMissing: no/such/folder/abalone/preprocess.py is no file, the folder of a project holds preprocess.py, evaluate.py, training.json; add it, or correct codeFolder',
    );
  });
});

test('paths of project code begin at the current folder when nothing else is said', () => {
  const description = nineAccounts({ 'teams[0].projects[0].model.code': 'examples/reference/abalone' });

  const defining = () => new MlPlatform(newApp(), 'Platform', { description });

  expect(defining).not.toThrow();
});

/** The keys of the tags that the guardrails of a unit at the top require, by its path. */
function requiredTags(description: PlatformDescription): ReadonlyMap<string, string[]> {
  const held = guardrailsHeld(description, new PlatformNames(description));

  return new Map(
    held.flatMap(({ units, guardrails }) => {
      const statements = guardrails.guardrails
        .filter(({ name }) => name === 'required-tags')
        .flatMap((guardrail) => guardrail.serviceControlStatements().map((statement) => statement.toStatementJson()));
      const keys = [...JSON.stringify(statements).matchAll(/aws:RequestTag\/([^"]+)"/g)].map(([, key]) => key);
      return units.filter((unit) => !unit.includes('/')).map((unit) => [unit, keys] as const);
    }),
  );
}

function defined(changes: Changes): () => MlPlatform {
  return () => platformIn(newApp(), changes);
}

function platformIn(app: App, changes: Changes): MlPlatform {
  return new MlPlatform(app, 'Platform', { description: nineAccounts(changes), codeRoot: CODE_ROOT });
}

function namesOf(stacks: Stack[]): string[] {
  return stacks.map((stack) => stack.stackName);
}

function stacksBefore(stack: CloudFormationStackArtifact): string[] {
  return stack.dependencies
    .filter((artifact) => artifact instanceof CloudFormationStackArtifact)
    .map(({ stackName }) => stackName)
    .sort();
}

function resourcesIn(template: { Resources: Record<string, TemplateResource> }): TemplateResource[] {
  return Object.values(template.Resources);
}

function typesOf(template: { Resources: Record<string, TemplateResource> }): string[] {
  return resourcesIn(template).map(({ Type }) => Type);
}

/** The tags of each resource that has some, by its type. */
function tagsByType(assembly: CloudAssembly, stackName: string): Record<string, unknown[]> {
  const tagged = resourcesIn(assembly.getStackByName(stackName).template).filter(
    ({ Type, Properties }) => Type !== 'AWS::EC2::VPC' && 'Tags' in (Properties ?? {}),
  );

  return Object.fromEntries(
    tagged.map(({ Type }) => [Type, tagged.filter((other) => other.Type === Type).map((of) => of.Properties.Tags)]),
  );
}

function namesIn(template: { Resources: Record<string, TemplateResource> }): string[] {
  return resourcesIn(template)
    .filter(({ Type }) => Type in NAME_OF)
    .map((resource) => `${resource.Type} ${nameOf(resource)}`);
}

function nameOf({ Type, Properties }: TemplateResource): string {
  return Properties[NAME_OF[Type]] as string;
}

function exportsOf(assembly: CloudAssembly, stackName: string): string[] {
  const outputs = (assembly.getStackByName(stackName).template.Outputs ?? {}) as Record<string, Output>;

  return Object.values(outputs).flatMap((output) => output.Export?.Name ?? []);
}

function importsOf(assembly: CloudAssembly, stackName: string): string[] {
  const text = JSON.stringify(assembly.getStackByName(stackName).template);

  return [...new Set([...text.matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name))];
}

interface Output {
  readonly Export?: { readonly Name: string };
}

function isForAnybody({ Principal }: Statement): boolean {
  return Principal === '*' || (Principal as { AWS?: unknown } | undefined)?.AWS === '*';
}

/** What other accounts may name of a stack's, as its ARN. A key or a log delivery cannot be named one by one. */
function definitionsOf({ template, environment }: CloudFormationStackArtifact): string[] {
  const { account, region } = environment;
  const arns = (type: string, arnOf: (name: string) => string): string[] =>
    resourcesIn(template)
      .filter(({ Type }) => Type === type)
      .map((resource) => arnOf(nameOf(resource)));

  return [
    `arn:aws:iam::${account}:root`,
    ...arns('AWS::IAM::Role', (name) => `arn:aws:iam::${account}:role/${name}`),
    ...arns('AWS::S3::Bucket', (name) => `arn:aws:s3:::${name}`),
    ...arns('AWS::CloudTrail::Trail', (name) => `arn:aws:cloudtrail:${region}:${account}:trail/${name}`),
    ...arns('AWS::KMS::Key', () => `arn:aws:kms:${region}:${account}:key/*`),
    ...arns('AWS::KMS::Alias', (name) => `arn:aws:kms:${region}:${account}:${name}`),
    ...arns('AWS::EC2::FlowLog', () => `arn:aws:logs:${region}:${account}:*`),
    ...arns('AWS::SageMaker::ModelPackageGroup', (name) => {
      return `arn:aws:sagemaker:${region}:${account}:model-package-group/${name}`;
    }),
  ];
}

/** What a stack names of the platform's other accounts, as its ARN: a version by its group, an object by its bucket. */
function linksOf(assembly: CloudAssembly, { template, environment }: CloudFormationStackArtifact): string[] {
  const others = assembly.stacks.map((stack) => stack.environment.account).filter((id) => id !== environment.account);
  const texts = textsOf(template.Resources);
  const arns = texts.flatMap((text) => text.match(/arn:aws:[\w-]+:[\w-]*:\d{12}:[^\s"\\,]+/g) ?? []);
  const buckets = texts.flatMap((text) => text.match(/[a-z][a-z0-9-]*-\d{12}-eu-west-1/g) ?? []);

  const links = [...arns, ...buckets.map((name) => `arn:aws:s3:::${name}`)]
    .filter((arn) => others.some((account) => arn.includes(account)) && !isPattern(arn))
    .map((arn) => arn.replace(/:model-package\/([^/]+)\/.*$/, ':model-package-group/$1'));
  return [...new Set(links)];
}

/** Stands for the projects of a team, those to come included. */
function isPattern(arn: string): boolean {
  return arn.includes('--*');
}
