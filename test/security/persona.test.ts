import { Duty, ExecutionRole, MlEngineerScope, Persona } from '../../lib/security';
import { Activity } from '../../lib/security';
import { GROUP_ARN, Permission, permissionOf, REPOSITORY_ARN, Workspace, workspaceIn } from './workspace';

const APPROVING = /sagemaker:UpdateModelPackage/;
const RUNNING_JOBS = /sagemaker:Create(Training|Processing|Transform|AutoML|HyperParameterTuning)Job/;
const DEPLOYING = /sagemaker:(Create|Update)Endpoint/;
const STUDIO = /sagemaker:(Create|Delete)(App|Space)$/;

let workspace: Workspace;
let personas: Record<string, Persona>;

beforeEach(() => {
  workspace = workspaceIn();
  const scope = teamOf(workspace);
  const { network, jobRole, key } = workspace;

  personas = {
    'data-scientist': Persona.dataScientist(scope),
    'data-engineer': Persona.dataEngineer({
      ...scope,
      databaseNames: ['marine_life'],
      workgroupNames: ['marine-life'],
    }),
    'ml-engineer': Persona.mlEngineer(scope),
    'mlops-engineer': Persona.mlOpsEngineer(scope),
    'platform-engineer': Persona.platformEngineer('hnb659fds'),
    'model-approver': Persona.modelApprover([GROUP_ARN]),
    auditor: Persona.auditor(),
    'business-analyst': Persona.businessAnalyst({ ...scope, executionRole: jobRole }),
    jobs: Persona.jobs({ data: [Activity.useKey(key)], repositoryArns: [REPOSITORY_ARN], network }),
    pipelines: Persona.pipelines({
      jobs: { namePrefix: 'pipelines-', jobRole, network, volumeKey: key },
      modelPackageGroupArns: [GROUP_ARN],
      data: [],
    }),
    endpoints: Persona.endpoints({ data: [Activity.useKey(key)], network }),
  };
});

const NAMES = [
  'data-scientist',
  'data-engineer',
  'ml-engineer',
  'mlops-engineer',
  'platform-engineer',
  'model-approver',
  'auditor',
  'business-analyst',
  'jobs',
  'pipelines',
  'endpoints',
];
const except = (...names: string[]): string[] => NAMES.filter((name) => !names.includes(name));

test.each(NAMES)('the persona %s is called so and fits into one role', (name) => {
  const persona = personas[name];

  const role = () =>
    new ExecutionRole(workspace.stack, 'Role', {
      roleName: name,
      description: name,
      activities: persona.activities,
    });

  expect(persona.name).toBe(name);
  expect(role).not.toThrow();
});

test.each([
  ['approves', APPROVING, except('model-approver')],
  ['runs jobs by hand', RUNNING_JOBS, except('ml-engineer', 'business-analyst', 'pipelines')],
  ['deploys endpoints by hand', DEPLOYING, except('ml-engineer')],
  [
    'has Studio apps',
    STUDIO,
    except('data-scientist', 'data-engineer', 'ml-engineer', 'mlops-engineer', 'business-analyst'),
  ],
  ['changes IAM', /iam:(Create|Put|Attach|Update|Delete)(Role|User|Policy)/, NAMES],
  ['administers Studio', /sagemaker:(Create|Update|Delete)(Domain|UserProfile)$/, NAMES],
  ['deletes versions of models', /sagemaker:DeleteModelPackage/, NAMES],
])('nobody else %s', (_, pattern, others) => {
  const doing = others.filter((name) => actionsOf(personas[name]).some((action) => pattern.test(action)));

  expect(doing).toEqual([]);
});

