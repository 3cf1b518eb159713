import { Match, Template } from 'aws-cdk-lib/assertions';
import { DetectiveControl, PlatformDescription } from '../../lib/description';
import { PlatformNames } from '../../lib/platform/platform-names';
import { isWatched, SecurityStack } from '../../lib/platform/security-stack';
import { DetectiveSelection } from '../../lib/security';
import { Changes, nineAccounts } from '../description/nine-accounts';
import { newApp } from './synthesis';

const AGGREGATOR = 'AWS::SecurityHub::FindingAggregator';

const ALL_BUT_TRAILS = Object.values(DetectiveControl).filter((control) => control !== DetectiveControl.DATA_EVENTS);

test('a description names the controls that there are, and the trails, which are no part of the security account', () => {
  expect(ALL_BUT_TRAILS).toEqual(DetectiveSelection.standard().controls);
});

test('everything watches unless told otherwise, and nobody is told', () => {
  const template = templateFor();

  expect(kindsIn(template)).toEqual({
    aggregators: 1,
    rules: true,
    detectors: 1,
    sessions: 1,
    analyzers: 2,
    topics: 0,
  });
});

test.each([
  [DetectiveControl.SECURITY_HUB, { aggregators: 0 }],
  [DetectiveControl.CONFIG, { rules: false }],
  [DetectiveControl.GUARDDUTY, { detectors: 0 }],
  [DetectiveControl.MACIE, { sessions: 0 }],
  [DetectiveControl.EXTERNAL_ACCESS, { analyzers: 1 }],
  [DetectiveControl.UNUSED_ACCESS, { analyzers: 1 }],
  [DetectiveControl.DATA_EVENTS, {}],
])('%s may be left out', (control, without) => {
  const template = templateFor({ omit: [{ control, reason: 'another tool does' }] });

  expect(kindsIn(template)).toEqual({
    aggregators: 1,
    rules: true,
    detectors: 1,
    sessions: 1,
    analyzers: 2,
    topics: 0,
    ...without,
  });
});

test('the reason of what is left out stands in the template', () => {
  const template = templateFor({ omit: [{ control: 'macie', reason: 'another tool does' }] });

  expect(JSON.stringify(template.toJSON())).toContain('another tool does');
});

test.each([
  [DetectiveControl.SECURITY_HUB, { aggregators: 0 }],
  [DetectiveControl.GUARDDUTY, { detectors: 0 }],
  [DetectiveControl.MACIE, { sessions: 0 }],
])('%s may be there already', (control, without) => {
  expect(kindsIn(templateFor({ adopt: [control] }))).toMatchObject(without);
});

test.each<[string, string[] | undefined, object]>([
  ['every region', undefined, { RegionLinkingMode: 'ALL_REGIONS', Regions: Match.absent() }],
  ['every region', ['eu-west-1'], { RegionLinkingMode: 'ALL_REGIONS', Regions: Match.absent() }],
  [
    'the approved regions',
    ['eu-central-1', 'eu-west-1', 'eu-north-1', 'eu-central-1'],
    { RegionLinkingMode: 'SPECIFIED_REGIONS', Regions: ['eu-central-1', 'eu-north-1'] },
  ],
])('findings of %s are gathered where %j are approved', (_, approvedRegions, linked) => {
  const template = Template.fromStack(stackOf({ 'organization.guardrails': { approvedRegions } }));

  template.hasResourceProperties(AGGREGATOR, linked);
});

test("the teams' data and what their endpoints capture is searched for sensitive data, an account after the other", () => {
  const lines = stackOf().controls.preflight();

  const searched = lines.flatMap((line) => line.match(/acme-ml-[a-z-]+-\d{12}-eu-west-1/g) ?? []);
  expect(searched).toEqual([
    'acme-ml-marine-life-dev-data-666666666666-eu-west-1',
    'acme-ml-marine-life-test-capture-777777777777-eu-west-1',
    'acme-ml-marine-life-prod-capture-888888888888-eu-west-1',
    'acme-ml-logistics-dev-data-999999999999-eu-west-1',
  ]);
});

test('buckets of one account are searched together', () => {
  const changes = { 'teams[0].stages.test.account': '666666666666' };

  const lines = stackOf(changes).controls.preflight();

  const [shared] = lines.filter((line) => line.includes('acme-ml-marine-life-dev-data'));
  expect(shared).toContain('acme-ml-marine-life-test-capture-666666666666-eu-west-1');
});

test('no bucket is searched without Macie', () => {
  const omit = [{ control: 'macie', reason: 'another tool does' }];

  const lines = stackOf({ 'organization.detectiveControls': { omit } }).controls.preflight();

  expect(lines.filter((line) => line.includes('acme-ml-marine-life'))).toEqual([]);
});

test('findings are told to an address, through an encrypted topic that EventBridge reaches', () => {
  const template = templateFor({ email: 'security@acme.example' });

  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'security@acme.example' });
  template.hasResourceProperties('AWS::SNS::Topic', {
    TopicName: 'acme-ml-security-alerts',
    KmsMasterKeyId: Match.anyValue(),
  });
  template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/acme-ml/security' });
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'events.amazonaws.com' } })]),
    },
  });
  template.allResourcesProperties('AWS::Events::Rule', {
    Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('^Alerts') } })],
  });
});

test.each<[string, Changes, boolean]>([
  ['without choices', {}, true],
  ['strict', { 'organization.guardrails': { preset: 'strict' } }, true],
  ['that begins', { 'organization.guardrails': { preset: 'starter' } }, false],
  ['without trails', omitted([DetectiveControl.DATA_EVENTS]), true],
  ['that leaves almost everything out', omitted(ALL_BUT_TRAILS.slice(1)), true],
  ['that leaves everything out', omitted(ALL_BUT_TRAILS), false],
])('an organization %s: watched is %s', (_, changes, watched) => {
  const { organization } = nineAccounts(changes);

  expect(isWatched(organization as NonNullable<typeof organization>)).toBe(watched);
});

function omitted(controls: readonly DetectiveControl[]): Changes {
  const omit = controls.map((control) => ({ control, reason: 'another tool does' }));

  return { 'organization.detectiveControls': { omit } };
}

function templateFor(detectiveControls?: object): Template {
  return Template.fromStack(stackOf({ 'organization.detectiveControls': detectiveControls }));
}

function stackOf(changes: Changes = {}): SecurityStack {
  const platform = nineAccounts(changes);

  return new SecurityStack(newApp(), 'Security', {
    stackName: 'acme-ml-security',
    description: 'What watches the organization',
    account: '333333333333',
    region: 'eu-west-1',
    governanceTags: {},
    platform,
    organization: platform.organization as NonNullable<PlatformDescription['organization']>,
    names: new PlatformNames(platform),
  });
}

/** What a template has of each kind of control. */
function kindsIn(template: Template): object {
  const count = (type: string): number => Object.keys(template.findResources(type)).length;

  return {
    aggregators: count('AWS::SecurityHub::FindingAggregator'),
    rules: count('AWS::Config::OrganizationConfigRule') > 0,
    detectors: count('AWS::GuardDuty::Detector'),
    sessions: count('AWS::Macie::Session'),
    analyzers: count('AWS::AccessAnalyzer::Analyzer'),
    topics: count('AWS::SNS::Topic'),
  };
}
