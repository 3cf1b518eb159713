import { Activity } from '../../../lib/security';
import { Workspace, workspaceIn } from '../workspace';
import { actionsOf, permissionsFor, permittedIn, prefixMalformed, withoutResources } from './permissions';

const HERE = 'eu-west-1:111111111111';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

test('pipelines are started and watched by the beginning of their names, and not changed', () => {
  const activity = Activity.startPipelines('marine-life-');

  const [{ actions, resources }, ...others] = permittedIn(workspace, activity);

  expect(resources).toEqual([`arn:aws:sagemaker:${HERE}:pipeline/marine-life-*`]);
  expect(actions).toContain('sagemaker:StartPipelineExecution');
  expect(actions.filter((action) => /:(Create|Update|Delete)/.test(action))).toEqual([]);
  expect(others).toEqual([]);
});

describe('who manages pipelines', () => {
  test('defines, changes and starts those of the given names', () => {
    const [managed] = permittedIn(workspace, managePipelines());

    expect(managed.resources).toEqual([`arn:aws:sagemaker:${HERE}:pipeline/marine-life-*`]);
    expect(managed.actions).toEqual(
      expect.arrayContaining([
        'sagemaker:CreatePipeline',
        'sagemaker:DeletePipeline',
        'sagemaker:StartPipelineExecution',
      ]),
    );
  });

  test('does not answer callback steps', () => {
    const actions = actionsOf(permittedIn(workspace, managePipelines()));

    expect(actions.filter((action) => action.includes('SendPipelineExecutionStep'))).toEqual([]);
  });

  test('passes the given roles', () => {
    const [passed] = permissionsFor(permittedIn(workspace, managePipelines()), 'iam:PassRole');

    expect(passed.resources).toEqual(['arn:aws:iam::111111111111:role/jobs']);
  });

  test('needs names and a role', () => {
    const activity = () => Activity.managePipelines({ namePrefix: '*', pipelineRoles: [] });

    expect(activity).toThrow(
      ['2 problems:', `  ${prefixMalformed('*')}`, `  ${withoutResources('pipelineRoles')}`].join('\n'),
    );
  });

  function managePipelines(): Activity {
    return Activity.managePipelines({ namePrefix: 'marine-life-', pipelineRoles: [workspace.jobRole] });
  }
});
