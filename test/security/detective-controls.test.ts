import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  DetectiveControls,
  DetectiveControlsProps,
  DetectiveSelection,
  GuardDutyFeatures,
  ManagedConfigRules,
  SecurityHubControls,
} from '../../lib/security';
import { lossesBetween, PACKS, retainedBelow, securityStack } from './security-account';

const ANALYZER = 'AWS::AccessAnalyzer::Analyzer';

/** The one resource that each control cannot do without. */
const RESOURCES: [string, string][] = [
  ['security-hub', 'AWS::SecurityHub::ConfigurationPolicy'],
  ['config', 'AWS::Config::ConfigurationAggregator'],
  ['guardduty', 'AWS::GuardDuty::Detector'],
  ['macie', 'AWS::Macie::Session'],
];

let stack: Stack;

beforeEach(() => {
  stack = securityStack();
});

describe('what watches', () => {
  test.each(RESOURCES)('is %s, unless it is taken out', (control, type) => {
    const without = securityStack();

    controlsIn(stack);
    controlsIn(without, { selection: DetectiveSelection.standard().without(control, 'another tool watches') });

    Template.fromStack(stack).resourceCountIs(type, 1);
    Template.fromStack(without).resourceCountIs(type, 0);
  });

  test.each([
    ['external-access', 'ORGANIZATION'],
    ['unused-access', 'ORGANIZATION_UNUSED_ACCESS'],
  ])('is the analyzer of %s, unless it is taken out', (control, Type) => {
    const without = securityStack();

    controlsIn(stack);
    controlsIn(without, { selection: DetectiveSelection.standard().without(control, 'another tool watches') });

    Template.fromStack(stack).resourceCountIs(ANALYZER, 2);
    Template.fromStack(stack).hasResourceProperties(ANALYZER, { Type });
    Template.fromStack(without).resourcePropertiesCountIs(ANALYZER, { Type }, 0);
  });

  test('is nothing when everything is taken out', () => {
    const { controls } = DetectiveSelection.standard();
    const selection = controls.reduce((rest, each) => rest.without(each, 'a test'), DetectiveSelection.standard());

    controlsIn(stack, { selection });

    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });
});

test('a detector reports within fifteen minutes, with a feature off that was taken out', () => {
  controlsIn(stack, { guardDutyFeatures: GuardDutyFeatures.standard().without('EKS_AUDIT_LOGS', 'no clusters') });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::GuardDuty::Detector', {
    Enable: true,
    FindingPublishingFrequency: 'FIFTEEN_MINUTES',
    Features: Match.arrayWith([
      { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
      { Name: 'EKS_AUDIT_LOGS', Status: 'DISABLED' },
    ]),
  });
});

test.each([
  [undefined, 90],
  [Duration.days(1), 1],
  [Duration.days(365), 365],
])('access that is unused for %s is found', (unusedAccessAge, days) => {
  controlsIn(stack, { unusedAccessAge });

  const template = Template.fromStack(stack);

  template.hasResourceProperties(ANALYZER, {
    AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: days } },
  });
});

test.each([
  ['security-hub', 'AWS::SecurityHub::FindingAggregator'],
  ['guardduty', 'AWS::GuardDuty::Detector'],
  ['macie', 'AWS::Macie::Session'],
])('what is adopted for %s is not created', (control, type) => {
  controlsIn(stack, { selection: DetectiveSelection.standard().adopting(control) });

  const template = Template.fromStack(stack);

  template.resourceCountIs(type, 0);
  template.resourceCountIs('AWS::SecurityHub::ConfigurationPolicy', 1);
});

test('findings that cannot wait are told, of what watches alone', () => {
  const alertTopic = new sns.Topic(stack, 'Topic', { enforceSSL: true });

  controlsIn(stack, { alertTopic, selection: DetectiveSelection.standard().without('macie', 'no personal data') });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Events::Rule', 3);
  template.resourcePropertiesCountIs('AWS::Events::Rule', { EventPattern: { source: ['aws.macie'] } }, 0);
});

test('everything that does not watch stands in the metadata, with its reason', () => {
  controlsIn(stack, {
    selection: DetectiveSelection.standard().without('macie', 'no personal data'),
    securityHubControls: SecurityHubControls.all().without('SageMaker.4', 'one instance is meant'),
    configRules: ManagedConfigRules.standard().excludingAccount('333333333333', 'records nothing'),
    guardDutyFeatures: GuardDutyFeatures.standard().without('EKS_AUDIT_LOGS', 'no clusters'),
  });

  const template = Template.fromStack(stack);

  expect(template.toJSON().Metadata).toEqual({
    'governed-ml:relaxations': [
      { setting: 'macie', reason: 'no personal data' },
      { setting: 'SageMaker.4', reason: 'one instance is meant' },
      { setting: '333333333333', reason: 'records nothing' },
      { setting: 'EKS_AUDIT_LOGS', reason: 'no clusters' },
    ],
  });
});

