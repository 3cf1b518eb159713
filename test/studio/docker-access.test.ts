import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DockerAccess } from '../../lib/studio';

const REASON = 'builds inference images before they are reviewed';

let stack: Stack;
let domain: CfnResource;

beforeEach(() => {
  stack = new Stack(new App(), 'Studio');
  domain = new CfnResource(stack, 'Domain', { type: 'AWS::SageMaker::Domain' });
});

test('Docker that is denied is off, and nothing is recorded', () => {
  const access = DockerAccess.denied();

  access._record(domain);

  expect(access._render()).toEqual({ enableDockerAccess: 'DISABLED' });
  Template.fromStack(stack).hasResource('AWS::SageMaker::Domain', { Metadata: Match.absent() });
});

test("Docker that is allowed pulls images of the domain's own account", () => {
  const access = DockerAccess.allowed({ reason: REASON });

  expect(access._render()).toEqual({ enableDockerAccess: 'ENABLED', vpcOnlyTrustedAccounts: undefined });
});

test('images of trusted accounts are pulled too', () => {
  const access = DockerAccess.allowed({ reason: REASON, trustedAccounts: ['222222222222'] });

  expect(access._render()).toEqual({ enableDockerAccess: 'ENABLED', vpcOnlyTrustedAccounts: ['222222222222'] });
});

test('the reason is recorded on the domain', () => {
  const access = DockerAccess.allowed({ reason: REASON });

  access._record(domain);

  Template.fromStack(stack).hasResource('AWS::SageMaker::Domain', {
    Metadata: { 'governed-ml:relaxations': [{ setting: 'dockerAccess', reason: REASON }] },
  });
});

test.each(['', '  '])('Docker is not allowed for the reason %j', (reason) => {
  const access = () => DockerAccess.allowed({ reason });

  expect(access).toThrow(
    'ReasonMissing: reason is empty, Docker lets code run as root beside the notebook, so it is allowed for a stated reason only; say what people need it for',
  );
});

test('accounts are trusted by their ids', () => {
  const access = () => DockerAccess.allowed({ reason: REASON, trustedAccounts: ['222222222222', 'shared'] });

  expect(access).toThrow(
    'AccountIdMalformed: trustedAccounts[1] is "shared", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
  );
});
