import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Activity, DomainIsolation } from '../../../lib/security';
import { allowPattern } from '../../../lib/security/private/activity-statement';
import { demandOn, underConditions } from '../../../lib/security/private/conditional-statements';
import { KEY_ARN, Permission, Workspace, workspaceIn } from '../workspace';
import { actionsOf, permissionsFor, permittedIn } from './permissions';

const DOMAIN_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:domain/d-a1b2c3d4e5f6';
const NAME_PREFIX = 'marine-life-';
const TAGS = { 'governed-ml:team': 'marine-life' };

/** What no activity permits: giving tags to what may exist already. */
const TAGGING_LATER = () => [allowPattern(['sagemaker:AddTags'], ['arn:aws:sagemaker:*:*:training-job/marine-life-*'])];

const NETWORK_CONDITION = {
  'ForAllValues:StringEquals': {
    'sagemaker:VpcSubnets': ['subnet-a', 'subnet-b'],
    'sagemaker:VpcSecurityGroupIds': ['sg-a'],
  },
  'ForAnyValue:StringLike': { 'sagemaker:VpcSubnets': 'subnet-*', 'sagemaker:VpcSecurityGroupIds': 'sg-*' },
};
const WITHOUT_NETWORK_KEYS = [
  'sagemaker:CreateCompilationJob',
  'sagemaker:CreateInferenceRecommendationsJob',
  'sagemaker:CreateTransformJob',
  'sagemaker:UpdateTrainingJob',
];
const WITHOUT_KEY_KEYS = WITHOUT_NETWORK_KEYS.filter((action) => action !== 'sagemaker:CreateTransformJob');

let workspace: Workspace;
let jobs: Activity;

beforeEach(() => {
  workspace = workspaceIn();
  jobs = Activity.manageMlJobs({ namePrefix: NAME_PREFIX, jobRoles: [workspace.jobRole] });
});

describe('the network', () => {
  test('is asked of what is created, and reading, stopping, tagging and passing stay as they are', () => {
    const activity = jobs.under({
      network: workspace.network,
      unconditional: { actions: WITHOUT_NETWORK_KEYS, reason: 'models and quotas place them' },
    });

    const [placed, ...others] = permitted(activity);

    expect(placed.conditions).toEqual(NETWORK_CONDITION);
    expect(placed.actions).toEqual([
      'sagemaker:CreateAutoMLJob',
      'sagemaker:CreateAutoMLJobV2',
      'sagemaker:CreateHyperParameterTuningJob',
      'sagemaker:CreateProcessingJob',
      'sagemaker:CreateTrainingJob',
    ]);
    const before = permitted(jobs).slice(1);
    expect(others.filter(({ actions }) => !actions.some((action) => WITHOUT_NETWORK_KEYS.includes(action)))).toEqual(
      before.slice(1),
    );
  });

  test('is left to the job definition by a schedule that names one', () => {
    const monitoring = Activity.manageModelMonitoring({
      namePrefix: NAME_PREFIX,
      monitoringRoles: [workspace.jobRole],
    }).under({
      network: workspace.network,
      unconditional: {
        actions: ['sagemaker:StartMonitoringSchedule', 'sagemaker:UpdateMonitoringAlert'],
        reason: 'they place nothing',
      },
    });

    const schedules = permitted(monitoring).filter(({ actions }) =>
      actions.includes('sagemaker:CreateMonitoringSchedule'),
    );
    const definitions = permitted(monitoring).filter(({ actions }) =>
      actions.includes('sagemaker:CreateDataQualityJobDefinition'),
    );

    expect(schedules.map(({ conditions }) => conditions)).toEqual([
      NETWORK_CONDITION,
      { Null: { 'sagemaker:InstanceTypes': 'true' } },
    ]);
    expect(definitions.map(({ conditions }) => conditions)).toEqual([NETWORK_CONDITION]);
  });

  test('that the activity is limited to already changes nothing', () => {
    const { network, jobRole, key } = workspace;
    const activity = Activity.runJobs({ namePrefix: NAME_PREFIX, network, jobRole, volumeKey: key });

    const limited = activity.under({ network });

    expect(permitted(limited)).toEqual(permitted(activity));
  });
});

