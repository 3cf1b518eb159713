import { Fn } from 'aws-cdk-lib';
import { Activity } from '../../lib/security';
import {
  ALIAS_ARN,
  everyActivity,
  GROUP_ARN,
  KEY_ARN,
  Permission,
  permissionOf,
  REPOSITORY_ARN,
  Workspace,
  workspaceIn,
} from './workspace';

const HERE = 'eu-west-1:111111111111';
const USE_KEY = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];
const VERSIONS = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/marine-life-abalone/*';
const LOG_GROUPS = `arn:aws:logs:${HERE}:log-group:/aws/sagemaker/*`;

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

describe('objects', () => {
  test('are read and listed below their prefix alone', () => {
    const activity = Activity.readObjects(workspace.bucket, { prefix: 'abalone/raw/' });

    expect(permitted(activity)).toEqual([
      { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/abalone/raw/*'] },
      {
        actions: ['s3:ListBucket'],
        resources: ['arn:aws:s3:::data'],
        conditions: { StringLike: { 's3:prefix': 'abalone/raw/*' } },
      },
      { actions: ['s3:GetBucketLocation'], resources: ['arn:aws:s3:::data'] },
    ]);
  });

  test('are read in the whole bucket where no prefix is given', () => {
    const activity = Activity.readObjects(workspace.bucket);

    expect(permitted(activity)).toEqual([
      { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] },
      { actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::data'] },
      { actions: ['s3:GetBucketLocation'], resources: ['arn:aws:s3:::data'] },
    ]);
  });

  test('are written, neither read nor deleted, by who writes them', () => {
    const activity = Activity.writeObjects(workspace.bucket, { prefix: 'projects/' });

    expect(permitted(activity)).toEqual([
      { actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: ['arn:aws:s3:::data/projects/*'] },
      {
        actions: ['s3:ListBucket'],
        resources: ['arn:aws:s3:::data'],
        conditions: { StringLike: { 's3:prefix': 'projects/*' } },
      },
      { actions: ['s3:GetBucketLocation'], resources: ['arn:aws:s3:::data'] },
    ]);
  });
});

describe('a key', () => {
  test('is used, and lent to AWS services alone', () => {
    const activity = Activity.useKey(workspace.key);

    expect(permitted(activity)).toEqual([
      { actions: USE_KEY, resources: [KEY_ARN] },
      {
        actions: ['kms:CreateGrant'],
        resources: [KEY_ARN],
        conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ]);
  });

  test('of another account is the one that carries the alias, and is lent to nobody', () => {
    const activity = Activity.useKeyOfAlias(ALIAS_ARN);

    expect(permitted(activity)).toEqual([
      {
        actions: USE_KEY,
        resources: ['arn:aws:kms:eu-west-1:222222222222:key/*'],
        conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/acme/artifacts' } },
      },
    ]);
  });

  test('may be known by an alias whose ARN is a token', () => {
    const activity = Activity.useKeyOfAlias(Fn.importValue('alias-arn'));

    const [{ statement }] = activity._render(workspace.stack);

    const part = (i: number) => ({ 'Fn::Select': [i, { 'Fn::Split': [':', { 'Fn::ImportValue': 'alias-arn' }] }] });
    expect(workspace.stack.resolve(statement.toStatementJson())).toMatchObject({
      Resource: { 'Fn::Join': ['', ['arn:', part(1), ':', part(2), ':', part(3), ':', part(4), ':key/*']] },
      Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': part(5) } },
    });
  });

  test('is not known by the name of its alias, which says no account', () => {
    const activity = () => Activity.useKeyOfAlias('alias/acme/artifacts');

    expect(activity).toThrow(
      `ArnMalformed: aliasArn is "alias/acme/artifacts", an ARN of kms reads arn:<partition>:kms:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
    );
  });
});

describe('images', () => {
  test('are pulled from the given repositories', () => {
    const activity = Activity.pullImages([REPOSITORY_ARN]);

    expect(permitted(activity)).toEqual([
      { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
      {
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        resources: [REPOSITORY_ARN],
      },
    ]);
  });

  test('come from repositories', () => {
    const activity = () => Activity.pullImages(['sagemaker-xgboost']);

    expect(activity).toThrow(
      `ArnMalformed: repositoryArns[0] is "sagemaker-xgboost", an ARN of ecr reads arn:<partition>:ecr:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
    );
  });

  test('come from one repository at least', () => {
    const activity = () => Activity.pullImages([]);

    expect(activity).toThrow(withoutResources('repositoryArns'));
  });
});

describe('network interfaces', () => {
  test('are created in the given subnets under the given groups, and lent and deleted there alone', () => {
    const activity = Activity.attachToNetwork(workspace.network);

    const subnets = [`arn:aws:ec2:${HERE}:subnet/subnet-a`, `arn:aws:ec2:${HERE}:subnet/subnet-b`];
    expect(permitted(activity).slice(0, 2)).toEqual([
      {
        actions: ['ec2:CreateNetworkInterface'],
        resources: [`arn:aws:ec2:${HERE}:network-interface/*`, ...subnets, `arn:aws:ec2:${HERE}:security-group/sg-a`],
      },
      {
        actions: [
          'ec2:CreateNetworkInterfacePermission',
          'ec2:DeleteNetworkInterface',
          'ec2:DeleteNetworkInterfacePermission',
        ],
        resources: [`arn:aws:ec2:${HERE}:network-interface/*`],
        conditions: { ArnEquals: { 'ec2:Subnet': subnets } },
      },
    ]);
  });

  test('need the network to be looked at, not changed', () => {
    const activity = Activity.attachToNetwork(workspace.network);

    const [, , { actions, resources }] = permitted(activity);

    expect(actions.filter((action) => !action.startsWith('ec2:Describe'))).toEqual([]);
    expect(resources).toEqual(['*']);
  });

  test('need a place', () => {
    const activity = () => Activity.attachToNetwork({ subnets: [], securityGroups: [] });

    expect(activity).toThrow(
      [
        '2 problems:',
        `  ${withoutResources('network.subnets')}`,
        `  ${withoutResources('network.securityGroups')}`,
      ].join('\n'),
    );
  });
});

describe('logs and metrics', () => {
  test("are written to SageMaker's log groups", () => {
    const activity = Activity.writeLogs();

    expect(permitted(activity)).toEqual([
      {
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [LOG_GROUPS, `${LOG_GROUPS}:log-stream:*`],
      },
    ]);
  });

  test("are published in SageMaker's namespaces", () => {
    const activity = Activity.publishMetrics();

    expect(permitted(activity)).toEqual([
      {
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: {
          StringLike: { 'cloudwatch:namespace': ['/aws/sagemaker/*', 'aws/sagemaker/*', 'AWS/SageMaker'] },
        },
      },
    ]);
  });
});

describe('jobs', () => {
  const JOBS = ['processing-job', 'training-job'].map((kind) => `arn:aws:sagemaker:${HERE}:${kind}/pipelines-*`);
  const INSIDE = {
    'sagemaker:VpcSubnets': ['subnet-a', 'subnet-b'],
    'sagemaker:VpcSecurityGroupIds': ['sg-a'],
  };

  let created: Permission[];
  let others: Permission[];

  beforeEach(() => {
    const { jobRole, network, key } = workspace;
    const permissions = permitted(Activity.runJobs({ namePrefix: 'pipelines-', jobRole, network, volumeKey: key }));

    created = permissions.filter(({ actions }) => actions.includes('sagemaker:CreateTrainingJob'));
    others = permissions.filter((permission) => !created.includes(permission));
  });

  test('are created inside the network, which must be named, and with volumes under the key', () => {
    const [withVolumes] = created;

    expect(withVolumes).toEqual({
      actions: ['sagemaker:CreateProcessingJob', 'sagemaker:CreateTrainingJob'],
      resources: JOBS,
      conditions: {
        'ForAllValues:StringEquals': INSIDE,
        Null: { 'sagemaker:VpcSubnets': 'false', 'sagemaker:VpcSecurityGroupIds': 'false' },
        ArnEquals: { 'sagemaker:VolumeKmsKeyArn': KEY_ARN },
      },
    });
  });

  test('are created without a key only on instances whose own disks take none, and inside the network too', () => {
    const [, onLocalDisks] = created;

    expect(onLocalDisks.resources).toEqual(JOBS);
    expect(onLocalDisks.conditions).toEqual({
      'ForAllValues:StringEquals': INSIDE,
      'ForAllValues:StringLike': { 'sagemaker:InstanceTypes': expect.arrayContaining(['ml.g5.*', 'ml.p4d.*']) },
      Null: {
        'sagemaker:VpcSubnets': 'false',
        'sagemaker:VpcSecurityGroupIds': 'false',
        'sagemaker:InstanceTypes': 'false',
        'sagemaker:VolumeKmsKeyArn': 'true',
      },
    });
  });

  test.each(['ml.m5.*', 'ml.c5.*', 'ml.p3.*'])('are not created without a key on %s', (family) => {
    const [, onLocalDisks] = created;

    expect(onLocalDisks.conditions?.['ForAllValues:StringLike']['sagemaker:InstanceTypes']).not.toContain(family);
  });

  test('are followed and stopped, and run as one role', () => {
    expect(others).toEqual([
      {
        actions: [
          'sagemaker:AddTags',
          'sagemaker:DescribeProcessingJob',
          'sagemaker:DescribeTrainingJob',
          'sagemaker:StopProcessingJob',
          'sagemaker:StopTrainingJob',
        ],
        resources: JOBS,
      },
      {
        actions: ['iam:PassRole'],
        resources: ['arn:aws:iam::111111111111:role/jobs'],
        conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      },
    ]);
  });

  test('need a network', () => {
    const { jobRole, network, key } = workspace;

    const activity = () =>
      Activity.runJobs({
        namePrefix: 'pipelines-',
        jobRole,
        network: { ...network, subnets: [] },
        volumeKey: key,
      });

    expect(activity).toThrow(withoutResources('network.subnets'));
  });
});

describe('models', () => {
  const READ = ['sagemaker:DescribeModelPackage', 'sagemaker:DescribeModelPackageGroup', 'sagemaker:ListModelPackages'];

  test('are registered as pending or rejected, never as approved', () => {
    const activity = Activity.registerModels([GROUP_ARN]);

    expect(permitted(activity)).toEqual([
      { actions: READ, resources: [GROUP_ARN, VERSIONS] },
      {
        actions: ['sagemaker:CreateModelPackage'],
        resources: [GROUP_ARN, VERSIONS],
        conditions: {
          StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
        },
      },
      { actions: ['sagemaker:AddTags'], resources: [VERSIONS] },
    ]);
  });

  test('are read', () => {
    const activity = Activity.readModels([GROUP_ARN]);

    expect(permitted(activity)).toEqual([{ actions: READ, resources: [GROUP_ARN, VERSIONS] }]);
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

test('pipelines are started and watched by the beginning of their names, and not changed', () => {
  const activity = Activity.startPipelines('marine-life-');

  const [{ actions, resources }, ...others] = permitted(activity);

  expect(resources).toEqual([`arn:aws:sagemaker:${HERE}:pipeline/marine-life-*`]);
  expect(actions).toContain('sagemaker:StartPipelineExecution');
  expect(actions.filter((action) => /:(Create|Update|Delete)/.test(action))).toEqual([]);
  expect(others).toEqual([]);
});

describe('Studio', () => {
  const [APPS, SPACES] = ['app', 'space'].map((kind) => `arn:aws:sagemaker:${HERE}:${kind}/\${sagemaker:DomainId}/*`);
  const PROFILE = `arn:aws:sagemaker:${HERE}:user-profile/\${sagemaker:DomainId}/\${sagemaker:UserProfileName}`;

  test('is opened as oneself', () => {
    const [open] = permitted(Activity.useOwnStudioApps());

    expect(open).toEqual({ actions: ['sagemaker:CreatePresignedDomainUrl'], resources: [PROFILE] });
  });

  test("lets people change their own private spaces and nobody else's", () => {
    const [, use] = permitted(Activity.useOwnStudioApps());

    expect(use).toEqual({
      actions: [
        'sagemaker:CreateApp',
        'sagemaker:CreateSpace',
        'sagemaker:DeleteApp',
        'sagemaker:DeleteSpace',
        'sagemaker:UpdateSpace',
      ],
      resources: [APPS, SPACES],
      conditions: {
        ArnEquals: { 'sagemaker:OwnerUserProfileArn': PROFILE },
        StringEquals: { 'sagemaker:SpaceSharingType': 'Private' },
      },
    });
  });

  test('tags apps and spaces when it creates them, not later', () => {
    const [, , tag] = permitted(Activity.useOwnStudioApps());

    expect(tag).toEqual({
      actions: ['sagemaker:AddTags'],
      resources: [APPS, SPACES],
      conditions: { StringEquals: { 'sagemaker:TaggingAction': ['CreateApp', 'CreateSpace'] } },
    });
  });

  test('is described within the own domain, under no condition that describing does not know', () => {
    const [, , , describe] = permitted(Activity.useOwnStudioApps());

    expect(describe).toEqual({
      actions: [
        'sagemaker:DescribeApp',
        'sagemaker:DescribeDomain',
        'sagemaker:DescribeSpace',
        'sagemaker:DescribeUserProfile',
      ],
      resources: [`arn:aws:sagemaker:${HERE}:domain/\${sagemaker:DomainId}`, PROFILE, APPS, SPACES],
    });
  });

  test('is listed', () => {
    const [, , , , list, ...others] = permitted(Activity.useOwnStudioApps());

    expect(list).toEqual({
      actions: ['sagemaker:ListApps', 'sagemaker:ListDomains', 'sagemaker:ListSpaces', 'sagemaker:ListUserProfiles'],
      resources: ['*'],
    });
    expect(others).toEqual([]);
  });
});

test('who observes reads and changes nothing', () => {
  const activity = Activity.observe();

  const actions = permitted(activity).flatMap((permission) => permission.actions);

  const reading = /^(sagemaker:(List|Describe|Search)|logs:(Describe|Filter|Get)|cloudwatch:(Get|List))/;
  expect(actions.filter((action) => !reading.test(action))).toEqual([]);
});

test('who observes reads pipelines, jobs and the logs of SageMaker, not of others', () => {
  const activity = Activity.observe();

  const resources = permitted(activity).flatMap((permission) => permission.resources);

  expect(resources).toEqual([
    '*',
    `arn:aws:sagemaker:${HERE}:pipeline/*`,
    `arn:aws:sagemaker:${HERE}:processing-job/*`,
    `arn:aws:sagemaker:${HERE}:training-job/*`,
    LOG_GROUPS,
    `${LOG_GROUPS}:log-stream:*`,
  ]);
});

describe('every activity', () => {
  test('names its actions in full', () => {
    const actions = everyActivity(workspace)
      .flatMap(permitted)
      .flatMap((permission) => permission.actions);

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('explains each wildcard by one of two reasons', () => {
    const statements = everyActivity(workspace).flatMap((activity) => activity._render(workspace.stack));

    const unexplained = statements.filter(
      ({ statement, wildcardReason }) =>
        !wildcardReason && statement.resources.some((resource) => resource.includes('*')),
    );

    expect(unexplained).toEqual([]);
    expect(new Set(statements.flatMap(({ wildcardReason }) => wildcardReason ?? [])).size).toBe(2);
  });

  test('says that an action takes no resource where it is given all, and there alone', () => {
    const statements = everyActivity(workspace).flatMap((activity) => activity._render(workspace.stack));

    const onAll = statements.filter(({ statement }) => statement.resources.includes('*'));
    const excused = statements.filter(({ wildcardReason }) => wildcardReason?.includes('lists no resource type'));

    expect(onAll).toEqual(excused);
  });
});

function permitted(activity: Activity): Permission[] {
  return activity._render(workspace.stack).map(({ statement }) => permissionOf(workspace.stack, statement));
}

function withoutResources(path: string): string {
  return `ActivityWithoutResources: ${path} is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out`;
}
