import { Construct } from 'constructs';
import { DetectiveControl, GuardrailPreset, OrganizationDescription, PlatformDescription } from '../description';
import { DataKey } from '../foundation';
import { AlertTopic } from '../observability';
import { DetectiveControls, DetectiveSelection, SearchedBuckets } from '../security';
import { PlatformNames } from './platform-names';
import { PlatformStack, PlatformStackProps } from './platform-stack';
import { servingStagesOf } from './stages';

/** What is watched. */
export interface SecurityStackProps extends PlatformStackProps {
  /** What the platform team decided; it has an organization. */
  readonly platform: PlatformDescription;

  /** The organization. */
  readonly organization: OrganizationDescription;

  /** The physical names of the platform. */
  readonly names: PlatformNames;
}

/** The security account: what watches the organization, and who is told. */
export class SecurityStack extends PlatformStack {
  /** What watches. */
  public readonly controls: DetectiveControls;

  constructor(scope: Construct, id: string, props: SecurityStackProps) {
    super(scope, id, props);

    const { platform, organization, names } = props;
    const { email } = organization.detectiveControls ?? {};
    const { approvedRegions = [] } = organization.guardrails ?? {};
    const linkedRegions = [...new Set(approvedRegions)].filter((region) => region !== platform.homeRegion);
    const selection = selectionOf(organization);

    this.controls = new DetectiveControls(this, 'DetectiveControls', {
      namePrefix: names.platform,
      targetIds: [organization.rootId],
      selection,
      linkedRegions: linkedRegions.length > 0 ? linkedRegions : undefined,
      searchedBuckets: selection.has(DetectiveControl.MACIE) ? searchedBuckets(platform, names) : undefined,
      alertTopic: email === undefined ? undefined : this.alerts(names, email).topic,
    });
  }

  private alerts(names: PlatformNames, email: string): AlertTopic {
    const { key } = new DataKey(this, 'AlertKey', {
      alias: names.alias('security'),
      description: 'Encrypts what the security account is told',
    });

    return new AlertTopic(this, 'Alerts', { topicName: names.topic('security', 'alerts'), key, emails: [email] });
  }
}

/** Whether anything watches the organization from the security account. */
export function isWatched(organization: OrganizationDescription): boolean {
  if (organization.guardrails?.preset === GuardrailPreset.STARTER) return false;

  return selectionOf(organization).controls.length > 0;
}

/** Whether Macie searches the platform's buckets for sensitive data. */
export function isSearched({ organization }: PlatformDescription): boolean {
  return organization !== undefined && isWatched(organization) && selectionOf(organization).has(DetectiveControl.MACIE);
}

/** Trails are no part of the security account: each stack that holds data has its own. */
function selectionOf({ detectiveControls = {} }: OrganizationDescription): DetectiveSelection {
  const { omit = [], adopt = [] } = detectiveControls;
  const selected = omit
    .filter(({ control }) => control !== DetectiveControl.DATA_EVENTS)
    .reduce((selection, { control, reason }) => selection.without(control, reason), DetectiveSelection.standard());

  return adopt.reduce((selection, control) => selection.adopting(control), selected);
}

/** Where people's data and what endpoints capture lie. */
function searchedBuckets({ teams }: PlatformDescription, names: PlatformNames): SearchedBuckets[] {
  const buckets = new Map<string, string[]>();
  const search = (accountId: string, bucketName: string): unknown =>
    buckets.set(accountId, [...(buckets.get(accountId) ?? []), bucketName]);

  for (const team of teams) {
    search(team.stages.dev.account, names.dataBucket(team));
    for (const { name, stage } of servingStagesOf(team)) {
      search(stage.account, names.bucket(stage.account, team.name, name, 'capture'));
    }
  }
  return [...buckets].map(([accountId, bucketNames]) => ({ accountId, bucketNames }));
}
