import { Activity } from '../../../lib/security';
import { Workspace, workspaceIn } from '../workspace';
import { actionsOf, permittedIn, prefixMalformed } from './permissions';

const HERE = 'eu-west-1:111111111111';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

describe('who manages experiments', () => {
  test('creates and deletes experiments, trials and components of the given names', () => {
    const [managed] = permittedIn(workspace, Activity.manageExperiments('marine-life-'));

    expect(managed.resources).toEqual(
      ['experiment', 'experiment-trial', 'experiment-trial-component'].map(
        (kind) => `arn:aws:sagemaker:${HERE}:${kind}/marine-life-*`,
      ),
    );
    expect(managed.actions).toEqual(
      expect.arrayContaining(['sagemaker:CreateExperiment', 'sagemaker:DeleteExperiment']),
    );
  });

  test('records lineage and deletes none', () => {
    const actions = actionsOf(permittedIn(workspace, Activity.manageExperiments('marine-life-')));

    expect(actions).toEqual(expect.arrayContaining(['sagemaker:AddAssociation', 'sagemaker:CreateArtifact']));
    expect(actions.filter((action) => /Delete(Action|Artifact|Association|Context)/.test(action))).toEqual([]);
  });

  test('needs names', () => {
    const activity = () => Activity.manageExperiments('-');

    expect(activity).toThrow(prefixMalformed('-'));
  });
});

test('who searches experiments changes nothing', () => {
  const actions = actionsOf(permittedIn(workspace, Activity.searchAndVisualizeExperiments()));

  expect(actions).toContain('sagemaker:QueryLineage');
  expect(actions.filter((action) => !/:(BatchGet|Describe|Get|List|QueryLineage|Search)/.test(action))).toEqual([]);
});
