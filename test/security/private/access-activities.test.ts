import { Activity } from '../../../lib/security';
import { REPOSITORY_ARN, Workspace, workspaceIn } from '../workspace';
import { actionsOf, permittedIn, withoutResources } from './permissions';

const HERE = 'eu-west-1:111111111111';
const LOG_GROUPS = `arn:aws:logs:${HERE}:log-group:/aws/sagemaker/*`;

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

describe('images', () => {
  test('are pulled from the given repositories', () => {
    const activity = Activity.pullImages([REPOSITORY_ARN]);

    expect(permittedIn(workspace, activity)).toEqual([
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
    expect(permittedIn(workspace, activity).slice(0, 2)).toEqual([
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

    const [, , { actions, resources }] = permittedIn(workspace, activity);

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

    expect(permittedIn(workspace, activity)).toEqual([
      {
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [LOG_GROUPS, `${LOG_GROUPS}:log-stream:*`],
      },
    ]);
  });

  test("are published in SageMaker's namespaces", () => {
    const activity = Activity.publishMetrics();

    expect(permittedIn(workspace, activity)).toEqual([
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

describe('the services that everything requires', () => {
  test('are logs, metrics, images, network, buckets to locate and keys', () => {
    const { network, bucket, key } = workspace;

    const activity = Activity.accessRequiredAwsServices({
      network,
      repositoryArns: [REPOSITORY_ARN],
      buckets: [bucket],
      keys: [key],
    });

    const parts = [
      Activity.writeLogs(),
      Activity.publishMetrics(),
      Activity.pullImages([REPOSITORY_ARN]),
      Activity.attachToNetwork(network),
    ].flatMap((part) => permittedIn(workspace, part));
    expect(permittedIn(workspace, activity)).toEqual([
      ...parts,
      { actions: ['s3:GetBucketLocation'], resources: ['arn:aws:s3:::data'] },
      ...permittedIn(workspace, Activity.useKey(key)),
    ]);
  });

  test('include no bucket and no key where none is given', () => {
    const activity = Activity.accessRequiredAwsServices({
      network: workspace.network,
      repositoryArns: [REPOSITORY_ARN],
    });

    const actions = actionsOf(permittedIn(workspace, activity));

    expect(actions.filter((action) => /^(s3|kms):/.test(action))).toEqual([]);
  });

  test('need a network and a repository', () => {
    const activity = () =>
      Activity.accessRequiredAwsServices({ network: { subnets: [], securityGroups: [] }, repositoryArns: [] });

    expect(activity).toThrow(
      [
        '3 problems:',
        ...['network.subnets', 'network.securityGroups', 'repositoryArns'].map((path) => `  ${withoutResources(path)}`),
      ].join('\n'),
    );
  });
});
