import { PersonaGrounds, StudioPersona } from '../../lib/security';
import { GROUP_ARN, Permission, permissionOf, Workspace, workspaceIn } from './workspace';

const PERSONAS = [
  { name: 'data scientist', persona: StudioPersona.dataScientist },
  { name: 'MLOps engineer', persona: StudioPersona.mlOpsEngineer },
];

let workspace: Workspace;
let grounds: PersonaGrounds;

beforeEach(() => {
  workspace = workspaceIn();
  grounds = {
    dataBucket: workspace.bucket,
    dataKey: workspace.key,
    pipelinePrefix: 'marine-life-',
    modelPackageGroupArns: [GROUP_ARN],
  };
});

describe.each(PERSONAS)('a $name', ({ persona }) => {
  test.each([
    's3:GetObject',
    'kms:Decrypt',
    'sagemaker:CreateSpace',
    'sagemaker:StartPipelineExecution',
    'sagemaker:RetryPipelineExecution',
    'sagemaker:DescribeModelPackage',
    'logs:GetLogEvents',
  ])('may call %s', (action) => {
    const actions = actionsOf(persona(grounds));

    expect(actions).toContain(action);
  });

  test.each([
    ['run code outside pipelines', /sagemaker:Create(Training|Processing|Transform|AutoML|HyperParameter)/],
    ['change pipelines', /sagemaker:(Create|Update|Delete)Pipeline/],
    ['register or approve models', /sagemaker:(Create|Update)ModelPackage/],
    ['serve models', /sagemaker:(Create|Update)(Model|Endpoint)/],
    ['hand a role on', /iam:/],
    ['attach network interfaces', /ec2:/],
    ['delete data', /s3:Delete/],
    ['leave the own domain', /sagemaker:(Create|Update|Delete)(Domain|UserProfile)$/],
  ])('may not %s', (_, pattern) => {
    const actions = actionsOf(persona(grounds));

    expect(actions.filter((action) => pattern.test(action))).toEqual([]);
  });

  test("starts the own team's pipelines alone", () => {
    const starting = permissionsOf(persona(grounds)).filter(({ actions }) =>
      actions.includes('sagemaker:StartPipelineExecution'),
    );

    expect(starting.flatMap(({ resources }) => resources)).toEqual([
      'arn:aws:sagemaker:eu-west-1:111111111111:pipeline/marine-life-*',
    ]);
  });

  test('of a team without models reads none', () => {
    const actions = actionsOf(persona({ ...grounds, modelPackageGroupArns: [] }));

    expect(actions).not.toContain('sagemaker:DescribeModelPackage');
  });
});

test("a data scientist writes to the team's bucket", () => {
  const writing = permissionsOf(StudioPersona.dataScientist(grounds)).filter(({ actions }) =>
    actions.includes('s3:PutObject'),
  );

  expect(writing.flatMap(({ resources }) => resources)).toEqual(['arn:aws:s3:::data/*']);
});

test('an MLOps engineer writes no data', () => {
  const actions = actionsOf(StudioPersona.mlOpsEngineer(grounds));

  expect(actions).not.toContain('s3:PutObject');
});

function actionsOf(persona: StudioPersona): string[] {
  return permissionsOf(persona).flatMap(({ actions }) => actions);
}

function permissionsOf({ activities }: StudioPersona): Permission[] {
  return activities
    .flatMap((activity) => activity._render(workspace.stack))
    .map(({ statement }) => permissionOf(workspace.stack, statement));
}
