import * as kms from 'aws-cdk-lib/aws-kms';
import { Activity, DomainIsolation } from '../../../lib/security';
import { GROUP_ARN, KEY_ARN, Workspace, workspaceIn } from '../workspace';

const NAME_PREFIX = 'marine-life-';
const TAGS = { 'governed-ml:team': 'marine-life' };

let workspace: Workspace;
let jobs: Activity;

beforeEach(() => {
  workspace = workspaceIn();
  jobs = Activity.manageMlJobs({ namePrefix: NAME_PREFIX, jobRoles: [workspace.jobRole] });
});

describe('what cannot carry a condition is said, never dropped', () => {
  const notCarried = (condition: string, action: string) =>
    `ConditionNotCarried: conditions.${condition} concerns ${action}, IAM offers no condition key by which this action could carry it; name the action in "unconditional" with a reason, or leave the condition out`;

  test('of the network and of keys, action by action and all at once', () => {
    const { network, key } = workspace;

    const activity = () => jobs.under({ network, keys: [key] });

    expect(activity).toThrow(
      [
        '7 problems:',
        ...['CreateCompilationJob', 'CreateInferenceRecommendationsJob'].flatMap((name) => [
          `  ${notCarried('network', `sagemaker:${name}`)}`,
          `  ${notCarried('keys', `sagemaker:${name}`)}`,
        ]),
        `  ${notCarried('network', 'sagemaker:CreateTransformJob')}`,
        `  ${notCarried('network', 'sagemaker:UpdateTrainingJob')}`,
        `  ${notCarried('keys', 'sagemaker:UpdateTrainingJob')}`,
      ].join('\n'),
    );
  });

  test('of tags', () => {
    const activity = () => pipelines().under({ tags: TAGS });

    expect(activity).toThrow(notCarried('tags', 'sagemaker:ListPipelines'));
  });

  test('of the domain', () => {
    const monitoring = Activity.manageModelMonitoring({
      namePrefix: NAME_PREFIX,
      monitoringRoles: [workspace.jobRole],
    });

    const activity = () => monitoring.under({ domain: DomainIsolation.ownDomain() });

    expect(activity).toThrow(notCarried('domain', 'sagemaker:UpdateMonitoringAlert'));
  });
});

describe('unconditional actions', () => {
  test('are of the activity', () => {
    const activity = () =>
      pipelines().under({
        domain: DomainIsolation.ownDomain(),
        unconditional: { actions: ['sagemaker:UpdatePipelines'], reason: 'none' },
      });

    expect(activity).toThrow(
      'UnconditionalActionUnknown: conditions.unconditional.actions[0] is "sagemaker:UpdatePipelines", the activity has no such action; the nearest is "sagemaker:UpdatePipeline"',
    );
  });

  test('of which none is like what was typed are left out', () => {
    const activity = () =>
      Activity.invokeEndpoints(NAME_PREFIX).under({
        tags: TAGS,
        unconditional: { actions: ['kms:Decrypt'], reason: 'none' },
      });

    expect(activity).toThrow(
      'UnconditionalActionUnknown: conditions.unconditional.actions[0] is "kms:Decrypt", the activity has no such action; leave it out',
    );
  });

  test('are concerned by a condition', () => {
    const activity = () =>
      pipelines().under({
        domain: DomainIsolation.ownDomain(),
        unconditional: { actions: ['sagemaker:CreatePipeline'], reason: 'none' },
      });

    expect(activity).toThrow(
      'UnconditionalActionUnconcerned: conditions.unconditional.actions[0] is "sagemaker:CreatePipeline", none of the conditions concerns this action; leave it out',
    );
  });

  test.each(['', ' '])('need a reason: "%s" is none', (reason) => {
    const activity = () =>
      pipelines().under({ tags: TAGS, unconditional: { actions: ['sagemaker:ListPipelines'], reason } });

    expect(activity).toThrow(
      'UnconditionalWithoutReason: conditions.unconditional.reason is empty, whoever reviews the permissions must learn why a condition is left out; say it in a sentence',
    );
  });

  test('are one at least', () => {
    const activity = () =>
      Activity.readModels([GROUP_ARN]).under({ tags: TAGS, unconditional: { actions: [], reason: 'none' } });

    expect(activity).toThrow(
      'ConditionEmpty: conditions.unconditional.actions is empty, it names actions that stay without the conditions; name at least one, or leave it out',
    );
  });
});

describe('conditions say something', () => {
  const empty = (path: string, remedy: string) =>
    `ConditionEmpty: ${path} is empty, a condition says what is allowed; ${remedy}`;

  test('one at least', () => {
    const activity = () => jobs.under({});

    expect(activity).toThrow(empty('conditions', 'give network, keys, tags, domain, or leave "under" out'));
  });

  test('each of them', () => {
    const activity = () =>
      Activity.searchAndVisualizeExperiments().under({
        network: { subnets: [], securityGroups: workspace.network.securityGroups },
        keys: [],
        domain: DomainIsolation.ownDomain(),
      });

    expect(activity).toThrow(
      [
        '2 problems:',
        '  ActivityWithoutResources: network.subnets is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out',
        `  ${empty('conditions.keys', 'name at least one key, or leave the condition out')}`,
      ].join('\n'),
    );
  });

  test('of tags, too', () => {
    const activity = () => Activity.readModels([GROUP_ARN]).under({ tags: {} });

    expect(activity).toThrow(empty('conditions.tags', 'name at least one tag, or leave the condition out'));
  });
});

test('conditions that exclude what the activity is limited to leave nothing, which is said', () => {
  const { network, jobRole, key, stack } = workspace;
  const other = kms.Key.fromKeyArn(stack, 'Other', `${KEY_ARN}-other`);
  const activity = Activity.runJobs({ namePrefix: NAME_PREFIX, network, jobRole, volumeKey: key });

  const limited = () => activity.under({ keys: [other] });

  const nothing = (action: string) =>
    `  ConditionsContradictory: conditions leave nothing of ${action}, the activity is limited to other values already; name the values that it is limited to, or leave the condition out`;
  expect(limited).toThrow(
    ['2 problems:', nothing('sagemaker:CreateProcessingJob'), nothing('sagemaker:CreateTrainingJob')].join('\n'),
  );
});

function pipelines(): Activity {
  return Activity.managePipelines({ namePrefix: NAME_PREFIX, pipelineRoles: [workspace.jobRole] });
}
