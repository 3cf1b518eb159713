import { Token } from 'aws-cdk-lib';
import { DetectiveSelection } from '../detective-selection';

/** Buckets of an account that are searched for sensitive data. */
interface AccountBuckets {
  readonly accountId: string;
  readonly bucketNames: string[];
}

/** What the lines need to know. */
export interface PreflightFacts {
  readonly selection: DetectiveSelection;
  /** Account that administers the services: that of the stack. */
  readonly account: string;
  /** Home region. */
  readonly region: string;
  /** Regions whose findings Security Hub gathers; nothing means all. */
  readonly linkedRegions?: readonly string[];
  /** Features of GuardDuty that are on. */
  readonly features: readonly string[];
  /** Features of GuardDuty that are off. */
  readonly featuresOff: readonly string[];
  readonly buckets: readonly AccountBuckets[];
}

const BEFORE = 'before the stack';
const AFTER = 'after the stack';
const MANAGEMENT = 'in the management account';
const HERE = 'in the security account';

/**
 * What CloudFormation cannot do, in the order in which it is done.
 *
 * GuardDuty and Macie turn themselves on in the account that becomes their administrator. Unless they are adopted, the
 * account becomes it after the stack, which could not create the detector and the session otherwise.
 */
export function preflightLines(facts: PreflightFacts): string[] {
  const { selection } = facts;
  const lines = [
    ...(selection.has('security-hub') ? securityHubLines(facts) : []),
    ...(selection.has('config') ? configLines(facts) : []),
    ...(selection.has('external-access') || selection.has('unused-access') ? analyzerLines(facts) : []),
    ...(selection.has('guardduty') ? guardDutyLines(facts) : []),
    ...(selection.has('macie') ? macieLines(facts) : []),
  ];

  return [...lines.filter((line) => line.startsWith(BEFORE)), ...lines.filter((line) => line.startsWith(AFTER))];
}

function securityHubLines(facts: PreflightFacts): string[] {
  const { selection, region, linkedRegions } = facts;
  const linking = linkedRegions ? `SPECIFIED_REGIONS --regions ${linkedRegions.join(' ')}` : 'ALL_REGIONS';

  return [
    ownDelegation(BEFORE, facts, 'securityhub.amazonaws.com', 'aws securityhub enable-organization-admin-account'),
    ...(selection.creates('security-hub')
      ? []
      : [
          line(
            BEFORE,
            HERE,
            'gather the findings of other regions, which central configuration asks for',
            `aws securityhub create-finding-aggregator --region-linking-mode ${linking}${inRegion(region)}`,
          ),
        ]),
    line(
      AFTER,
      HERE,
      'count each finding once, whatever standards ask for it',
      `aws securityhub update-security-hub-configuration --auto-enable-controls --control-finding-generator SECURITY_CONTROL${inRegion(region)}`,
    ),
  ];
}

function configLines(facts: PreflightFacts): string[] {
  return [
    organizationsDelegation(facts, 'config.amazonaws.com'),
    organizationsDelegation(facts, 'config-multiaccountsetup.amazonaws.com'),
    line(
      BEFORE,
      'in each account that is not excluded',
      'see that its configuration is recorded, as AWS Control Tower or a stack set arranges',
      `aws configservice describe-configuration-recorder-status${inRegion(facts.region)}`,
    ),
  ];
}

function analyzerLines(facts: PreflightFacts): string[] {
  return [organizationsDelegation(facts, 'access-analyzer.amazonaws.com')];
}

