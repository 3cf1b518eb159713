import { Activity } from '../../../lib/security';
import { Workspace, workspaceIn } from '../workspace';
import { permissionsFor, permittedIn, prefixMalformed, withoutResources } from './permissions';

const HERE = 'eu-west-1:111111111111';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

test('schedules and job definitions are managed by the beginning of their names', () => {
  const [managed] = permittedIn(workspace, manageModelMonitoring('marine-life-'));

  expect(managed.resources).toContain(`arn:aws:sagemaker:${HERE}:monitoring-schedule/marine-life-*`);
  expect(managed.resources).toHaveLength(5);
  expect(managed.actions).toEqual(
    expect.arrayContaining(['sagemaker:CreateMonitoringSchedule', 'sagemaker:CreateModelBiasJobDefinition']),
  );
});

test('monitoring jobs run as the given roles', () => {
  const [passed] = permissionsFor(permittedIn(workspace, manageModelMonitoring('marine-life-')), 'iam:PassRole');

  expect(passed.resources).toEqual(['arn:aws:iam::111111111111:role/jobs']);
});

test('names and a role are needed', () => {
  const activity = () => Activity.manageModelMonitoring({ namePrefix: '', monitoringRoles: [] });

  expect(activity).toThrow(
    ['2 problems:', `  ${prefixMalformed('')}`, `  ${withoutResources('monitoringRoles')}`].join('\n'),
  );
});

function manageModelMonitoring(namePrefix: string): Activity {
  return Activity.manageModelMonitoring({ namePrefix, monitoringRoles: [workspace.jobRole] });
}
