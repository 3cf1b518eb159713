import { Activity } from '../../../lib/security';
import { Workspace, workspaceIn } from '../workspace';
import { actionsOf, permissionsFor, permittedIn } from './permissions';

const HERE = 'eu-west-1:111111111111';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

test('an auditor reads and changes nothing', () => {
  const actions = actionsOf(permittedIn(workspace, Activity.audit()));

  const reading =
    /:(BatchGet|Describe|GenerateServiceLastAccessed|Get|List|LookupEvents|QueryLineage|Search|SelectResource)/;
  expect(actions.filter((action) => !reading.test(action))).toEqual([]);
});

test('an auditor sees neither objects nor logs nor records', () => {
  const actions = actionsOf(permittedIn(workspace, Activity.audit()));

  expect(actions.filter((action) => /^(s3|logs|kms|athena|glue):|GetRecord|Invoke|Presigned/.test(action))).toEqual([]);
});

test('an auditor sees SageMaker, identities, records of calls, compliance, findings and the organization', () => {
  const actions = actionsOf(permittedIn(workspace, Activity.audit()));

  const services = new Set(actions.map((action) => action.split(':')[0]));
  expect([...services].sort()).toEqual([
    'access-analyzer',
    'cloudtrail',
    'config',
    'iam',
    'organizations',
    'sagemaker',
    'securityhub',
  ]);
});

test('what belongs to the organization is of an account that is not known here, and of the account in all else', () => {
  const permissions = permittedIn(workspace, Activity.audit());

  const [units] = permissionsFor(permissions, 'organizations:DescribeOrganizationalUnit');
  const [roles] = permissionsFor(permissions, 'iam:GetRole');
  const [domains] = permissionsFor(permissions, 'sagemaker:DescribeDomain');

  expect(units.resources).toContain('arn:aws:organizations::*:ou/o-*');
  expect(roles.resources).toEqual(['arn:aws:iam::111111111111:role/*', 'arn:aws:iam::111111111111:policy/*']);
  expect(domains.resources).toContain(`arn:aws:sagemaker:${HERE}:domain/*`);
});
