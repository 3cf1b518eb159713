import { Activity } from '../../../lib/security';
import { unknownToAws } from '../authorization-reference';
import { BEIJING, DataWorkspace, IRELAND, resourcesAbroad } from '../data-workspace';

const APP = IRELAND.arnOf('sagemaker', 'mlflow-app/app-1234');
const SERVER = IRELAND.arnOf('sagemaker', 'mlflow-tracking-server/marine-life');
const SERVERS = IRELAND.arnOf('sagemaker', 'mlflow-tracking-server/marine-life-*');
const EMPTY = 'is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out';
const PREFIX =
  'names begin with 1 to 63 letters, digits and hyphens, the first no hyphen; give what all names begin with, as "marine-life-"';
const PASSED = {
  actions: ['iam:PassRole'],
  resources: ['arn:aws:iam::111111111111:role/jobs'],
  conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
};

const allOfThem = ({ arnOf, bucket, role }: DataWorkspace) => [
  Activity.useMlflow({
    appArns: [arnOf('sagemaker', 'mlflow-app/app-1234')],
    trackingServerArns: [arnOf('sagemaker', 'mlflow-tracking-server/marine-life')],
  }),
  Activity.manageMlflowTrackingServers({ namePrefix: 'marine-life-', serviceRoles: [role] }),
  Activity.manageMlflowApps([role]),
  Activity.accessRequiredToAwsServicesForMlflow({
    artifactBucket: bucket,
    prefix: 'mlflow/',
    namePrefix: 'marine-life-',
  }),
];

describe('MLflow is used', () => {
  test('in apps and in tracking servers, each opened in its own way', () => {
    const [apps, servers, track, list] = IRELAND.permitted(
      Activity.useMlflow({ appArns: [APP], trackingServerArns: [SERVER] }),
    );

    expect(apps).toEqual({
      actions: ['sagemaker:CallMlflowAppApi', 'sagemaker:CreatePresignedMlflowAppUrl', 'sagemaker:DescribeMlflowApp'],
      resources: [APP],
    });
    expect(servers).toEqual({
      actions: ['sagemaker:CreatePresignedMlflowTrackingServerUrl', 'sagemaker:DescribeMlflowTrackingServer'],
      resources: [SERVER],
    });
    expect(track.resources).toEqual([APP, SERVER]);
    expect(track.actions).toEqual(
      expect.arrayContaining([
        'sagemaker-mlflow:CreateRun',
        'sagemaker-mlflow:LogMetric',
        'sagemaker-mlflow:SearchRuns',
      ]),
    );
    expect(list).toEqual({
      actions: ['sagemaker:ListMlflowApps', 'sagemaker:ListMlflowTrackingServers', 'sagemaker-mlflow:AccessUI'],
      resources: ['*'],
    });
  });

  test('in tracking servers alone where no app is given', () => {
    const permissions = IRELAND.permitted(Activity.useMlflow({ trackingServerArns: [SERVER] }));

    expect(permissions.flatMap(({ actions }) => actions)).not.toContain('sagemaker:CallMlflowAppApi');
    expect(permissions.flatMap(({ resources }) => resources)).toEqual([SERVER, SERVER, '*']);
  });

  test('without losing or promoting models', () => {
    const actions = IRELAND.permitted(Activity.useMlflow({ trackingServerArns: [SERVER] })).flatMap(
      (each) => each.actions,
    );

    const final = /Delete.*(Model|Trace)|Transition|Alias$|Rename/;
    expect(actions.filter((action) => final.test(action))).toEqual(['sagemaker-mlflow:GetModelVersionByAlias']);
  });

  test('in one app or server at least', () => {
    const activity = () => Activity.useMlflow({});

    expect(activity).toThrow(`ActivityWithoutResources: appArns and trackingServerArns ${EMPTY}`);
  });

  test('in what ARNs of SageMaker name', () => {
    const activity = () => Activity.useMlflow({ appArns: ['app-1234'], trackingServerArns: ['marine-life'] });

    const wanted =
      "an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console";
    expect(activity).toThrow(
      [
        '2 problems:',
        `  ArnMalformed: appArns[0] is "app-1234", ${wanted}`,
        `  ArnMalformed: trackingServerArns[0] is "marine-life", ${wanted}`,
      ].join('\n'),
    );
  });
});