function guardDutyLines(facts: PreflightFacts): string[] {
  const { selection, region, features, featuresOff } = facts;
  const detector = `"$(aws guardduty list-detectors --query 'DetectorIds[0]' --output text${inRegion(region)})"`;
  const created = selection.creates('guardduty');
  const forMembers = [
    ...features.map((name) => `Name=${name},AutoEnable=ALL`),
    ...featuresOff.map((name) => `Name=${name},AutoEnable=NONE`),
  ];
  const forSelf = [
    ...features.map((name) => `Name=${name},Status=ENABLED`),
    ...featuresOff.map((name) => `Name=${name},Status=DISABLED`),
  ];

  return [
    ownDelegation(
      created ? AFTER : BEFORE,
      facts,
      'guardduty.amazonaws.com',
      'aws guardduty enable-organization-admin-account',
    ),
    ...(created
      ? []
      : [
          line(
            AFTER,
            HERE,
            'set what the detector of the stack would have set',
            `aws guardduty update-detector --detector-id ${detector} --enable --finding-publishing-frequency FIFTEEN_MINUTES --features ${forSelf.join(' ')}${inRegion(region)}`,
          ),
        ]),
    line(
      AFTER,
      HERE,
      'turn GuardDuty on in every account, those that join later included',
      `aws guardduty update-organization-configuration --detector-id ${detector} --auto-enable-organization-members ALL --features ${forMembers.join(' ')}${inRegion(region)}`,
    ),
  ];
}

function macieLines(facts: PreflightFacts): string[] {
  const { selection, region, buckets } = facts;
  const created = selection.creates('macie');

  return [
    ownDelegation(
      created ? AFTER : BEFORE,
      facts,
      'macie.amazonaws.com',
      'aws macie2 enable-organization-admin-account',
    ),
    ...(created
      ? []
      : [
          line(
            AFTER,
            HERE,
            'set what the session of the stack would have set',
            `aws macie2 update-macie-session --status ENABLED --finding-publishing-frequency FIFTEEN_MINUTES${inRegion(region)}`,
          ),
        ]),
    line(
      AFTER,
      HERE,
      'turn Macie on in accounts that join later',
      `aws macie2 update-organization-configuration --auto-enable${inRegion(region)}`,
    ),
    line(
      AFTER,
      HERE,
      'turn Macie on in accounts that are there, once for each',
      `aws macie2 create-member --account accountId=<id of the account>,email=<its address>${inRegion(region)}`,
    ),
    line(
      AFTER,
      HERE,
      'publish what Macie finds to Security Hub',
      `aws macie2 put-findings-publication-configuration --security-hub-configuration publishClassificationFindings=true,publishPolicyFindings=true${inRegion(region)}`,
    ),
    line(
      AFTER,
      HERE,
      'let Macie sample every bucket',
      `aws macie2 update-automated-discovery-configuration --status ENABLED --auto-enable-organization-members ALL${inRegion(region)}`,
    ),
    ...buckets.map((each) => jobLine(each, region)),
  ];
}

/** The name tells the account, so that a second run is refused by nobody but seen by everybody. */
function jobLine({ accountId, bucketNames }: AccountBuckets, region: string): string {
  const definition = JSON.stringify({ bucketDefinitions: [{ accountId, buckets: bucketNames }] });

  return line(
    AFTER,
    HERE,
    `search the buckets of ${accountId} for sensitive data each week`,
    `aws macie2 create-classification-job --name governed-ml-${accountId} --job-type SCHEDULED --schedule-frequency '{"weeklySchedule":{"dayOfWeek":"MONDAY"}}' --initial-run --s3-job-definition '${definition}'${inRegion(region)}`,
  );
}

/** Services that name their administrator themselves. */
function ownDelegation(when: string, facts: PreflightFacts, principal: string, command: string): string {
  const account = told(facts.account, 'the security account');

  return line(
    when,
    MANAGEMENT,
    `let ${account} administer ${principal}`,
    `${command} --admin-account-id ${account}${inRegion(facts.region)}`,
  );
}

/** Services whose administrator AWS Organizations names. */
function organizationsDelegation(facts: PreflightFacts, principal: string): string {
  const account = told(facts.account, 'the security account');

  return line(
    BEFORE,
    MANAGEMENT,
    `let ${account} administer ${principal}`,
    `aws organizations register-delegated-administrator --account-id ${account} --service-principal ${principal}`,
  );
}

function line(when: string, where: string, purpose: string, command: string): string {
  return `${when}, ${where}, ${purpose}: ${command}`;
}

function inRegion(region: string): string {
  return ` --region ${Token.isUnresolved(region) ? '<region of the stack>' : region}`;
}

function told(id: string, owner: string): string {
  return Token.isUnresolved(id) ? `<id of ${owner}>` : id;
}
