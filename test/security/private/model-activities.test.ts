import { Fn } from 'aws-cdk-lib';
import { Activity } from '../../../lib/security';
import { GROUP_ARN, Workspace, workspaceIn } from '../workspace';
import { actionsOf, permissionsFor, permittedIn, prefixMalformed, withoutResources } from './permissions';

const VERSIONS = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/marine-life-abalone/*';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

describe('models', () => {
  const READ = ['sagemaker:DescribeModelPackage', 'sagemaker:DescribeModelPackageGroup', 'sagemaker:ListModelPackages'];

  test('are registered as pending or rejected, never as approved', () => {
    const activity = Activity.registerModels([GROUP_ARN]);

    expect(permittedIn(workspace, activity)).toEqual([
      { actions: READ, resources: [GROUP_ARN, VERSIONS] },
      {
        actions: ['sagemaker:CreateModelPackage'],
        resources: [GROUP_ARN, VERSIONS],
        conditions: {
          StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
        },
      },
      {
        actions: ['sagemaker:AddTags'],
        resources: [VERSIONS],
        conditions: { StringEquals: { 'sagemaker:TaggingAction': ['CreateModelPackage'] } },
      },
    ]);
  });

  test('are read', () => {
    const activity = Activity.readModels([GROUP_ARN]);

    expect(permittedIn(workspace, activity)).toEqual([{ actions: READ, resources: [GROUP_ARN, VERSIONS] }]);
  });

  test('of a group whose ARN is a token are its versions', () => {
    const activity = Activity.readModels([Fn.importValue('group-arn')]);

    const [{ statement }] = activity._render(workspace.stack);

    const { Resource } = workspace.stack.resolve(statement.toStatementJson());
    expect(Resource[0]).toEqual({ 'Fn::ImportValue': 'group-arn' });
    expect(JSON.stringify(Resource[1])).toMatch(/":model-package\/",\{"Fn::Select":\[1,.*"\/\*"/);
  });

  test.each([
    { verb: 'registered', activityOn: Activity.registerModels },
    { verb: 'read', activityOn: Activity.readModels },
  ])('are $verb in one group at least', ({ activityOn }) => {
    const activity = () => activityOn([]);

    expect(activity).toThrow(withoutResources('modelPackageGroupArns'));
  });

  test.each([
    { verb: 'registered', activityOn: Activity.registerModels },
    { verb: 'read', activityOn: Activity.readModels },
  ])('are $verb in groups that are known by their ARNs', ({ activityOn }) => {
    const activity = () => activityOn([GROUP_ARN, 'abalone']);

    expect(activity).toThrow(
      `ArnMalformed: modelPackageGroupArns[1] is "abalone", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
    );
  });
});

describe('approval', () => {
  test('is a decision for or against a version, and nothing else of it is changed', () => {
    const activity = Activity.approveModels([GROUP_ARN]);

    const [decided] = permittedIn(workspace, activity);

    expect(decided).toEqual({
      actions: ['sagemaker:UpdateModelPackage'],
      resources: [VERSIONS],
      conditions: { StringEquals: { 'sagemaker:ModelApprovalStatus': ['Approved', 'Rejected'] } },
    });
  });

  test('reads versions and model cards, and creates nothing', () => {
    const [, ...others] = permittedIn(workspace, Activity.approveModels([GROUP_ARN]));

    expect(actionsOf(others)).toEqual(
      expect.arrayContaining(['sagemaker:DescribeModelPackage', 'sagemaker:DescribeModelCard']),
    );
    expect(actionsOf(others).filter((action) => !/:(Describe|List)/.test(action))).toEqual([]);
  });

  test('is of one group at least', () => {
    const activity = () => Activity.approveModels([]);

    expect(activity).toThrow(withoutResources('modelPackageGroupArns'));
  });
});

describe('who manages models', () => {
  test('creates models and cards of the given names', () => {
    const permissions = permittedIn(workspace, manageModels([GROUP_ARN]));

    const [[models], [cards]] = ['sagemaker:CreateModel', 'sagemaker:CreateModelCard'].map((action) =>
      permissionsFor(permissions, action),
    );

    expect(models.resources).toEqual(['arn:aws:sagemaker:eu-west-1:111111111111:model/marine-life-*']);
    expect(cards.resources).toEqual(['arn:aws:sagemaker:eu-west-1:111111111111:model-card/marine-life-*']);
  });

  test('registers versions, and neither approves nor deletes them', () => {
    const permissions = permittedIn(workspace, manageModels([GROUP_ARN]));

    const [registered] = permissionsFor(permissions, 'sagemaker:CreateModelPackage');

    expect(registered.conditions).toEqual({
      StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
    });
    expect(
      actionsOf(permissions).filter((action) => /(Update|Delete)ModelPackage|DeleteModelCard/.test(action)),
    ).toEqual([]);
  });

  test('registers nothing where no group is given', () => {
    const permissions = permittedIn(workspace, manageModels([]));

    expect(permissionsFor(permissions, 'sagemaker:CreateModelPackage')).toEqual([]);
  });

  test('needs names, groups that are known by their ARNs, and a role', () => {
    const activity = () =>
      Activity.manageModels({ namePrefix: 'marine life', modelPackageGroupArns: ['abalone'], modelRoles: [] });

    expect(activity).toThrow(
      [
        '3 problems:',
        `  ${prefixMalformed('marine life')}`,
        '  ArnMalformed: modelPackageGroupArns[0] is "abalone", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
        `  ${withoutResources('modelRoles')}`,
      ].join('\n'),
    );
  });

  function manageModels(modelPackageGroupArns: string[]): Activity {
    return Activity.manageModels({
      namePrefix: 'marine-life-',
      modelPackageGroupArns,
      modelRoles: [workspace.jobRole],
    });
  }
});