describe('tracking servers are managed', () => {
  test('by the beginning of their names, with one role', () => {
    const activity = Activity.manageMlflowTrackingServers({ namePrefix: 'marine-life-', serviceRoles: [IRELAND.role] });

    expect(IRELAND.permitted(activity)).toEqual([
      {
        actions: [
          'sagemaker:CreateMlflowTrackingServer',
          'sagemaker:DeleteMlflowTrackingServer',
          'sagemaker:DescribeMlflowTrackingServer',
          'sagemaker:StartMlflowTrackingServer',
          'sagemaker:StopMlflowTrackingServer',
          'sagemaker:UpdateMlflowTrackingServer',
        ],
        resources: [SERVERS],
      },
      {
        actions: ['sagemaker:AddTags'],
        resources: [SERVERS],
        conditions: { StringEquals: { 'sagemaker:TaggingAction': ['CreateMlflowTrackingServer'] } },
      },
      PASSED,
      { actions: ['sagemaker:ListMlflowTrackingServers'], resources: ['*'] },
    ]);
  });

  test('by some beginning, with some role', () => {
    const activity = () => Activity.manageMlflowTrackingServers({ namePrefix: '', serviceRoles: [] });

    expect(activity).toThrow(
      [
        '2 problems:',
        `  NamePrefixMalformed: namePrefix is "", ${PREFIX}`,
        `  ActivityWithoutResources: serviceRoles ${EMPTY}`,
      ].join('\n'),
    );
  });
});

describe('apps are managed', () => {
  test('in the account and region, with one role', () => {
    const [manage, tag, pass, list] = IRELAND.permitted(Activity.manageMlflowApps([IRELAND.role]));

    const apps = [IRELAND.arnOf('sagemaker', 'mlflow-app/*')];
    expect(manage).toEqual({
      actions: [
        'sagemaker:CreateMlflowApp',
        'sagemaker:DeleteMlflowApp',
        'sagemaker:DescribeMlflowApp',
        'sagemaker:UpdateMlflowApp',
      ],
      resources: apps,
    });
    expect(tag).toMatchObject({
      resources: apps,
      conditions: { StringEquals: { 'sagemaker:TaggingAction': ['CreateMlflowApp'] } },
    });
    expect(pass).toEqual(PASSED);
    expect(list).toEqual({ actions: ['sagemaker:ListMlflowApps'], resources: ['*'] });
  });

  test('with some role', () => {
    const activity = () => Activity.manageMlflowApps([]);

    expect(activity).toThrow(`ActivityWithoutResources: serviceRoles ${EMPTY}`);
  });
});

describe('a server or app reaches', () => {
  const activity = Activity.accessRequiredToAwsServicesForMlflow({
    artifactBucket: IRELAND.bucket,
    prefix: 'mlflow/',
    namePrefix: 'marine-life-',
  });

  test('artifacts below the prefix, which it does not delete', () => {
    const [objects, list] = IRELAND.permitted(activity);

    expect(objects).toEqual({
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      resources: ['arn:aws:s3:::data/mlflow/*'],
    });
    expect(list.conditions).toEqual({ StringLike: { 's3:prefix': 'mlflow/*' } });
  });

  test('model package groups by the beginning of their names, and registers nothing as approved', () => {
    const register = IRELAND.permitted(activity).find(({ actions }) =>
      actions.includes('sagemaker:CreateModelPackage'),
    );

    expect(register).toEqual({
      actions: ['sagemaker:CreateModelPackage'],
      resources: [
        IRELAND.arnOf('sagemaker', 'model-package-group/marine-life-*'),
        IRELAND.arnOf('sagemaker', 'model-package/marine-life-*'),
      ],
      conditions: {
        StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
      },
    });
  });

  test('tags on what it creates alone', () => {
    const tag = IRELAND.permitted(activity).filter(({ actions }) => actions.includes('sagemaker:AddTags'));

    expect(tag.map(({ conditions }) => conditions)).toEqual([
      { StringEquals: { 'sagemaker:TaggingAction': ['CreateModelPackageGroup', 'CreateModelPackage'] } },
    ]);
  });

  test('nothing whose name may be any', () => {
    const everything = () =>
      Activity.accessRequiredToAwsServicesForMlflow({ artifactBucket: IRELAND.bucket, namePrefix: '*' });

    expect(everything).toThrow(`NamePrefixMalformed: namePrefix is "*", ${PREFIX}`);
  });
});

describe('all of them', () => {
  test('are what AWS knows', async () => {
    const unknown = await unknownToAws(allOfThem(IRELAND).flatMap(IRELAND.permitted));

    expect(unknown).toEqual([]);
  });

  test('give a reason for each wildcard', () => {
    expect(allOfThem(IRELAND).flatMap(IRELAND.unexplained)).toEqual([]);
  });

  test('stay in their partition', () => {
    expect(resourcesAbroad(allOfThem(BEIJING).flatMap(BEIJING.permitted))).toEqual([]);
  });
});
