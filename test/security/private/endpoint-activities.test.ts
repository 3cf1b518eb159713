import { Activity } from '../../../lib/security';
import { KEY_ARN, Workspace, workspaceIn } from '../workspace';
import { actionsOf, permissionsFor, permittedIn, prefixMalformed } from './permissions';

const HERE = 'eu-west-1:111111111111';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

describe('who manages endpoints', () => {
  test('creates, updates and deletes those of the given names', () => {
    const [managed] = permittedIn(workspace, Activity.manageEndpoints({ namePrefix: 'marine-life-' }));

    expect(managed.resources).toEqual(
      ['endpoint', 'endpoint-config', 'inference-component'].map(
        (kind) => `arn:aws:sagemaker:${HERE}:${kind}/marine-life-*`,
      ),
    );
    expect(managed.actions).toEqual(
      expect.arrayContaining(['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint', 'sagemaker:DeleteEndpoint']),
    );
  });

  test('scales what SageMaker serves, and nothing of other services', () => {
    const permissions = permittedIn(workspace, Activity.manageEndpoints({ namePrefix: 'marine-life-' }));

    const [scaled] = permissionsFor(permissions, 'application-autoscaling:RegisterScalableTarget');
    const [tracked] = permissionsFor(permissions, 'cloudwatch:PutMetricAlarm');
    const [role] = permissionsFor(permissions, 'iam:CreateServiceLinkedRole');

    expect(scaled.conditions).toEqual({ StringEquals: { 'application-autoscaling:service-namespace': 'sagemaker' } });
    expect(tracked.resources).toEqual([
      `arn:aws:cloudwatch:${HERE}:alarm:TargetTracking-endpoint/marine-life-*`,
      `arn:aws:cloudwatch:${HERE}:alarm:TargetTracking-inference-component/marine-life-*`,
    ]);
    expect(role.conditions).toEqual({
      StringEquals: { 'iam:AWSServiceName': 'sagemaker.application-autoscaling.amazonaws.com' },
    });
  });

  test('passes a role only where one is given', () => {
    const without = Activity.manageEndpoints({ namePrefix: 'marine-life-' });
    const withRole = Activity.manageEndpoints({ namePrefix: 'marine-life-', endpointRoles: [workspace.jobRole] });

    const [passed, notPassed] = [withRole, without].map((activity) =>
      permissionsFor(permittedIn(workspace, activity), 'iam:PassRole'),
    );

    expect(passed.flatMap(({ resources }) => resources)).toEqual(['arn:aws:iam::111111111111:role/jobs']);
    expect(notPassed).toEqual([]);
  });

  test('lets SageMaker use the keys of the volumes, and nobody else', () => {
    const permissions = permittedIn(
      workspace,
      Activity.manageEndpoints({ namePrefix: 'marine-life-', keys: [workspace.key] }),
    );

    const [lent] = permissionsFor(permissions, 'kms:CreateGrant');
    const [described] = permissionsFor(permissions, 'kms:DescribeKey');

    expect(lent).toEqual({
      actions: ['kms:CreateGrant'],
      resources: [KEY_ARN],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    });
    expect(described).toEqual({ actions: ['kms:DescribeKey'], resources: [KEY_ARN] });
  });

  test('invokes none', () => {
    const actions = actionsOf(permittedIn(workspace, Activity.manageEndpoints({ namePrefix: 'marine-life-' })));

    expect(actions.filter((action) => action.includes('Invoke'))).toEqual([]);
  });
});

test('endpoints and inference components are invoked by the beginning of their names', () => {
  const activity = Activity.invokeEndpoints('marine-life-');

  expect(permittedIn(workspace, activity)).toEqual([
    {
      actions: [
        'sagemaker:InvokeEndpoint',
        'sagemaker:InvokeEndpointAsync',
        'sagemaker:InvokeEndpointWithResponseStream',
      ],
      resources: [
        `arn:aws:sagemaker:${HERE}:endpoint/marine-life-*`,
        `arn:aws:sagemaker:${HERE}:inference-component/marine-life-*`,
      ],
    },
  ]);
});

test.each([
  { verb: 'managed', activityOn: (namePrefix: string) => Activity.manageEndpoints({ namePrefix }) },
  { verb: 'invoked', activityOn: Activity.invokeEndpoints },
])('endpoints are $verb by names', ({ activityOn }) => {
  const activity = () => activityOn('marine_life');

  expect(activity).toThrow(prefixMalformed('marine_life'));
});
