import { Aws, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import {
  CfnConfigurationPolicy,
  CfnFindingAggregator,
  CfnOrganizationConfiguration,
  CfnPolicyAssociation,
} from 'aws-cdk-lib/aws-securityhub';
import { Construct } from 'constructs';
import { check, checkRegion, claimName, Problems } from '../core';
import { checkAssociationTargets, targetTypeOf } from './private/policy-association-target';
import { SecurityHubControls } from './security-hub-controls';

const POLICY_NAME = /^[A-Za-z0-9\-.!*/]{1,128}$/;

/** For whom Security Hub is configured, and how. */
export interface CentralSecurityHubProps {
  /** Name of the configuration policy: 1 to 128 letters, digits and characters of `-.!*` and `/`. */
  readonly policyName: string;

  /** Literal ids of the root, organisational units or accounts that the policy holds for. At least one. */
  readonly targetIds: string[];

  /**
   * Which controls watch SageMaker.
   *
   * @default SecurityHubControls.all()
   */
  readonly controls?: SecurityHubControls;

  /**
   * Further regions that the policy holds for and whose findings come here. Where there is an aggregator, that decides.
   *
   * @default - every region that is enabled, those that are enabled later included
   */
  readonly linkedRegions?: string[];

  /**
   * Whether the account has an aggregator of findings already, of which it can have one only.
   *
   * @default false
   */
  readonly aggregatorExists?: boolean;
}

/**
 * Security Hub for a whole organization: findings of every account and region in one place, and one policy for all.
 *
 * It belongs into a stack of the delegated administrator of Security Hub, which is not the management account; the region
 * of the stack becomes the home region. The policy disables what was taken out of the controls and leaves every other
 * control of the enabled standards on, those of other services included.
 *
 * AWS turns Security Hub on in the account that becomes its administrator, which comes before the stack, so the hub is none
 * of its resources. The aggregator and the central configuration outlive the stack: without them members would go their own
 * ways. Whoever defines them anew afterwards tells that the aggregator exists, and removes the central configuration first.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html
 */
export class CentralSecurityHub extends Construct {
  /** Id of the configuration policy. */
  public readonly configurationPolicyId: string;

  constructor(scope: Construct, id: string, props: CentralSecurityHubProps) {
    super(scope, id);

    check(this, (problems) => checkProps(problems, Stack.of(this).region, props));

    const controls = props.controls ?? SecurityHubControls.all();
    const central = this.centralConfiguration(props);
    const policy = new CfnConfigurationPolicy(this, 'Resource', {
      name: claimName(this, 'Security Hub policy', environmentOf(this), props.policyName),
      description: 'Standards and controls that watch the machine learning platform',
      configurationPolicy: {
        securityHub: {
          serviceEnabled: true,
          enabledStandardIdentifiers: controls._standards().map((standard) => this.arnOf(standard)),
          securityControlsConfiguration: {
            disabledSecurityControlIdentifiers: controls.omissions.map(({ name }) => name),
          },
        },
      },
    });

    policy.addResourceDependency(central);
    // A target is part of its association's identity, so that adding or reordering targets touches no other.
    for (const targetId of props.targetIds) {
      new CfnPolicyAssociation(this, `Target-${targetId}`, {
        configurationPolicyId: policy.attrId,
        targetId,
        targetType: targetTypeOf(targetId) as string,
      });
    }

    this.configurationPolicyId = policy.attrId;
  }

  /** Central configuration asks for an aggregator. */
  private centralConfiguration({
    linkedRegions,
    aggregatorExists,
  }: CentralSecurityHubProps): CfnOrganizationConfiguration {
    const central = new CfnOrganizationConfiguration(this, 'CentralConfiguration', {
      configurationType: 'CENTRAL',
      autoEnable: false,
      autoEnableStandards: 'NONE',
    });

    central.applyRemovalPolicy(RemovalPolicy.RETAIN);
    if (!aggregatorExists) central.addResourceDependency(this.aggregator(linkedRegions));
    return central;
  }

  private aggregator(linkedRegions?: string[]): CfnFindingAggregator {
    const aggregator = new CfnFindingAggregator(this, 'Aggregator', {
      regionLinkingMode: linkedRegions ? 'SPECIFIED_REGIONS' : 'ALL_REGIONS',
      regions: linkedRegions,
    });
    aggregator.applyRemovalPolicy(RemovalPolicy.RETAIN);

    return aggregator;
  }

  private arnOf(standard: string): string {
    const { partition, region } = Stack.of(this);

    return `arn:${partition}:securityhub:${region}::standards/${standard}`;
  }
}

/** Names of configuration policies are taken once in an account. */
function environmentOf(scope: Construct): string {
  const { account } = Stack.of(scope);

  return Token.isUnresolved(account) ? Aws.ACCOUNT_ID : account;
}

function checkProps(problems: Problems, home: string, props: CentralSecurityHubProps): void {
  const { policyName, targetIds, linkedRegions } = props;

  if (!Token.isUnresolved(policyName) && !POLICY_NAME.test(policyName)) {
    problems.add({
      code: 'SecurityHubPolicyNameMalformed',
      path: 'policyName',
      got: `is "${policyName}"`,
      wanted: 'it is 1 to 128 letters, digits and characters of -.!*/',
      remedy: 'write a name such as "acme-ml"',
    });
  }
  checkAssociationTargets(problems, 'targetIds', targetIds);
  linkedRegions?.forEach((region, i) => checkLinkedRegion(problems, `linkedRegions[${i}]`, region, home));
  if (linkedRegions?.length !== 0) return;

  problems.add({
    code: 'LinkedRegionsEmpty',
    path: 'linkedRegions',
    got: 'is empty',
    wanted: 'Security Hub links the named regions, or all',
    remedy: 'name one, or leave linkedRegions out to link all regions',
  });
}

function checkLinkedRegion(problems: Problems, path: string, region: string, home: string): void {
  checkRegion(problems, path, region);
  if (region !== home) return;

  problems.add({
    code: 'LinkedRegionIsHome',
    path,
    got: `is "${region}", the region of the stack`,
    wanted: 'a linked region sends its findings to the home region',
    remedy: 'take it out; the home region always takes part',
  });
}
