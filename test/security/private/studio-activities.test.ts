import { Activity } from '../../../lib/security';
import { Workspace, workspaceIn } from '../workspace';
import { actionsOf, permissionsFor, permittedIn } from './permissions';

const HERE = 'eu-west-1:111111111111';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

describe('Studio', () => {
  const [APPS, SPACES] = ['app', 'space'].map((kind) => `arn:aws:sagemaker:${HERE}:${kind}/\${sagemaker:DomainId}/*`);
  const PROFILE = `arn:aws:sagemaker:${HERE}:user-profile/\${sagemaker:DomainId}/\${sagemaker:UserProfileName}`;

  test('is opened as oneself', () => {
    const [open] = permittedIn(workspace, Activity.useOwnStudioApps());

    expect(open).toEqual({ actions: ['sagemaker:CreatePresignedDomainUrl'], resources: [PROFILE] });
  });

  test("lets people change their own private spaces and nobody else's", () => {
    const [, use] = permittedIn(workspace, Activity.useOwnStudioApps());

    expect(use).toEqual({
      actions: [
        'sagemaker:CreateApp',
        'sagemaker:CreateSpace',
        'sagemaker:DeleteApp',
        'sagemaker:DeleteSpace',
        'sagemaker:UpdateSpace',
      ],
      resources: [APPS, SPACES],
      conditions: {
        ArnEquals: { 'sagemaker:OwnerUserProfileArn': PROFILE },
        StringEquals: { 'sagemaker:SpaceSharingType': 'Private' },
      },
    });
  });

  test('tags apps and spaces when it creates them, not later', () => {
    const [, , tag] = permittedIn(workspace, Activity.useOwnStudioApps());

    expect(tag).toEqual({
      actions: ['sagemaker:AddTags'],
      resources: [APPS, SPACES],
      conditions: { StringEquals: { 'sagemaker:TaggingAction': ['CreateApp', 'CreateSpace'] } },
    });
  });

  test('is described within the own domain, under no condition that describing does not know', () => {
    const [, , , describe] = permittedIn(workspace, Activity.useOwnStudioApps());

    expect(describe).toEqual({
      actions: [
        'sagemaker:DescribeApp',
        'sagemaker:DescribeDomain',
        'sagemaker:DescribeSpace',
        'sagemaker:DescribeUserProfile',
      ],
      resources: [`arn:aws:sagemaker:${HERE}:domain/\${sagemaker:DomainId}`, PROFILE, APPS, SPACES],
    });
  });

  test('is listed', () => {
    const [, , , , list, ...others] = permittedIn(workspace, Activity.useOwnStudioApps());

    expect(list).toEqual({
      actions: ['sagemaker:ListApps', 'sagemaker:ListDomains', 'sagemaker:ListSpaces', 'sagemaker:ListUserProfiles'],
      resources: ['*'],
    });
    expect(others).toEqual([]);
  });
});

test('who runs Studio applications uses the own apps and reads what they start from', () => {
  const permissions = permittedIn(workspace, Activity.runStudioApplications());

  const own = permittedIn(workspace, Activity.useOwnStudioApps());
  expect(permissions.slice(0, own.length)).toEqual(own);
  expect(actionsOf(permissions.slice(own.length)).filter((action) => !/:(Describe|List)/.test(action))).toEqual([]);
  expect(permissionsFor(permissions, 'sagemaker:DescribeImage')[0].resources).toContain(
    `arn:aws:sagemaker:${HERE}:image/*`,
  );
});
