import { CfnParameter, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { IdentityProvider } from '../../lib/description';
import { DockerAccess, Domain } from '../../lib/studio';
import { deployment, domainIn, permanentParts, role, securityGroups, subnets } from './workplace';

let stack: Stack;

beforeEach(() => {
  stack = deployment();
});

test('a domain stays in its VPC and is encrypted with its key', () => {
  domainIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Domain', {
    DomainName: 'marine-life',
    AppNetworkAccessType: 'VpcOnly',
    VpcId: 'vpc-0',
    SubnetIds: ['subnet-0', 'subnet-1'],
    KmsKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d',
  });
});

test('notebooks are not shared through S3', () => {
  domainIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Domain', {
    DefaultUserSettings: { SharingSettings: { NotebookOutputOption: 'Disabled' } },
  });
});

test("CloudTrail shows the person behind each call, and bills show the domain's tags", () => {
  domainIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Domain', {
    DomainSettings: { ExecutionRoleIdentityConfig: 'USER_PROFILE_NAME' },
    TagPropagation: 'ENABLED',
  });
});

test("people's apps and shared spaces run as the role and in the security groups of the domain", () => {
  domainIn(stack);

  const template = Template.fromStack(stack);

  const settings = Match.objectLike({
    ExecutionRole: 'arn:aws:iam::111111111111:role/studio',
    SecurityGroups: ['sg-0'],
  });
  template.hasResourceProperties('AWS::SageMaker::Domain', {
    DefaultUserSettings: settings,
    DefaultSpaceSettings: settings,
  });
});

describe('idle apps', () => {
  test('are shut down after an hour, and people cannot switch that off', () => {
    domainIn(stack);

    const template = Template.fromStack(stack);

    const shutDown = idleAfter(60);
    template.hasResourceProperties('AWS::SageMaker::Domain', {
      DefaultUserSettings: { JupyterLabAppSettings: shutDown, CodeEditorAppSettings: shutDown },
      DefaultSpaceSettings: { JupyterLabAppSettings: shutDown },
    });
  });

  test.each([
    { label: 'an hour', idleTimeout: Duration.hours(1), minutes: 60 },
    { label: 'a year', idleTimeout: Duration.days(365), minutes: 525_600 },
  ])('may live for $label', ({ idleTimeout, minutes }) => {
    domainIn(stack, { idleTimeout });

    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::SageMaker::Domain', {
      DefaultUserSettings: { JupyterLabAppSettings: idleAfter(minutes) },
    });
  });

  test.each([
    { idleTimeout: Duration.minutes(59), minutes: '59' },
    { idleTimeout: Duration.minutes(525_601), minutes: '525601' },
    { idleTimeout: Duration.seconds(3630), minutes: '60.5' },
  ])('do not live for $minutes minutes', ({ idleTimeout, minutes }) => {
    const domain = () => domainIn(stack, { idleTimeout });

    expect(domain).toThrow(
      `IdleTimeoutOutOfRange: idleTimeout is ${minutes} minutes, SageMaker accepts 60 to 525600 whole minutes; use Duration.hours(1) or more`,
    );
  });

  test('may live for a time that is known at deployment only', () => {
    const idleTimeout = Duration.minutes(new CfnParameter(stack, 'Idle', { type: 'Number' }).valueAsNumber);

    const domain = () => domainIn(stack, { idleTimeout });

    expect(domain).not.toThrow();
  });

  function idleAfter(minutes: number) {
    return {
      AppLifecycleManagement: {
        IdleSettings: {
          LifecycleManagement: 'ENABLED',
          IdleTimeoutInMinutes: minutes,
          MinIdleTimeoutInMinutes: 60,
          MaxIdleTimeoutInMinutes: minutes,
        },
      },
    };
  }
});

describe('Docker', () => {
  test('is off', () => {
    domainIn(stack);

    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::SageMaker::Domain', {
      DomainSettings: { DockerSettings: { EnableDockerAccess: 'DISABLED' } },
    });
  });

  test('is on for a reason, which the template keeps', () => {
    domainIn(stack, { dockerAccess: DockerAccess.allowed({ reason: 'builds images' }) });

    const template = Template.fromStack(stack);

    template.hasResource('AWS::SageMaker::Domain', {
      Metadata: { 'governed-ml:relaxations': [{ setting: 'dockerAccess', reason: 'builds images' }] },
      Properties: { DomainSettings: { DockerSettings: { EnableDockerAccess: 'ENABLED' } } },
    });
  });
});

test.each([
  { identityProvider: undefined, authMode: 'IAM' },
  { identityProvider: IdentityProvider.IAM, authMode: 'IAM' },
  { identityProvider: IdentityProvider.IDENTITY_CENTER, authMode: 'SSO' },
])('people of $identityProvider sign in by $authMode', ({ identityProvider, authMode }) => {
  const domain = domainIn(stack, { identityProvider });

  expect(domain.identityProvider).toBe(identityProvider ?? IdentityProvider.IAM);
  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Domain', { AuthMode: authMode });
});

