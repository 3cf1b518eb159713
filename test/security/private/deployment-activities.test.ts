import { Activity } from '../../../lib/security';
import { Workspace, workspaceIn } from '../workspace';
import { actionsOf, permittedIn } from './permissions';

const HERE = 'eu-west-1:111111111111';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

test('who deploys assumes the roles of the bootstrap in the same account and region', () => {
  const [assumed] = permittedIn(workspace, Activity.deployThroughBootstrap('acme'));

  expect(assumed).toEqual({
    actions: ['sts:AssumeRole'],
    resources: ['deploy', 'file-publishing', 'image-publishing', 'lookup'].map(
      (role) => `arn:aws:iam::111111111111:role/cdk-acme-${role}-role-111111111111-eu-west-1`,
    ),
  });
});

test('who deploys reads stacks and changes none by hand', () => {
  const [, ...others] = permittedIn(workspace, Activity.deployThroughBootstrap('acme'));

  expect(others[0].resources).toEqual([`arn:aws:cloudformation:${HERE}:stack/*`]);
  expect(actionsOf(others).filter((action) => !/:(Describe|Get|List)/.test(action))).toEqual([]);
});

test.each(['', 'acme corp', 'elevenchars'])('"%s" is no qualifier', (qualifier) => {
  const activity = () => Activity.deployThroughBootstrap(qualifier);

  expect(activity).toThrow(
    `BootstrapQualifierMalformed: qualifier is "${qualifier}", a qualifier is 1 to 10 letters, digits, "_" and "-"; copy it from the names of the bootstrap roles, as "hnb659fds"`,
  );
});