test('what findings are lost with outlives the stack', () => {
  const controls = controlsIn(stack);

  expect(retainedBelow(controls).sort()).toEqual([
    'AWS::GuardDuty::Detector',
    'AWS::Macie::Session',
    'AWS::SecurityHub::FindingAggregator',
    'AWS::SecurityHub::OrganizationConfiguration',
  ]);
});

test('a second deployment with other choices replaces nothing', () => {
  controlsIn(stack);
  const second = securityStack();
  controlsIn(second, {
    targetIds: ['ou-ab12-1a2b3c4d', 'r-ab12'],
    linkedRegions: ['eu-central-1'],
    securityHubControls: SecurityHubControls.all().without('SageMaker.4', 'one instance is meant'),
    configRules: ManagedConfigRules.standard().excludingAccount('333333333333', 'records nothing'),
    guardDutyFeatures: GuardDutyFeatures.standard().without('EKS_AUDIT_LOGS', 'no clusters'),
    searchedBuckets: [{ accountId: '111111111111', bucketNames: ['acme-data'] }],
    unusedAccessAge: Duration.days(30),
    alertTopic: sns.Topic.fromTopicArn(second, 'Topic', 'arn:aws:sns:eu-west-1:222222222222:alerts'),
  });

  expect(lossesBetween(stack, second)).toEqual([]);
});

test('the checklist is handed out as a copy', () => {
  const controls = controlsIn(stack, { searchedBuckets: [{ accountId: '111111111111', bucketNames: ['acme-data'] }] });

  controls.preflight().pop();

  expect(controls.preflight().pop()).toBe(
    `after the stack, in the security account, search the buckets of 111111111111 for sensitive data each week: aws macie2 create-classification-job --name governed-ml-111111111111 --job-type SCHEDULED --schedule-frequency '{"weeklySchedule":{"dayOfWeek":"MONDAY"}}' --initial-run --s3-job-definition '{"bucketDefinitions":[{"accountId":"111111111111","buckets":["acme-data"]}]}' --region eu-west-1`,
  );
});

describe('it refuses', () => {
  test('everything wrong at once', () => {
    const controls = () =>
      controlsIn(stack, {
        namePrefix: 'acme ml',
        unusedAccessAge: Duration.days(366),
        searchedBuckets: [
          { accountId: '1', bucketNames: [] },
          { accountId: '111111111111', bucketNames: ['Data'] },
        ],
      });

    expect(controls).toThrow(
      [
        '5 problems:',
        '  DetectiveNamePrefixMalformed: namePrefix is "acme ml", it is 1 to 32 letters, digits and hyphens, beginning with a letter or digit; write a prefix such as "acme-ml"',
        '  UnusedAccessAgeOutOfRange: unusedAccessAge is 366 days, Access Analyzer accepts 1 to 365 whole days; write Duration.days(90)',
        '  AccountIdMalformed: searchedBuckets[0].accountId is "1", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
        '  SearchedBucketsEmpty: searchedBuckets[0].bucketNames is empty, a search has at least one bucket; name one, or take the account out',
        '  SearchedBucketNameMalformed: searchedBuckets[1].bucketNames[0] is "Data", the name of a bucket is 3 to 63 lower-case letters, digits, dots and hyphens, literal text for the checklist; write the name that the bucket is given',
      ].join('\n'),
    );
  });

  test.each([Duration.days(0), Duration.hours(36), Duration.days(366)])('%s as the age of unused access', (age) => {
    const controls = () => controlsIn(stack, { unusedAccessAge: age });

    expect(controls).toThrow(
      `UnusedAccessAgeOutOfRange: unusedAccessAge is ${age.toDays({ integral: false })} days, Access Analyzer accepts 1 to 365 whole days; write Duration.days(90)`,
    );
  });

  test.each<[string, string, Partial<DetectiveControlsProps>]>([
    ['security-hub', 'securityHubControls', { securityHubControls: SecurityHubControls.all() }],
    ['config', 'configRules', { configRules: ManagedConfigRules.standard() }],
    ['guardduty', 'guardDutyFeatures', { guardDutyFeatures: GuardDutyFeatures.standard() }],
    ['macie', 'searchedBuckets', { searchedBuckets: [] }],
    ['unused-access', 'unusedAccessAge', { unusedAccessAge: Duration.days(30) }],
  ])('a choice for %s, which does not watch', (control, path, choice) => {
    const selection = DetectiveSelection.standard().without(control, 'another tool watches');

    const controls = () => controlsIn(stack, { ...choice, selection });

    expect(controls).toThrow(
      `DetectiveChoiceWithoutControl: ${path} is given, and the selection is without "${control}", a choice is made for a control that watches; take ${path} away, or keep "${control}" in the selection`,
    );
  });
});

test.each(PACKS)('%p has no finding that is not acknowledged', (Pack) => {
  const controls = controlsIn(stack);

  const report = new Pack().validateScope(controls);

  expect(report.violations).toEqual([]);
});

function controlsIn(scope: Stack, props: Partial<DetectiveControlsProps> = {}): DetectiveControls {
  return new DetectiveControls(scope, 'Detective', { namePrefix: 'acme-ml', targetIds: ['r-ab12'], ...props });
}
