import { PlatformDescription, TeamDescription } from '../../lib/description';
import { Context } from './control-policies';
import { ControlPolicyType } from './control-policy-tree';
import { deploymentRole, isDeploymentRole, Role } from './platform-roles';
import { goodJob, networkOf } from './reference-grounds';
import { SynthesisedPlatform } from './synthesised-platform';

/** Who may do what. */
export interface AccessMatrix {
  readonly capabilities: readonly string[];
  readonly rows: readonly MatrixRow[];
}

/** What one role may do. */
export interface MatrixRow {
  /** What its account is for. */
  readonly where: string;
  readonly who: string;

  /** The capabilities that it has. */
  readonly may: readonly string[];
}

/** Something that a role may do or not, as the requests of which one suffices. */
interface Capability {
  readonly what: string;
  readonly attempts: (grounds: Grounds) => Attempt[];
}

type Attempt = readonly [action: string, resource: string, context?: Context];

/** What a role stands on: its account, the team that it belongs to or looks after, and another team. */
interface Grounds {
  readonly platform: SynthesisedPlatform;
  readonly role: Role;
  readonly account: string;
  readonly region: string;
  readonly team: TeamDescription;
  readonly otherTeam: TeamDescription;
  readonly registry: string;
}

/** The most characters that AWS Organizations accepts in a policy. */
const MOST_CHARACTERS: Record<ControlPolicyType, number> = {
  SERVICE_CONTROL_POLICY: 10240,
  RESOURCE_CONTROL_POLICY: 5120,
};

const CAPABILITIES: readonly Capability[] = [
  { what: 'train a model', attempts: trainings },
  { what: "read the team's data", attempts: (grounds) => onData('s3:GetObject', grounds) },
  { what: "write the team's data", attempts: (grounds) => onData('s3:PutObject', grounds) },
  { what: "delete the team's data", attempts: (grounds) => onData('s3:DeleteObject', grounds) },
  {
    what: "read another team's data",
    attempts: (grounds) => onData('s3:GetObject', { ...grounds, team: grounds.otherTeam }),
  },
  { what: 'start a pipeline', attempts: (grounds) => [['sagemaker:StartPipelineExecution', pipelineOf(grounds)]] },
  { what: 'change a pipeline', attempts: (grounds) => [['sagemaker:UpdatePipeline', pipelineOf(grounds)]] },
  {
    what: 'register a version',
    attempts: (grounds) => onVersion('sagemaker:CreateModelPackage', grounds, 'PendingManualApproval'),
  },
  { what: 'approve a version', attempts: (grounds) => onVersion('sagemaker:UpdateModelPackage', grounds, 'Approved') },
  { what: 'deploy in dev', attempts: (grounds) => deployments(grounds, 'dev') },
  { what: 'deploy in test', attempts: (grounds) => deployments(grounds, 'test') },
  { what: 'deploy in prod', attempts: (grounds) => deployments(grounds, 'prod') },
  { what: 'read logs', attempts: (grounds) => [['logs:GetLogEvents', `${logGroupOf(grounds)}:log-stream:1`]] },
  { what: 'delete logs', attempts: (grounds) => [['logs:DeleteLogGroup', logGroupOf(grounds)]] },
  { what: 'pass a role to SageMaker', attempts: passings },
  {
    what: 'change roles',
    attempts: ({ account }) => [['iam:PutRolePolicy', `arn:aws:iam::${account}:role/cdk-hnb659fds-x`]],
  },
  { what: 'change the key policy of data', attempts: (grounds) => onKey('kms:PutKeyPolicy', grounds) },
  {
    what: 'change guardrails',
    attempts: ({ platform: { organization } }) => {
      const { managementAccount, organizationId } = organization.facts;
      const policy = `policy/${organizationId}/service_control_policy/p-1`;
      return [['organizations:UpdatePolicy', `arn:aws:organizations::${managementAccount}:${policy}`]];
    },
  },
];

