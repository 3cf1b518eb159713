import { Activity } from '../../../lib/security';
import { Workspace, workspaceIn } from '../workspace';
import { permittedIn } from './permissions';

const HERE = 'eu-west-1:111111111111';
const LOG_GROUPS = `arn:aws:logs:${HERE}:log-group:/aws/sagemaker/*`;

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

test('who observes reads and changes nothing', () => {
  const activity = Activity.observe();

  const actions = permittedIn(workspace, activity).flatMap((permission) => permission.actions);

  const reading = /^(sagemaker:(List|Describe|Search)|logs:(Describe|Filter|Get)|cloudwatch:(Get|List))/;
  expect(actions.filter((action) => !reading.test(action))).toEqual([]);
});

test('who observes reads pipelines, jobs and the logs of SageMaker, not of others', () => {
  const activity = Activity.observe();

  const resources = permittedIn(workspace, activity).flatMap((permission) => permission.resources);

  expect(resources).toEqual([
    '*',
    `arn:aws:sagemaker:${HERE}:pipeline/*`,
    `arn:aws:sagemaker:${HERE}:processing-job/*`,
    `arn:aws:sagemaker:${HERE}:training-job/*`,
    LOG_GROUPS,
    `${LOG_GROUPS}:log-stream:*`,
  ]);
});
