import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CentralSecurityHub, CentralSecurityHubProps, SecurityHubControls } from '../../lib/security';
import { lossesBetween, PACKS, retainedBelow, securityStack } from './security-account';

const UNIT = 'ou-ab12-1a2b3c4d';

let stack: Stack;

beforeEach(() => {
  stack = securityStack();
});

test('the policy enables the standards and leaves every control on', () => {
  hubIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SecurityHub::ConfigurationPolicy', {
    Name: 'acme-ml',
    ConfigurationPolicy: {
      SecurityHub: {
        ServiceEnabled: true,
        EnabledStandardIdentifiers: [
          'aws-foundational-security-best-practices/v/1.0.0',
          'ai-security-best-practices/v/1.0.0',
          'aws-resource-tagging-standard/v/1.0.0',
        ].map((standard) => ({
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:securityhub:eu-west-1::standards/${standard}`]],
        })),
        SecurityControlsConfiguration: { DisabledSecurityControlIdentifiers: [] },
      },
    },
  });
});

test('a control that was taken out is disabled', () => {
  hubIn(stack, { controls: SecurityHubControls.all().without('SageMaker.4', 'one instance is meant') });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SecurityHub::ConfigurationPolicy', {
    ConfigurationPolicy: {
      SecurityHub: { SecurityControlsConfiguration: { DisabledSecurityControlIdentifiers: ['SageMaker.4'] } },
    },
  });
});

test.each([
  ['r-ab12', 'ROOT'],
  [UNIT, 'ORGANIZATIONAL_UNIT'],
  ['111111111111', 'ACCOUNT'],
])('the policy is associated with %s as %s', (targetId, targetType) => {
  const hub = hubIn(stack, { targetIds: [targetId] });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SecurityHub::PolicyAssociation', {
    ConfigurationPolicyId: stack.resolve(hub.configurationPolicyId),
    TargetId: targetId,
    TargetType: targetType,
  });
});

test('aggregator, central configuration and policy come one after the other, and the hub is there before', () => {
  hubIn(stack);

  const template = Template.fromStack(stack);

  const after = (type: string, earlier: string) =>
    template.hasResource(type, { DependsOn: [Object.keys(template.findResources(earlier))[0]] });
  after('AWS::SecurityHub::OrganizationConfiguration', 'AWS::SecurityHub::FindingAggregator');
  after('AWS::SecurityHub::ConfigurationPolicy', 'AWS::SecurityHub::OrganizationConfiguration');
  template.resourceCountIs('AWS::SecurityHub::Hub', 0);
});

test('what the organization relies on outlives the stack, and the policy does not', () => {
  const hub = hubIn(stack);

  expect(retainedBelow(hub).sort()).toEqual([
    'AWS::SecurityHub::FindingAggregator',
    'AWS::SecurityHub::OrganizationConfiguration',
  ]);
});

test('an aggregator that exists is not created, because an account has one', () => {
  hubIn(stack, { aggregatorExists: true });

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::SecurityHub::FindingAggregator', 0);
  template.hasResource('AWS::SecurityHub::OrganizationConfiguration', { DependsOn: Match.absent() });
});

test.each<[string, string[] | undefined, object]>([
  ['every region', undefined, { RegionLinkingMode: 'ALL_REGIONS', Regions: Match.absent() }],
  ['named regions', ['eu-central-1'], { RegionLinkingMode: 'SPECIFIED_REGIONS', Regions: ['eu-central-1'] }],
])('findings of %s are gathered', (_what, linkedRegions, aggregator) => {
  hubIn(stack, { linkedRegions });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SecurityHub::FindingAggregator', aggregator);
});

test('a second deployment with other targets, controls and regions replaces nothing', () => {
  hubIn(stack, { targetIds: [UNIT, 'r-ab12'] });
  const second = securityStack();
  hubIn(second, {
    targetIds: ['111111111111', 'r-ab12', UNIT],
    controls: SecurityHubControls.all().without('SageMaker.4', 'one instance is meant'),
    linkedRegions: ['eu-central-1'],
  });

  expect(lossesBetween(stack, second)).toEqual([]);
});

test('a target that is taken out takes only its own association along', () => {
  hubIn(stack, { targetIds: [UNIT, 'r-ab12'] });
  const second = securityStack();
  hubIn(second, { targetIds: ['r-ab12'] });

  expect(lossesBetween(stack, second)).toEqual([
    `Security/SecurityHub/Target-${UNIT} (AWS::SecurityHub::PolicyAssociation) disappears`,
  ]);
});

test('everything wrong is told at once', () => {
  const hub = () => hubIn(stack, { policyName: 'acme ml', targetIds: [], linkedRegions: ['eu-west-1', 'eu-vest-2'] });

  expect(hub).toThrow(
    [
      '4 problems:',
      '  SecurityHubPolicyNameMalformed: policyName is "acme ml", it is 1 to 128 letters, digits and characters of -.!*/; write a name such as "acme-ml"',
      '  DetectiveControlsWithoutTarget: targetIds is empty, a configuration policy that is associated with nothing holds for nobody; name the root of the organization, as "r-ab12"',
      '  LinkedRegionIsHome: linkedRegions[0] is "eu-west-1", the region of the stack, a linked region sends its findings to the home region; take it out; the home region always takes part',
      '  RegionUnknown: linkedRegions[1] is "eu-vest-2", AWS has no such region; did you mean "eu-west-2"',
    ].join('\n'),
  );
});

test('an empty list of regions is refused, because it would mean none and all', () => {
  const hub = () => hubIn(stack, { linkedRegions: [] });

  expect(hub).toThrow(
    'LinkedRegionsEmpty: linkedRegions is empty, Security Hub links the named regions, or all; name one, or leave linkedRegions out to link all regions',
  );
});

test.each(PACKS)('%p has no finding', (Pack) => {
  const hub = hubIn(stack);

  const report = new Pack().validateScope(hub);

  expect(report.violations).toEqual([]);
});

function hubIn(scope: Stack, props: Partial<CentralSecurityHubProps> = {}): CentralSecurityHub {
  return new CentralSecurityHub(scope, 'SecurityHub', { policyName: 'acme-ml', targetIds: ['r-ab12'], ...props });
}
