import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { CfnSession } from 'aws-cdk-lib/aws-macie';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { check, checkAccountId, Problems } from '../core';
import { CentralSecurityHub } from './central-security-hub';
import { DetectiveSelection } from './detective-selection';
import { FindingAlerts } from './finding-alerts';
import { GuardDutyFeatures } from './guard-duty-features';
import { ManagedConfigRules } from './managed-config-rules';
import { OrganizationConfigRules } from './organization-config-rules';
import { preflightLines } from './private/detective-preflight';
import { acknowledgeFeatures } from './private/acknowledge-features';
import { FINDING_SOURCES } from './private/finding-sources';
import { recordRelaxations } from './private/omissions';
import { SecurityHubControls } from './security-hub-controls';

const NAME_PREFIX = /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/;
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Longest time without use that Access Analyzer measures, in days. */
const UNUSED_DAYS = 365;

/** Buckets of one account that are searched for sensitive data. */
export interface SearchedBuckets {
  /** Id of the account that owns them: 12 digits. */
  readonly accountId: string;

  /** Names of the buckets, at least one. */
  readonly bucketNames: string[];
}

/** What watches the organization, where, and who is told. */
export interface DetectiveControlsProps {
  /**
   * What the names of the configuration policy and the rules begin with, as `acme-ml`: 1 to 32 letters, digits and
   * hyphens, beginning with a letter or digit.
   */
  readonly namePrefix: string;

  /** Literal ids of the root, organisational units or accounts that Security Hub is configured for, as `r-ab12`. At least one. */
  readonly targetIds: string[];

  /**
   * Which controls watch.
   *
   * @default DetectiveSelection.standard()
   */
  readonly selection?: DetectiveSelection;

  /**
   * Further regions whose findings and compliance are gathered in the region of the stack.
   *
   * @default - every region
   */
  readonly linkedRegions?: string[];

  /**
   * Which controls of Security Hub watch SageMaker.
   *
   * @default SecurityHubControls.all()
   */
  readonly securityHubControls?: SecurityHubControls;

  /**
   * Which managed rules of AWS Config watch SageMaker.
   *
   * @default ManagedConfigRules.standard()
   */
  readonly configRules?: ManagedConfigRules;

  /**
   * What GuardDuty watches.
   *
   * @default GuardDutyFeatures.standard()
   */
  readonly guardDutyFeatures?: GuardDutyFeatures;

  /**
   * Buckets with data and captured requests that Macie searches whole each week. CloudFormation cannot create the
   * searches: each account is a line of the checklist.
   *
   * @default - Macie samples buckets, and searches none whole
   */
  readonly searchedBuckets?: SearchedBuckets[];

  /**
   * How long a role, key or permission may lie unused until it is found: 1 to 365 whole days.
   *
   * @default Duration.days(90)
   */
  readonly unusedAccessAge?: Duration;

  /**
   * Topic that urgent findings are told to, of the account and region of the stack.
   *
   * @default - they stand in the consoles only
   */
  readonly alertTopic?: sns.ITopic;
}

/**
 * What notices that something is wrong: misconfigured, attacked, exposed, shared too widely or left unused.
 *
 * It belongs into a stack of the security account, the delegated administrator of all these services, which is not the
 * management account. The region of the stack is the home region. Everything is on unless the selection takes it out
 * with a reason, which the template's metadata shows.
 *
 * Security Hub and the aggregator of AWS Config reach the linked regions too. GuardDuty, Macie, the analyzer of external
 * access and the rules watch the region of the stack alone; a stack in another region, without Security Hub, watches that.
 *
 * Hub, detector and session outlive the stack, because AWS deletes the findings with them. Analyzers go with it: what
 * they find follows from policies and is found again. What CloudFormation cannot do is a line of `preflight()`.
 *
 * Throws when an id or a name is malformed, and when something is chosen for a control that does not watch.
 *
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/security-reference-architecture/security-tooling.html
 */
export class DetectiveControls extends Construct {
  private readonly checklist: readonly string[];

  constructor(scope: Construct, id: string, props: DetectiveControlsProps) {
    super(scope, id);

    const selection = props.selection ?? DetectiveSelection.standard();
    check(this, (problems) => checkProps(problems, selection, props));

    if (selection.has('security-hub')) this.defineSecurityHub(selection, props);
    if (selection.has('config')) this.defineConfigRules(props);
    if (selection.creates('guardduty')) this.defineDetector(props.guardDutyFeatures);
    if (selection.creates('macie')) this.defineSession();
    if (selection.has('external-access')) this.defineAnalyzer('ExternalAccess', 'ORGANIZATION');
    if (selection.has('unused-access')) {
      this.defineAnalyzer('UnusedAccess', 'ORGANIZATION_UNUSED_ACCESS', props.unusedAccessAge ?? Duration.days(90));
    }
    if (props.alertTopic) this.defineAlerts(selection, props.alertTopic);
    recordRelaxations(this, [
      ...selection.omissions,
      ...(props.securityHubControls?.omissions ?? []),
      ...(props.configRules?.omissions ?? []),
      ...(props.guardDutyFeatures?.omissions ?? []),
    ]);

    this.checklist = this.checklistOf(selection, props);
  }

  /**
   * What somebody does by hand, because CloudFormation cannot: a line each, with when, where and the command.
   *
   * The lines stand in the order in which they are done. They tell what must hold, not what is missing: a line that is
   * done already may be passed over. Trusted access of the services, which delegation asks for, is not among them: it is
   * part of the organization.
   */
  public preflight(): string[] {
    return [...this.checklist];
  }

