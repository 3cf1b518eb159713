import { Activity } from '../../../lib/security';
import { unknownToAws } from '../authorization-reference';
import { BEIJING, DataWorkspace, decide, IRELAND, resourcesAbroad } from '../data-workspace';

const APPLICATIONS = IRELAND.arnOf('emr-serverless', '/applications/*');
const DOMAIN = IRELAND.arnOf('sagemaker', 'domain/d-marine');

const fromStudio = ({ arnOf, role }: DataWorkspace) =>
  Activity.runStudioEmrServerless({ domainArn: arnOf('sagemaker', 'domain/d-marine'), runtimeRoles: [role] });
const fromCanvas = ({ role }: DataWorkspace) =>
  Activity.canvasDataPreparation({ executionRole: role, emrServerlessRole: role });

describe('applications of Studio', () => {
  test('are created with the tag of the domain, and used where they carry it', () => {
    const ofTheDomain = { StringEquals: { 'aws:ResourceTag/sagemaker:domain-arn': DOMAIN } };

    expect(IRELAND.permitted(fromStudio(IRELAND))).toEqual([
      {
        actions: ['emr-serverless:CreateApplication'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:RequestTag/sagemaker:domain-arn': DOMAIN } },
      },
      {
        actions: ['emr-serverless:TagResource'],
        resources: [IRELAND.arnOf('emr-serverless', '/*')],
        conditions: {
          StringEquals: {
            'aws:RequestTag/sagemaker:domain-arn': DOMAIN,
            'aws:ResourceTag/sagemaker:domain-arn': DOMAIN,
          },
        },
      },
      {
        actions: ['emr-serverless:GetApplication', 'emr-serverless:StartApplication', 'emr-serverless:StopApplication'],
        resources: [APPLICATIONS],
        conditions: ofTheDomain,
      },
      { actions: ['emr-serverless:ListApplications'], resources: ['*'] },
      {
        actions: ['iam:PassRole'],
        resources: ['arn:aws:iam::111111111111:role/jobs'],
        conditions: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
      },
      {
        actions: [
          'emr-serverless:AccessLivyEndpoints',
          'emr-serverless:DeleteApplication',
          'emr-serverless:GetDashboardForJobRun',
        ],
        resources: [APPLICATIONS],
        conditions: ofTheDomain,
      },
    ]);
  });

  test.each([
    ['allowed', 'started', 'StartApplication', 'of the domain', { 'aws:ResourceTag/sagemaker:domain-arn': DOMAIN }],
    [
      'denied',
      'started',
      'StartApplication',
      'of another domain',
      { 'aws:ResourceTag/sagemaker:domain-arn': `${DOMAIN}2` },
    ],
    ['denied', 'started', 'StartApplication', 'of none', {}],
    ['denied', 'claimed', 'TagResource', 'of none', { 'aws:RequestTag/sagemaker:domain-arn': DOMAIN }],
  ])('are %s to be %s (%s) where they are %s', async (decision, _what, operation, _whose, context) => {
    const resource = IRELAND.arnOf('emr-serverless', '/applications/00f1a2b3');
    const asked = { action: `emr-serverless:${operation}`, resource, context };

    const decided = await decide(IRELAND.permitted(fromStudio(IRELAND)), asked);

    expect(decided).toBe(decision);
  });

  test('belong to a domain, and their sessions run as a role', () => {
    const activity = () => Activity.runStudioEmrServerless({ domainArn: 'd-marine', runtimeRoles: [] });

    expect(activity).toThrow(
      [
        '2 problems:',
        `  ArnMalformed: domainArn is "d-marine", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
        '  ActivityWithoutResources: runtimeRoles is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out',
      ].join('\n'),
    );
  });
});

describe('applications of Canvas', () => {
  test('run jobs that carry the tag of Canvas, as one role', () => {
    const permissions = IRELAND.permitted(fromCanvas(IRELAND));

    expect(permissions).toContainEqual({
      actions: ['emr-serverless:StartJobRun'],
      resources: [APPLICATIONS],
      conditions: {
        StringEquals: {
          'aws:RequestTag/sagemaker:is-canvas-resource': 'True',
          'aws:ResourceTag/sagemaker:is-canvas-resource': 'True',
        },
      },
    });
    expect(permissions).toContainEqual({
      actions: ['iam:PassRole'],
      resources: ['arn:aws:iam::111111111111:role/jobs'],
      conditions: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
    });
  });

  test('are reached by nobody where no role is given for them', () => {
    const activity = Activity.canvasDataPreparation({ executionRole: IRELAND.role });

    const actions = IRELAND.permitted(activity).flatMap((each) => each.actions);

    expect(actions.filter((action) => action.startsWith('emr-serverless:'))).toEqual([]);
  });
});

describe('both', () => {
  const both = (workspace: DataWorkspace) => [fromStudio(workspace), fromCanvas(workspace)];

  test('are what AWS knows', async () => {
    const unknown = await unknownToAws(both(IRELAND).flatMap(IRELAND.permitted));

    expect(unknown).toEqual([]);
  });

  test('give a reason for each wildcard', () => {
    expect(both(IRELAND).flatMap(IRELAND.unexplained)).toEqual([]);
  });

  test('stay in their partition', () => {
    expect(resourcesAbroad(both(BEIJING).flatMap(BEIJING.permitted))).toEqual([]);
  });
});
