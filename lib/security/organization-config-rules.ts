import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { CfnConfigurationAggregator, CfnOrganizationConfigRule } from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards, check, checkRegion, claimName, physicalName, Problems } from '../core';
import { ManagedConfigRules } from './managed-config-rules';
import { SAGEMAKER_RULES } from './private/config-rule-table';

/** Longest name of an organization's rule that AWS Config accepts, in characters. */
const RULE_NAME_LENGTH = 64;

const PREFIX = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

/** Reads who belongs to the organization. AWS Organizations supports no narrower resource for these. */
const READ_ORGANIZATION = [
  'organizations:DescribeOrganization',
  'organizations:ListAccounts',
  'organizations:ListAWSServiceAccessForOrganization',
  'organizations:ListDelegatedAdministrators',
];

/** Which rules hold for the organization, and from where their results come. */
export interface OrganizationConfigRulesProps {
  /** What the names of the rules begin with: 1 to 32 letters, digits, hyphens and underscores, beginning with a letter or digit. */
  readonly namePrefix: string;

  /**
   * Which rules watch.
   *
   * @default ManagedConfigRules.standard()
   */
  readonly rules?: ManagedConfigRules;

  /**
   * Further regions that configurations and compliance are gathered from. The rules hold in the region of the stack alone.
   *
   * @default - every region, those that AWS opens later included
   */
  readonly linkedRegions?: string[];
}

/**
 * Managed rules of AWS Config in every account of an organization, and one place that shows what they found.
 *
 * It belongs into a stack of the delegated administrator of AWS Config. Accounts must record their configuration before a
 * rule can hold there. Neither rules nor aggregator hold anything of their own: each account keeps its history, so they
 * go with the stack.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html
 */
export class OrganizationConfigRules extends Construct {
  /** Names of the rules by the identifiers of what they check. */
  public readonly ruleNames: Record<string, string>;

  constructor(scope: Construct, id: string, props: OrganizationConfigRulesProps) {
    super(scope, id);

    check(this, (problems) => checkProps(problems, props));

    const rules = props.rules ?? ManagedConfigRules.standard();
    this.aggregate(props.linkedRegions);
    const created = rules.ruleIdentifiers.map((identifier) => this.rule(props.namePrefix, identifier, rules));

    this.ruleNames = Object.fromEntries(
      rules.ruleIdentifiers.map((identifier, i) => [identifier, created[i].organizationConfigRuleName]),
    );
  }

  private aggregate(linkedRegions?: string[]): void {
    const { roleArn } = this.aggregatorRole();
    const aggregator = new CfnConfigurationAggregator(this, 'Resource', {
      organizationAggregationSource: {
        roleArn,
        allAwsRegions: linkedRegions ? undefined : true,
        awsRegions: linkedRegions ? [Stack.of(this).region, ...linkedRegions] : undefined,
      },
    });
    aggregator.applyRemovalPolicy(RemovalPolicy.DESTROY);
  }

  private aggregatorRole(): iam.Role {
    const policy = new iam.ManagedPolicy(this, 'AggregatorPolicy', {
      description: 'Reads who belongs to the organization',
      statements: [new iam.PolicyStatement({ actions: READ_ORGANIZATION, resources: ['*'] })],
    });
    acknowledgeWildcards(policy, 'Resource', {
      patterns: ['*'],
      reason: 'AWS Organizations knows no resource for what describes the organization as a whole; nothing is changed',
    });

    return new iam.Role(this, 'AggregatorRole', {
      description: 'AWS Config learns the accounts of the organization to gather their compliance',
      assumedBy: new iam.ServicePrincipal('config.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      managedPolicies: [policy],
    });
  }

  private rule(
    prefix: string,
    identifier: string,
    { excludedAccounts }: ManagedConfigRules,
  ): CfnOrganizationConfigRule {
    const { account, region } = Stack.of(this);
    const name = physicalName([prefix, identifier.toLowerCase().replace(/_/g, '-')], { maxLength: RULE_NAME_LENGTH });
    const rule = new CfnOrganizationConfigRule(this, identifier, {
      organizationConfigRuleName: claimName(this, 'organization Config rule', `${account}/${region}`, name),
      organizationManagedRuleMetadata: { ruleIdentifier: identifier, description: SAGEMAKER_RULES[identifier] },
      excludedAccounts: excludedAccounts.length > 0 ? excludedAccounts : undefined,
    });
    rule.applyRemovalPolicy(RemovalPolicy.DESTROY);

    return rule;
  }
}

function checkProps(problems: Problems, { namePrefix, rules, linkedRegions }: OrganizationConfigRulesProps): void {
  if (!Token.isUnresolved(namePrefix) && !PREFIX.test(namePrefix)) {
    problems.add({
      code: 'ConfigRulePrefixMalformed',
      path: 'namePrefix',
      got: `is "${namePrefix}"`,
      wanted: 'it is 1 to 32 letters, digits, hyphens and underscores, beginning with a letter or digit',
      remedy: 'write a prefix such as "acme"',
    });
  }
  linkedRegions?.forEach((region, i) => checkRegion(problems, `linkedRegions[${i}]`, region));
  if (rules?.ruleIdentifiers.length !== 0) return;

  problems.add({
    code: 'ConfigRulesEmpty',
    path: 'rules',
    got: 'has no rule',
    wanted: 'at least one rule watches',
    remedy: "keep one, or take the control out of the selection with without('config', reason)",
  });
}
