import {
  carries,
  isOnCreation,
  NAME_A_JOB_DEFINITION,
  supportOf,
} from '../../../lib/security/private/condition-support';
import { allActivities } from '../all-activities';
import { Workspace, workspaceIn } from '../workspace';
import { permittedIn } from './permissions';
import { ReferencedAction, referenced, typesReached } from './service-authorization';

const RESOURCE_TAG = 'aws:ResourceTag/${TagKey}';

/** What IAM calls that which the table calls otherwise. */
const CONDITION_KEYS: Record<string, string[]> = {
  network: ['sagemaker:VpcSubnets', 'sagemaker:VpcSecurityGroupIds'],
  volumeKey: ['sagemaker:VolumeKmsKeyArn'],
  outputKey: ['sagemaker:OutputKmsKeyArn'],
  objectKey: ['s3:x-amz-server-side-encryption-aws-kms-key-id'],
  instanceTypes: ['sagemaker:InstanceTypes'],
  requestTags: ['aws:RequestTag/${TagKey}'],
};

test('the table says of every action of every activity what the reference says', async () => {
  const resources = resourcesByAction(workspaceIn());

  const expected = await Promise.all(
    [...resources].map(async ([action, arns]) => [action, supportIn(await referenced(action), arns)]),
  );

  expect([...resources.keys()].map((action) => [action, supportOf(action)])).toEqual(expected);
}, 60_000);

test('what is not in the table carries nothing', () => {
  expect(supportOf('sagemaker:CreateUnheardOf')).toBeUndefined();
  expect(carries('sagemaker:CreateUnheardOf', 'network')).toBe(false);
});

test.each([
  ['sagemaker:CreatePipeline', true],
  ['sagemaker:CreateModelCardExportJob', false],
  ['sagemaker:UpdateMonitoringSchedule', false],
])('that %s creates something with tags is %s', (action, expected) => {
  expect(isOnCreation(action)).toBe(expected);
});

test.each(NAME_A_JOB_DEFINITION)(
  '%s carries the instance types that tell a schedule with a job of its own',
  (action) => {
    expect(carries(action, 'instanceTypes')).toBe(true);
  },
);

function supportIn(action: ReferencedAction, resources: string[]): string[] {
  const reached = resources.flatMap((resource) => typesReached(action, resource));
  const tagged = reached.length > 0 && reached.every(({ conditionKeys }) => conditionKeys.includes(RESOURCE_TAG));
  const byRequest = Object.keys(CONDITION_KEYS).filter((support) =>
    CONDITION_KEYS[support].every((key) => action.conditionKeys.includes(key)),
  );

  return tagged && !action.takesNoResource ? [...byRequest, 'resourceTags'] : byRequest;
}

function resourcesByAction(workspace: Workspace): Map<string, string[]> {
  const found = new Map<string, string[]>();

  for (const { actions, resources } of Object.values(allActivities(workspace)).flatMap((activity) =>
    permittedIn(workspace, activity),
  )) {
    for (const action of actions) found.set(action, [...(found.get(action) ?? []), ...resources]);
  }
  return found;
}