test.each([
  ['model-approver', APPROVING, Duty.APPROVE],
  ['ml-engineer', RUNNING_JOBS, Duty.TRAIN],
  ['ml-engineer', DEPLOYING, Duty.DEPLOY],
  ['data-scientist', /sagemaker:StartPipelineExecution/, Duty.TRAIN],
  ['mlops-engineer', /sagemaker:StartPipelineExecution/, Duty.TRAIN],
  ['business-analyst', RUNNING_JOBS, Duty.TRAIN],
  ['platform-engineer', /sts:AssumeRole/, Duty.DEPLOY],
])('the duties of the %s tell what it does: %s', (name, pattern, duty) => {
  const persona = personas[name];

  const actions = actionsOf(persona);

  expect(actions.filter((action) => pattern.test(action))).not.toEqual([]);
  expect(persona.duties).toContain(duty);
});

test('who trains or deploys does not approve', () => {
  const approvers = Object.values(personas).filter(({ duties }) => duties.includes(Duty.APPROVE));

  expect(approvers.map(({ duties }) => duties)).toEqual([[Duty.APPROVE]]);
});

test.each(['ml-engineer', 'business-analyst'])(
  'what the %s runs by hand is in the network and under the key',
  (name) => {
    const creating = permissionsOf(personas[name]).filter(({ actions }) =>
      actions.includes('sagemaker:CreateTrainingJob'),
    );

    const conditions = creating.map(({ conditions: given }) => JSON.stringify(given));

    expect(creating.length).toBeGreaterThan(0);
    for (const condition of conditions) {
      expect(condition).toContain('"sagemaker:VpcSubnets":["subnet-a","subnet-b"]');
      expect(condition).toContain('sagemaker:VolumeKmsKeyArn');
    }
  },
);

test.each(['data-scientist', 'data-engineer', 'mlops-engineer'])(
  'outside Studio the %s has neither apps nor spaces',
  (name) => {
    const scope = { ...teamOf(workspace), inStudio: false };
    const outside = {
      'data-scientist': Persona.dataScientist(scope),
      'data-engineer': Persona.dataEngineer({
        ...scope,
        databaseNames: ['marine_life'],
        workgroupNames: ['marine-life'],
      }),
      'mlops-engineer': Persona.mlOpsEngineer(scope),
    }[name] as Persona;

    const actions = actionsOf(outside);

    expect(actions.filter((action) => STUDIO.test(action))).toEqual([]);
  },
);

test.each(['data-scientist', 'mlops-engineer'])('the %s of a team without models reads none', (name) => {
  const scope = { ...teamOf(workspace), modelPackageGroupArns: [] };

  const persona = name === 'data-scientist' ? Persona.dataScientist(scope) : Persona.mlOpsEngineer(scope);

  expect(actionsOf(persona)).not.toContain('sagemaker:DescribeModelPackage');
});

test("an MLOps engineer reads the team's data and writes none", () => {
  const actions = actionsOf(personas['mlops-engineer']);

  expect(actions).toContain('s3:GetObject');
  expect(actions).not.toContain('s3:PutObject');
});

test('endpoints pull images where repositories are named', () => {
  const { key, network } = workspace;

  const pulling = Persona.endpoints({ data: [Activity.useKey(key)], network, repositoryArns: [REPOSITORY_ARN] });

  expect(actionsOf(pulling)).toContain('ecr:BatchGetImage');
  expect(actionsOf(personas.endpoints)).not.toContain('ecr:BatchGetImage');
});

function teamOf({ bucket, key, network, jobRole }: Workspace): MlEngineerScope {
  return {
    dataBucket: bucket,
    useOfDataKey: Activity.useKey(key),
    namePrefix: 'marine-life--',
    modelPackageGroupArns: [GROUP_ARN],
    network,
    keys: [key],
    workRoles: [jobRole],
  };
}

function actionsOf(persona: Persona): string[] {
  return permissionsOf(persona).flatMap(({ actions }) => actions);
}

function permissionsOf({ activities }: Persona): Permission[] {
  return activities
    .flatMap((activity) => activity._render(workspace.stack))
    .map(({ statement }) => permissionOf(workspace.stack, statement));
}