/** Who may do what on a platform: roles and permission sets against capabilities. */
export async function accessMatrixOf(
  platform: SynthesisedPlatform,
  description: PlatformDescription,
): Promise<AccessMatrix> {
  const rows: MatrixRow[] = [];

  for (const { where, role } of rolesOfAccounts(platform, description)) {
    const grounds = groundsOf(platform, description, role);
    const may: string[] = [];
    for (const capability of CAPABILITIES) {
      if (await mayDo(capability, grounds)) may.push(capability.what);
    }
    rows.push({ where, who: nameOf(role, description.name), may });
  }
  return { capabilities: CAPABILITIES.map(({ what }) => what), rows };
}

/** A matrix as text: a line for each role, a column for each capability. */
export function renderMatrix({ capabilities, rows }: AccessMatrix): string {
  const columns = [rows.map(({ where }) => where), rows.map(({ who }) => who)];
  const [whereWidth, whoWidth] = columns.map((texts) => Math.max(...texts.map(({ length }) => length)));
  const line = (where: string, who: string, cells: string[]): string =>
    `${where.padEnd(whereWidth)}  ${who.padEnd(whoWidth)}  ${cells.join(' ')}`;

  return [
    'who may do what (X yes, . no), by simulation of the synthesised policies',
    '',
    ...capabilities.map((what, i) => `  ${letter(i)}  ${what}`),
    '',
    line(
      '',
      '',
      capabilities.map((_, i) => letter(i)),
    ),
    ...rows.map(({ where, who, may }) =>
      line(
        where,
        who,
        capabilities.map((what) => (may.includes(what) ? 'X' : '.')),
      ),
    ),
  ].join('\n');
}

/** How large each control policy is, and how much room is left in it, as text. */
export function controlPolicyMargins({ organization }: SynthesisedPlatform): string {
  const types = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;
  const sizes = types.flatMap((type) =>
    organization.sizesOf(type).map((size) => ({ ...size, spare: MOST_CHARACTERS[type] - size.characters })),
  );
  const width = Math.max(0, ...sizes.map(({ name }) => name.length));

  return [
    'control policies: characters, and how many are left',
    '',
    ...sizes.map(
      ({ name, characters, spare }) =>
        `${name.padEnd(width)}  ${String(characters).padStart(6)}  ${String(spare).padStart(6)}`,
    ),
  ].join('\n');
}

async function mayDo({ attempts }: Capability, grounds: Grounds): Promise<boolean> {
  for (const [action, resource, context = {}] of attempts(grounds)) {
    const { decision } = await grounds.platform.decide({ who: grounds.role, action, resource, context });
    if (decision === 'allowed') return true;
  }
  return false;
}

/** The roles of people and of compute by their accounts, and the role with which each account is deployed into. */
function rolesOfAccounts(
  platform: SynthesisedPlatform,
  description: PlatformDescription,
): { where: string; role: Role }[] {
  return [...namesOfAccounts(description)].flatMap(([account, where]) =>
    [
      ...platform.roles.filter((role) => role.account === account && role.unreadPolicies.length === 0),
      deploymentRole(account, description.homeRegion),
    ].map((role) => ({ where, role })),
  );
}

function nameOf({ arn, roleName, permissionSet }: Role, platformName: string): string {
  if (isDeploymentRole(arn)) return '(deployment)';
  return permissionSet === undefined ? roleName.replace(`${platformName}-`, '') : `${permissionSet} (permission set)`;
}

/** What accounts are for, by their ids, in the order of the description; one that several share is named after the first. */
function namesOfAccounts({ accounts, teams }: PlatformDescription): Map<string, string> {
  const named = [
    [accounts.management, 'management'],
    [accounts.logArchive, 'log archive'],
    [accounts.security, 'security'],
    [accounts.sharedServices, 'shared services'],
    [accounts.data, 'data'],
    ...teams.flatMap(({ name, stages }) =>
      (['dev', 'test', 'prod'] as const).map((stage) => [stages[stage]?.account ?? '', `${name} ${stage}`]),
    ),
  ].filter(([account]) => account !== '');
  const names = new Map<string, string>();
  for (const [account, name] of named) if (!names.has(account)) names.set(account, name);

  return names;
}