test('id, ARN and address are those of the domain', () => {
  const domain = domainIn(stack);

  const attributes = stack.resolve([domain.domainId, domain.domainArn, domain.domainUrl]);

  const ofDomain = (name: string) => ({ 'Fn::GetAtt': [expect.stringMatching(/^Domain/), name] });
  expect(attributes).toEqual([ofDomain('DomainId'), ofDomain('DomainArn'), ofDomain('Url')]);
});

describe('the second deployment', () => {
  test('that edits tags, role, idle time, security groups and Docker replaces no domain', () => {
    const before = deployment();
    domainIn(before, { permanentTags: { team: 'marine-life' } });
    domainIn(stack, {
      permanentTags: { team: 'marine-life' },
      executionRole: role(stack, 'other'),
      idleTimeout: Duration.hours(4),
      securityGroups: securityGroups(stack, 3),
      dockerAccess: DockerAccess.allowed({ reason: 'builds images' }),
    });
    Tags.of(stack.node.root).add('cost-centre', '4711');

    const [first, second] = [before, stack].map(permanentParts);

    expect(second).toEqual(first);
    expect(Object.keys(first)).toHaveLength(1);
  });

  test('that moves the domain to other subnets would replace it, and this test would see it', () => {
    const before = deployment();
    domainIn(before);
    domainIn(stack, { subnets: subnets(stack, 3) });

    const [first, second] = [before, stack].map(permanentParts);

    expect(second).not.toEqual(first);
  });
});

test('a domain outlives its stack', () => {
  domainIn(stack);

  const template = Template.fromStack(stack);

  template.hasResource('AWS::SageMaker::Domain', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('a domain goes with its stack on request', () => {
  domainIn(stack, { removalPolicy: RemovalPolicy.DESTROY });

  const template = Template.fromStack(stack);

  template.hasResource('AWS::SageMaker::Domain', { DeletionPolicy: 'Delete' });
});

test('a domain that exists is known by its id', () => {
  const domain = Domain.fromDomainAttributes(stack, 'Existing', {
    domainId: 'd-a1b2c3d4e5f6',
    identityProvider: IdentityProvider.IDENTITY_CENTER,
  });

  expect(domain.domainId).toBe('d-a1b2c3d4e5f6');
  expect(domain.domainArn).toMatch(/:sagemaker:eu-west-1:111111111111:domain\/d-a1b2c3d4e5f6$/);
  expect(domain.identityProvider).toBe(IdentityProvider.IDENTITY_CENTER);
});

test('people sign in to a domain that exists by IAM, unless it is said otherwise', () => {
  const domain = Domain.fromDomainAttributes(stack, 'Existing', { domainId: 'd-a1b2c3d4e5f6' });

  expect(domain.identityProvider).toBe(IdentityProvider.IAM);
});

test.each([1, 16])('a domain may have %i subnets', (count) => {
  const domain = () => domainIn(stack, { subnets: subnets(stack, count) });

  expect(domain).not.toThrow();
});

test.each([
  [0, 'is empty, SageMaker accepts 1 to 16 subnets; give at least one'],
  [17, 'has 17 entries, SageMaker accepts 1 to 16 subnets; leave out those that are not needed'],
])('a domain does not have %i subnets', (count, fault) => {
  const domain = () => domainIn(stack, { subnets: subnets(stack, count) });

  expect(domain).toThrow(`NetworkPlaceOutOfRange: subnets ${fault}`);
});

test.each([1, 5])('a domain may have %i security groups', (count) => {
  const domain = () => domainIn(stack, { securityGroups: securityGroups(stack, count) });

  expect(domain).not.toThrow();
});

test.each([
  [0, 'is empty, SageMaker accepts 1 to 5 security groups; give at least one'],
  [6, 'has 6 entries, SageMaker accepts 1 to 5 security groups; leave out those that are not needed'],
])('a domain does not have %i security groups', (count, fault) => {
  const domain = () => domainIn(stack, { securityGroups: securityGroups(stack, count) });

  expect(domain).toThrow(`NetworkPlaceOutOfRange: securityGroups ${fault}`);
});

test('a name that SageMaker refuses is refused here', () => {
  const domain = () => domainIn(stack, { domainName: 'marine_life' });

  expect(domain).toThrow(
    'NameMalformed: domainName is "marine_life", a domain name is 1 to 63 characters: letters, digits and hyphens between them; write "marine-life"',
  );
});

test('two domains of one account and region have different names', () => {
  domainIn(stack);

  const second = () => domainIn(stack, {}, 'Second');

  expect(second).toThrow(
    'NameTaken: Studio/Second wants the domain name "marine-life" in 111111111111/eu-west-1, which Studio/Domain has, no two of a kind share a name there; give one of the two another name',
  );
});
