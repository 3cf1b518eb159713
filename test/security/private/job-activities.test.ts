import { Activity } from '../../../lib/security';
import { KEY_ARN, Permission, Workspace, workspaceIn } from '../workspace';
import { actionsOf, permissionsFor, permittedIn, prefixMalformed, withoutResources } from './permissions';

const HERE = 'eu-west-1:111111111111';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
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
    const permissions = permittedIn(
      workspace,
      Activity.runJobs({ namePrefix: 'pipelines-', jobRole, network, volumeKey: key }),
    );

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
        'ForAnyValue:StringLike': { 'sagemaker:VpcSubnets': 'subnet-*', 'sagemaker:VpcSecurityGroupIds': 'sg-*' },
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
      'ForAnyValue:StringLike': {
        'sagemaker:VpcSubnets': 'subnet-*',
        'sagemaker:VpcSecurityGroupIds': 'sg-*',
        'sagemaker:InstanceTypes': 'ml.*',
      },
      Null: { 'sagemaker:VolumeKmsKeyArn': 'true' },
    });
  });

  test.each(['ml.m5.*', 'ml.c5.*', 'ml.p3.*'])('are not created without a key on %s', (family) => {
    const [, onLocalDisks] = created;

    expect(onLocalDisks.conditions?.['ForAllValues:StringLike']['sagemaker:InstanceTypes']).not.toContain(family);
  });

  test('are followed, stopped and tagged on creation alone, and run as one role', () => {
    expect(others).toEqual([
      {
        actions: [
          'sagemaker:DescribeProcessingJob',
          'sagemaker:DescribeTrainingJob',
          'sagemaker:StopProcessingJob',
          'sagemaker:StopTrainingJob',
        ],
        resources: JOBS,
      },
      {
        actions: ['sagemaker:AddTags'],
        resources: JOBS,
        conditions: { StringEquals: { 'sagemaker:TaggingAction': ['CreateProcessingJob', 'CreateTrainingJob'] } },
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

describe('jobs of every kind', () => {
  const KINDS = [
    'automl-job',
    'compilation-job',
    'hyper-parameter-tuning-job',
    'inference-recommendations-job',
    'processing-job',
    'training-job',
    'transform-job',
  ];
  const NAMED = KINDS.map((kind) => `arn:aws:sagemaker:${HERE}:${kind}/marine-life-*`);

  test('are created and followed by the beginning of their names, and deleted by nobody', () => {
    const [created, followed] = permittedIn(workspace, manageMlJobs());

    expect(created.actions).toContain('sagemaker:CreateTransformJob');
    expect(created.resources).toEqual(NAMED);
    expect(followed.actions).toContain('sagemaker:StopTrainingJob');
    expect(followed.resources).toEqual(NAMED);
    expect(actionsOf([created, followed]).filter((action) => /Delete|Labeling/.test(action))).toEqual([]);
  });

  test('are tagged on creation alone', () => {
    const [tagged] = permissionsFor(permittedIn(workspace, manageMlJobs()), 'sagemaker:AddTags');

    expect(tagged.conditions?.StringEquals['sagemaker:TaggingAction']).toContain('CreateTrainingJob');
  });

  test('run as the given roles', () => {
    const [passed] = permissionsFor(permittedIn(workspace, manageMlJobs()), 'iam:PassRole');

    expect(passed).toEqual({
      actions: ['iam:PassRole'],
      resources: ['arn:aws:iam::111111111111:role/jobs'],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    });
  });

  test('need names and a role', () => {
    const activity = () => Activity.manageMlJobs({ namePrefix: '', jobRoles: [] });

    expect(activity).toThrow(
      ['2 problems:', `  ${prefixMalformed('')}`, `  ${withoutResources('jobRoles')}`].join('\n'),
    );
  });

  function manageMlJobs(): Activity {
    return Activity.manageMlJobs({ namePrefix: 'marine-life-', jobRoles: [workspace.jobRole] });
  }
});