function groundsOf(platform: SynthesisedPlatform, description: PlatformDescription, role: Role): Grounds {
  const { teams, homeRegion: region, accounts } = description;
  const own = teams.find(({ stages }) => Object.values(stages).some((stage) => stage?.account === role.account));
  const team = own ?? teams[0];
  const otherTeam = teams.find((other) => other !== team) ?? team;

  return { platform, role, account: role.account, region, team, otherTeam, registry: accounts.sharedServices };
}

/** Jobs have names of their own or those that pipelines give them. */
function trainings({ platform, account, region, team }: Grounds): Attempt[] {
  if (account !== team.stages.dev.account) return [];
  const job = goodJob(networkOf(platform, account), keyOf(platform, team));

  return ['pipelines-1-train', `${team.name}--1`].map((name) => [
    'sagemaker:CreateTrainingJob',
    `arn:aws:sagemaker:${region}:${account}:training-job/${name}`,
    { ...job, 'sagemaker:NetworkIsolation': 'true' },
  ]);
}

/** Raw data or results, whichever the role works on. */
function onData(action: string, { platform, team }: Grounds): Attempt[] {
  const bucket = platform.ofType('AWS::S3::Bucket').find(({ name }) => name.includes(`-${team.name}-dev-data-`));
  const project = team.projects?.[0]?.name ?? 'any';

  return [`${project}/raw/1.csv`, `projects/${project}/1.csv`].map((key) => [action, `${String(bucket?.arn)}/${key}`]);
}

function onVersion(action: string, { registry, region, team }: Grounds, status: string): Attempt[] {
  const version = `model-package/${team.name}--${team.projects?.[0]?.name ?? 'any'}/1`;

  return [[action, `arn:aws:sagemaker:${region}:${registry}:${version}`, { 'sagemaker:ModelApprovalStatus': status }]];
}

function onKey(action: string, { platform, team }: Grounds): Attempt[] {
  return [[action, keyOf(platform, team)]];
}

/** Nobody deploys from one account into another: an endpoint is of its own account. */
function deployments({ account, region, team }: Grounds, stage: 'dev' | 'test' | 'prod'): Attempt[] {
  if (team.stages[stage]?.account !== account) return [];
  const project = `${team.name}--${team.projects?.[0]?.name ?? 'any'}`;
  const tags = {
    'governed-ml:platform': 'acme-ml',
    'governed-ml:team': team.name,
    'governed-ml:stage': stage,
    'cost-centre': team.costCentre,
  };
  const context = {
    'aws:TagKeys': Object.keys(tags),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };

  return ['CreateEndpoint', 'UpdateEndpoint'].map((action) => [
    `sagemaker:${action}`,
    `arn:aws:sagemaker:${region}:${account}:endpoint/${project}-${stage}`,
    action === 'CreateEndpoint' ? context : {},
  ]);
}

function passings({ platform, account }: Grounds): Attempt[] {
  const roles = platform.roles.filter((role) => role.account === account && role.permissionSet === undefined);

  return roles.map(({ arn }) => ['iam:PassRole', arn, { 'iam:PassedToService': 'sagemaker.amazonaws.com' }]);
}

function pipelineOf({ region, team }: Grounds): string {
  return `arn:aws:sagemaker:${region}:${team.stages.dev.account}:pipeline/${team.name}--${team.projects?.[0]?.name ?? 'any'}`;
}

function logGroupOf({ account, region }: Grounds): string {
  return `arn:aws:logs:${region}:${account}:log-group:/aws/sagemaker/TrainingJobs`;
}

function keyOf(platform: SynthesisedPlatform, team: TeamDescription): string {
  return platform.key(team.stages.dev.account, `alias/acme-ml/${team.name}/dev`);
}

function letter(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index);
}