  private defineSecurityHub(selection: DetectiveSelection, props: DetectiveControlsProps): void {
    new CentralSecurityHub(this, 'SecurityHub', {
      policyName: `${props.namePrefix}-detective`,
      targetIds: props.targetIds,
      controls: props.securityHubControls,
      linkedRegions: props.linkedRegions,
      aggregatorExists: !selection.creates('security-hub'),
    });
  }

  private defineConfigRules({ namePrefix, configRules, linkedRegions }: DetectiveControlsProps): void {
    new OrganizationConfigRules(this, 'ConfigRules', { namePrefix, rules: configRules, linkedRegions });
  }

  /** GuardDuty turns features on by itself, so one that shall be off is named too. */
  private defineDetector(chosen = GuardDutyFeatures.standard()): void {
    const detector = new CfnDetector(this, 'Detector', {
      enable: true,
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      features: [
        ...chosen.features.map((name) => ({ name, status: 'ENABLED' })),
        ...chosen.omissions.map(({ name }) => ({ name, status: 'DISABLED' })),
      ],
    });

    detector.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledgeFeatures(detector);
  }

  private defineSession(): void {
    const session = new CfnSession(this, 'MacieSession', {
      status: 'ENABLED',
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
    });

    session.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }

  private defineAnalyzer(id: string, type: string, unusedAccessAge?: Duration): void {
    const analyzer = new CfnAnalyzer(this, id, {
      type,
      analyzerConfiguration: unusedAccessAge && {
        unusedAccessConfiguration: { unusedAccessAge: unusedAccessAge.toDays() },
      },
    });

    analyzer.applyRemovalPolicy(RemovalPolicy.DESTROY);
  }

  private defineAlerts(selection: DetectiveSelection, topic: sns.ITopic): void {
    const controls = Object.keys(FINDING_SOURCES).filter((control) => selection.has(control));

    new FindingAlerts(this, 'Alerts', { topic, controls });
  }

  private checklistOf(selection: DetectiveSelection, props: DetectiveControlsProps): string[] {
    const { account, region } = Stack.of(this);
    const { features, omissions } = props.guardDutyFeatures ?? GuardDutyFeatures.standard();

    return preflightLines({
      selection,
      account,
      region,
      linkedRegions: props.linkedRegions,
      features,
      featuresOff: omissions.map(({ name }) => name),
      buckets: props.searchedBuckets ?? [],
    });
  }
}

function checkProps(problems: Problems, selection: DetectiveSelection, props: DetectiveControlsProps): void {
  const { namePrefix, unusedAccessAge, searchedBuckets = [] } = props;

  if (!Token.isUnresolved(namePrefix) && !NAME_PREFIX.test(namePrefix)) {
    problems.add({
      code: 'DetectiveNamePrefixMalformed',
      path: 'namePrefix',
      got: `is "${namePrefix}"`,
      wanted: 'it is 1 to 32 letters, digits and hyphens, beginning with a letter or digit',
      remedy: 'write a prefix such as "acme-ml"',
    });
  }
  if (unusedAccessAge) checkUnusedAccessAge(problems, unusedAccessAge);
  searchedBuckets.forEach((buckets, i) => checkBuckets(problems, `searchedBuckets[${i}]`, buckets));
  checkWatched(problems, selection, 'security-hub', 'securityHubControls', props.securityHubControls);
  checkWatched(problems, selection, 'config', 'configRules', props.configRules);
  checkWatched(problems, selection, 'guardduty', 'guardDutyFeatures', props.guardDutyFeatures);
  checkWatched(problems, selection, 'macie', 'searchedBuckets', props.searchedBuckets);
  checkWatched(problems, selection, 'unused-access', 'unusedAccessAge', unusedAccessAge);
}

/** What is chosen for a control that does not watch would be lost in silence. */
function checkWatched(
  problems: Problems,
  selection: DetectiveSelection,
  control: string,
  path: string,
  choice?: object,
): void {
  if (choice === undefined || selection.has(control)) return;

  problems.add({
    code: 'DetectiveChoiceWithoutControl',
    path,
    got: `is given, and the selection is without "${control}"`,
    wanted: 'a choice is made for a control that watches',
    remedy: `take ${path} away, or keep "${control}" in the selection`,
  });
}

function checkUnusedAccessAge(problems: Problems, age: Duration): void {
  const days = age.toDays({ integral: false });
  if (Number.isInteger(days) && days >= 1 && days <= UNUSED_DAYS) return;

  problems.add({
    code: 'UnusedAccessAgeOutOfRange',
    path: 'unusedAccessAge',
    got: `is ${days} days`,
    wanted: `Access Analyzer accepts 1 to ${UNUSED_DAYS} whole days`,
    remedy: 'write Duration.days(90)',
  });
}

function checkBuckets(problems: Problems, path: string, { accountId, bucketNames }: SearchedBuckets): void {
  checkAccountId(problems, `${path}.accountId`, accountId);
  if (bucketNames.length === 0) {
    problems.add({
      code: 'SearchedBucketsEmpty',
      path: `${path}.bucketNames`,
      got: 'is empty',
      wanted: 'a search has at least one bucket',
      remedy: 'name one, or take the account out',
    });
  }

  bucketNames.forEach((name, i) => {
    if (!Token.isUnresolved(name) && BUCKET_NAME.test(name)) return;
    problems.add({
      code: 'SearchedBucketNameMalformed',
      path: `${path}.bucketNames[${i}]`,
      got: Token.isUnresolved(name) ? 'is known only at deployment' : `is "${name}"`,
      wanted:
        'the name of a bucket is 3 to 63 lower-case letters, digits, dots and hyphens, literal text for the checklist',
      remedy: 'write the name that the bucket is given',
    });
  });
}
