import { RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { IdentityProvider } from '../../lib/description';
import { Domain, IDomain, UserProfile, UserProfileProps } from '../../lib/studio';
import { deployment, domainIn, permanentParts, role } from './workplace';

let stack: Stack;

beforeEach(() => {
  stack = deployment();
});

test("a person's apps run as the role of the person, in the domain's own settings", () => {
  profileIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::UserProfile', {
    DomainId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Domain'), 'DomainId'] },
    UserProfileName: 'ana',
    UserSettings: { ExecutionRole: 'arn:aws:iam::111111111111:role/data-scientist' },
  });
});

test('in a domain with IAM a profile is bound to no directory', () => {
  profileIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::UserProfile', {
    SingleSignOnUserIdentifier: Match.absent(),
    SingleSignOnUserValue: Match.absent(),
  });
});

test('in a domain with Identity Center a profile is that of the user in the directory', () => {
  profileIn(stack, { domain: domainIn(stack, { identityProvider: IdentityProvider.IDENTITY_CENTER }) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::UserProfile', {
    SingleSignOnUserIdentifier: 'UserName',
    SingleSignOnUserValue: 'ana',
  });
});

test('name and ARN are those of the profile', () => {
  const profile = profileIn(stack, { domain: existingDomain(stack) });

  expect(profile.userProfileName).toBe('ana');
  expect(profile.userProfileArn).toMatch(/:sagemaker:eu-west-1:111111111111:user-profile\/d-a1b2c3d4e5f6\/ana$/);
});

test('the second deployment, with another tag and another role, replaces no profile', () => {
  const before = deployment();
  profileIn(before, { permanentTags: { team: 'marine-life' } });
  profileIn(stack, { permanentTags: { team: 'marine-life' }, executionRole: role(stack, 'engineer') });
  Tags.of(stack.node.root).add('cost-centre', '4711');

  const [first, second] = [before, stack].map(permanentParts);

  expect(second).toEqual(first);
  expect(Object.keys(first)).toHaveLength(2);
});

test('a profile carries its permanent tags', () => {
  profileIn(stack, { permanentTags: { team: 'marine-life' } });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::UserProfile', { Tags: [{ Key: 'team', Value: 'marine-life' }] });
});

test('a profile outlives its stack, because SageMaker refuses to delete one with spaces', () => {
  profileIn(stack);

  const template = Template.fromStack(stack);

  template.hasResource('AWS::SageMaker::UserProfile', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('a profile goes with its stack on request', () => {
  profileIn(stack, { removalPolicy: RemovalPolicy.DESTROY });

  const template = Template.fromStack(stack);

  template.hasResource('AWS::SageMaker::UserProfile', { DeletionPolicy: 'Delete' });
});

test('a name that SageMaker refuses is refused here', () => {
  const profile = () => profileIn(stack, { userProfileName: 'ana.lima' });

  expect(profile).toThrow(
    'NameMalformed: userProfileName is "ana.lima", a user profile name is 1 to 63 characters: letters, digits and hyphens between them; write "ana-lima"',
  );
});

test('a person has one profile in a domain', () => {
  const domain = existingDomain(stack);
  profileIn(stack, { domain });

  const second = () => profileIn(stack, { domain, executionRole: role(stack, 'engineer') }, 'Second');

  expect(second).toThrow(
    'NameTaken: Studio/Second wants the user profile name "ana" in Studio/Existing, which Studio/Profile has, no two of a kind share a name there; give one of the two another name',
  );
});

test('a person may have a profile in each of two domains', () => {
  profileIn(stack);

  const second = () =>
    profileIn(stack, { domain: existingDomain(stack), executionRole: role(stack, 'engineer') }, 'Second');

  expect(second).not.toThrow();
});

function profileIn(scope: Stack, props: Partial<UserProfileProps> = {}, id = 'Profile'): UserProfile {
  return new UserProfile(scope, id, {
    domain: props.domain ?? domainIn(scope),
    userProfileName: 'ana',
    executionRole: props.executionRole ?? role(scope, 'data-scientist'),
    ...props,
  });
}

function existingDomain(scope: Stack): IDomain {
  return Domain.fromDomainAttributes(scope, 'Existing', { domainId: 'd-a1b2c3d4e5f6' });
}