describe('keys', () => {
  test('are asked of volumes and outputs alike, and volumes without one are admitted on local disks only', () => {
    const activity = keyed();

    const training = permitted(activity).filter(({ actions }) => actions.includes('sagemaker:CreateTrainingJob'));

    expect(training.map(({ conditions }) => conditions)).toEqual([
      { ArnEquals: { 'sagemaker:VolumeKmsKeyArn': KEY_ARN, 'sagemaker:OutputKmsKeyArn': KEY_ARN } },
      {
        'ForAllValues:StringLike': { 'sagemaker:InstanceTypes': expect.arrayContaining(['ml.g5.*', 'ml.p4d.*']) },
        'ForAnyValue:StringLike': { 'sagemaker:InstanceTypes': 'ml.*' },
        Null: { 'sagemaker:VolumeKmsKeyArn': 'true' },
        ArnEquals: { 'sagemaker:OutputKmsKeyArn': KEY_ARN },
      },
    ]);
  });

  test('are asked of AutoML on every instance, whose types its requests do not name', () => {
    const activity = keyed();

    const autoMl = permitted(activity).filter(({ actions }) => actions.includes('sagemaker:CreateAutoMLJob'));

    expect(autoMl.map(({ conditions }) => conditions)).toEqual([
      { ArnEquals: { 'sagemaker:VolumeKmsKeyArn': KEY_ARN, 'sagemaker:OutputKmsKeyArn': KEY_ARN } },
    ]);
  });

  test('may be several, of which a request names one', () => {
    const other = kms.Key.fromKeyArn(workspace.stack, 'Other', `${KEY_ARN}-other`);

    const activity = Activity.writeObjects(workspace.bucket).under({ keys: [workspace.key, other] });

    expect(permitted(activity)[0]).toEqual({
      actions: ['s3:PutObject'],
      resources: ['arn:aws:s3:::data/*'],
      conditions: { ArnEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': [KEY_ARN, `${KEY_ARN}-other`] } },
    });
  });

  test('of jobs that are limited to a volume key add the key of their outputs', () => {
    const { network, jobRole, key } = workspace;
    const activity = Activity.runJobs({ namePrefix: NAME_PREFIX, network, jobRole, volumeKey: key });

    const created = permitted(activity.under({ keys: [key] })).filter(({ actions }) =>
      actions.includes('sagemaker:CreateTrainingJob'),
    );

    expect(created.map(({ conditions }) => conditions?.ArnEquals)).toEqual([
      { 'sagemaker:VolumeKmsKeyArn': KEY_ARN, 'sagemaker:OutputKmsKeyArn': KEY_ARN },
      { 'sagemaker:OutputKmsKeyArn': KEY_ARN },
    ]);
  });
});

describe('tags', () => {
  test('are given to what is created and carried by what exists', () => {
    const activity = pipelines().under({
      tags: TAGS,
      unconditional: { actions: ['sagemaker:ListPipelines'], reason: 'lists name no pipeline' },
    });

    const permissions = permitted(activity);

    expect(conditionsOf(permissions, 'sagemaker:CreatePipeline')).toEqual([
      { StringEquals: { 'aws:RequestTag/governed-ml:team': 'marine-life' } },
    ]);
    expect(conditionsOf(permissions, 'sagemaker:UpdatePipeline')).toEqual([
      { StringEquals: { 'aws:ResourceTag/governed-ml:team': 'marine-life' } },
    ]);
    expect(conditionsOf(permissions, 'sagemaker:ListPipelines')).toEqual([undefined]);
  });

  test('given on creation must be these, though the resource has none yet', () => {
    const activity = pipelines().under({
      tags: TAGS,
      unconditional: { actions: ['sagemaker:ListPipelines'], reason: 'lists name no pipeline' },
    });

    expect(conditionsOf(permitted(activity), 'sagemaker:AddTags')).toEqual([
      {
        StringEquals: {
          'sagemaker:TaggingAction': ['CreatePipeline'],
          'aws:RequestTag/governed-ml:team': 'marine-life',
        },
      },
    ]);
  });

  test('given later go to what carries them already, so that nothing of others is taken over', () => {
    const statements = underConditions(TAGGING_LATER, { tags: TAGS });

    expect(statements(workspace.stack).map(({ statement }) => statement.conditions)).toEqual([
      {
        StringEquals: { 'aws:RequestTag/governed-ml:team': 'marine-life' },
        Null: { 'sagemaker:TaggingAction': 'false' },
      },
      {
        StringEquals: { 'aws:ResourceTag/governed-ml:team': 'marine-life' },
        StringEqualsIfExists: { 'aws:RequestTag/governed-ml:team': 'marine-life' },
        Null: { 'sagemaker:TaggingAction': 'true' },
      },
    ]);
  });

  test('of a monitor that is changed stay as they are', () => {
    const activity = Activity.manageModelMonitoring({
      namePrefix: NAME_PREFIX,
      monitoringRoles: [workspace.jobRole],
    });
    const lists = actionsOf(permitted(activity)).filter((action) => action.startsWith('sagemaker:List'));

    const limited = activity.under({
      tags: TAGS,
      unconditional: { actions: [...lists, 'sagemaker:UpdateMonitoringAlert'], reason: 'they carry no tags' },
    });

    expect(conditionsOf(permitted(limited), 'sagemaker:UpdateMonitoringSchedule')).toEqual([
      {
        StringEquals: { 'aws:ResourceTag/governed-ml:team': 'marine-life' },
        StringEqualsIfExists: { 'aws:RequestTag/governed-ml:team': 'marine-life' },
      },
    ]);
  });
});

test('tags that are asked for are never taken away', () => {
  const statement = new iam.PolicyStatement({ actions: ['sagemaker:DeleteTags'], resources: ['*'] });

  const demand = demandOn('sagemaker:DeleteTags', statement, { tags: TAGS }, workspace.stack);

  expect(demand).toEqual([
    {
      StringEquals: { 'aws:ResourceTag/governed-ml:team': 'marine-life' },
      'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['governed-ml:team'] },
    },
  ]);
});

describe('the domain', () => {
  test('is asked of resources that exist, not of creation, lists, first tags or roles', () => {
    const activity = pipelines().under({ domain: DomainIsolation.domain(DOMAIN_ARN) });

    const permissions = permitted(activity);

    const isolated = { StringEquals: { 'aws:ResourceTag/sagemaker:domain-arn': DOMAIN_ARN } };
    expect(conditionsOf(permissions, 'sagemaker:UpdatePipeline')).toEqual([isolated]);
    expect(conditionsOf(permissions, 'sagemaker:DescribePipeline')).toEqual([isolated]);
    const unchanged = ['sagemaker:CreatePipeline', 'sagemaker:ListPipelines', 'sagemaker:AddTags', 'iam:PassRole'];
    expect(unchanged.map((action) => conditionsOf(permissions, action))).toEqual(
      unchanged.map((action) => conditionsOf(permitted(pipelines()), action)),
    );
  });

  test('tells tagging on creation from tagging later', () => {
    const statements = underConditions(TAGGING_LATER, { domain: DomainIsolation.domain(DOMAIN_ARN) });

    expect(statements(workspace.stack).map(({ statement }) => statement.conditions)).toEqual([
      { Null: { 'sagemaker:TaggingAction': 'false' } },
      {
        StringEquals: { 'aws:ResourceTag/sagemaker:domain-arn': DOMAIN_ARN },
        Null: { 'sagemaker:TaggingAction': 'true' },
      },
    ]);
  });
});

describe('several conditions', () => {
  test('hold together, whether they are given at once or one after another', () => {
    const unconditional = { actions: ['sagemaker:ListPipelines'], reason: 'lists name no pipeline' };
    const domain = DomainIsolation.domain(DOMAIN_ARN);

    const atOnce = pipelines().under({ tags: TAGS, domain, unconditional });
    const oneByOne = pipelines().under({ tags: TAGS, unconditional }).under({ domain });

    expect(permitted(oneByOne)).toEqual(permitted(atOnce));
    expect(conditionsOf(permitted(atOnce), 'sagemaker:UpdatePipeline')).toEqual([
      {
        StringEquals: {
          'aws:ResourceTag/governed-ml:team': 'marine-life',
          'aws:ResourceTag/sagemaker:domain-arn': DOMAIN_ARN,
        },
      },
    ]);
  });

  test('leave the reasons for wildcards, and say which actions go without', () => {
    const reason = 'a batch transform runs where its model is placed';
    const unconditional = { actions: WITHOUT_NETWORK_KEYS, reason };

    const statements = jobs.under({ network: workspace.network, unconditional })._render(workspace.stack);

    const [before] = jobs._render(workspace.stack);
    const about = (wanted: string) => statements.filter(({ statement }) => statement.actions.includes(wanted));
    expect(about('sagemaker:CreateTrainingJob')).toMatchObject([
      { wildcardReason: before.wildcardReason, relaxations: [] },
    ]);
    expect(about('sagemaker:CreateTransformJob')).toMatchObject([
      { wildcardReason: before.wildcardReason, relaxations: [{ actions: WITHOUT_NETWORK_KEYS.slice(0, 3), reason }] },
    ]);
  });

  test('keep what went without conditions before', () => {
    const first = { actions: WITHOUT_NETWORK_KEYS, reason: 'no network' };
    const second = { actions: WITHOUT_KEY_KEYS, reason: 'no key' };

    const statements = jobs
      .under({ network: workspace.network, unconditional: first })
      .under({ keys: [workspace.key], unconditional: second })
      ._render(workspace.stack);

    const [transform] = statements.filter(({ statement }) =>
      statement.actions.includes('sagemaker:CreateTransformJob'),
    );
    const [update] = statements.filter(({ statement }) => statement.actions.includes('sagemaker:UpdateTrainingJob'));
    expect(transform.relaxations).toEqual([{ actions: ['sagemaker:CreateTransformJob'], reason: 'no network' }]);
    expect(update.relaxations?.map(({ reason }) => reason)).toEqual(['no network', 'no key']);
  });

  test('come out the same every time', () => {
    const render = () =>
      jobs
        .under({ tags: TAGS, unconditional: { actions: untaggable(jobs), reason: 'they name no resource' } })
        ._render(workspace.stack)
        .map(({ statement }) => JSON.stringify(statement.toStatementJson()));

    expect(render()).toEqual(render());
  });
});

function pipelines(): Activity {
  return Activity.managePipelines({ namePrefix: NAME_PREFIX, pipelineRoles: [workspace.jobRole] });
}

function keyed(): Activity {
  return jobs.under({
    keys: [workspace.key],
    unconditional: { actions: WITHOUT_KEY_KEYS, reason: 'their outputs go to a bucket that encrypts' },
  });
}

function untaggable(activity: Activity): string[] {
  return actionsOf(permitted(activity)).filter(
    (action) => action.startsWith('sagemaker:List') && !/ListTrainingJobsFor/.test(action),
  );
}

function conditionsOf(permissions: Permission[], action: string): Permission['conditions'][] {
  return permissionsFor(permissions, action).map(({ conditions }) => conditions);
}

function permitted(activity: Activity): Permission[] {
  return permittedIn(workspace, activity);
}
