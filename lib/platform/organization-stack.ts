import { Construct } from 'constructs';
import { GuardrailPreset, OrganizationTree, PlatformDescription } from '../description';
import {
  AccountPlacement,
  ControlTowerControls,
  GuardrailPolicies,
  OrganizationLayout,
  QuarantinePolicy,
  TagPolicy,
} from '../organization';
import { letGroupsReachAccounts } from './connections/groups-reach-accounts';
import { holdGuardrails } from './connections/guardrails-hold-in-units';
import { PlatformNames } from './platform-names';
import { PlatformStack, PlatformStackProps } from './platform-stack';

/** Which organization it is. */
export interface OrganizationStackProps extends PlatformStackProps {
  /** What the platform team decided; it has an organization. */
  readonly platform: PlatformDescription;

  /** The physical names of the platform. */
  readonly names: PlatformNames;
}

/** The organization: its units, what holds in them, and which groups of people reach which accounts. */
export class OrganizationStack extends PlatformStack {
  /** The organisational units. */
  public readonly layout: OrganizationLayout;

  /** The policies that hold the guardrails. */
  public readonly guardrails: GuardrailPolicies[];

  constructor(scope: Construct, id: string, props: OrganizationStackProps) {
    super(scope, id, props);

    const { platform, names } = props;
    const { organization } = platform;
    this.layout = this.unitsOf(platform);
    this.guardrails = holdGuardrails(this, platform, names, this.layout);

    const policies = [
      ...this.guardrails,
      ...(organization?.guardrails?.preset === GuardrailPreset.STARTER ? [] : [this.tagPolicy(names)]),
      this.quarantine(names),
    ];
    // AWS Organizations refuses changes at the same time.
    policies.slice(1).forEach((policy, i) => policy.node.addDependency(policies[i]));

    if (organization?.controlTowerControls) {
      new ControlTowerControls(this, 'ControlTowerControls', { targets: [this.layout.workloadsParent] });
    }
    letGroupsReachAccounts(this, platform, names);
  }

  private unitsOf(platform: PlatformDescription): OrganizationLayout {
    const { id, rootId, additionalUnits, adoptedUnits = [] } = platform.organization ?? { id: '', rootId: '' };
    const tree = OrganizationTree.of(platform);

    return new OrganizationLayout(this, 'Layout', {
      organizationId: id,
      rootId,
      workloadGroups: tree.workloadGroups,
      additionalUnits,
      adoptedUnits: Object.fromEntries(adoptedUnits.map(({ unit, id: unitId }) => [unit, unitId])),
      accounts: tree.accounts.map(({ account, unit }) => AccountPlacement.existing({ accountId: account, unit })),
    });
  }

  /** What governance tags are written like. That they are there at all is a guardrail. */
  private tagPolicy(names: PlatformNames): TagPolicy {
    return new TagPolicy(this, 'TagPolicy', {
      policyName: names.policy('tags'),
      description: 'How the governance tags of the platform are written',
      tags: [
        { key: 'governed-ml:platform' },
        { key: 'governed-ml:team' },
        { key: 'governed-ml:stage', allowedValues: ['dev', 'test', 'prod'] },
        { key: 'cost-centre' },
      ],
      targetIds: this.layout.units
        .filter(({ path }) => !path.includes('/'))
        .map(({ organizationalUnitId }) => organizationalUnitId),
    });
  }

  private quarantine(names: PlatformNames): QuarantinePolicy {
    return new QuarantinePolicy(this, 'Quarantine', {
      policyName: names.policy('quarantine'),
      targetIds: [this.layout.suspended.organizationalUnitId],
      breakGlassRoles: [
        {
          roleName: 'OrganizationAccountAccessRole',
          reason: 'the management account looks into suspended accounts by it, and clears them',
        },
      ],
    });
  }
}
