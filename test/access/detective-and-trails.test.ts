import { AccessTable, allowed, brokenRows, by, countsOf, denied, Row } from './access-table';
import { Context } from './control-policies';
import { deploymentRole } from './platform-roles';
import { administrator, ANYBODY, Principal, service, stranger } from './principals';
import { encryptedWith, without } from './reference-grounds';
import {
  COASTAL_DEV,
  DATA,
  LOG_ARCHIVE,
  MARINE_DEV,
  MARINE_PROD,
  MARINE_TEST,
  referencePlatform,
  REGION,
  SANDBOX,
  SECURITY,
  SHARED_SERVICES,
} from './reference-platform';

/** Hundreds of requests, on a machine that may be busy. */
const TIMEOUT_MS = 30_000;

const PLATFORM = referencePlatform();

const LOG_BUCKET = PLATFORM.bucket(`acme-ml-trails-${LOG_ARCHIVE}-${REGION}`);
const LOG_KEY = PLATFORM.key(LOG_ARCHIVE, 'alias/acme-ml/logs');
const LOG_KEY_BY_ALIAS = `arn:aws:kms:${REGION}:${LOG_ARCHIVE}:alias/acme-ml/logs`;
const REGISTRY_KEY = PLATFORM.key(SHARED_SERVICES, 'alias/acme-ml/artifacts/marine-life/abalone');
const BREAK_GLASS = PLATFORM.role(MARINE_PROD, 'acme-ml-marine-life-prod-break-glass').arn;

const WORKSPACE_TRAIL = 'acme-ml-marine-life-workspace';
const RECORDER = 'configuration-recorder/default/recorder';
const BUCKET_OWNED: Context = { 's3:x-amz-acl': 'bucket-owner-full-control' };

const MEMBERS = [
  LOG_ARCHIVE,
  SECURITY,
  SHARED_SERVICES,
  DATA,
  MARINE_DEV,
  MARINE_TEST,
  MARINE_PROD,
  COASTAL_DEV,
  SANDBOX,
];

describe.each(MEMBERS)('in the account %s', (account) => {
  test(
    'nobody but the deployment blinds what watches, not even an administrator',
    async () => {
      const broken = await brokenRows(PLATFORM, blindingsIn(account, administrator(account), denied));

      expect(broken).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    'the deployment may change what watches',
    async () => {
      const broken = await brokenRows(PLATFORM, blindingsIn(account, deploymentRole(account, REGION), allowed));

      expect(broken).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

test('an administrator sees what watches, and has trails and rules of his own', async () => {
  const own = (name: string, resource: string): string => `arn:aws:${name}:${REGION}:${MARINE_DEV}:${resource}`;

  const broken = await brokenRows(PLATFORM, {
    about: 'an administrator of dev',
    who: administrator(MARINE_DEV),
    rows: [
      allowed('sees whether a trail runs', 'cloudtrail:GetTrailStatus', trailOf(MARINE_DEV, WORKSPACE_TRAIL)),
      allowed('stops a trail of his own', 'cloudtrail:StopLogging', trailOf(MARINE_DEV, 'mine')),
      allowed('deletes a rule of his own', 'events:DeleteRule', own('events', 'rule/mine')),
      allowed('deletes an alarm of his own', 'cloudwatch:DeleteAlarms', own('cloudwatch', 'alarm:mine')),
      allowed('starts the recorder', 'config:StartConfigurationRecorder', own('config', RECORDER)),
      allowed('reads findings', 'securityhub:GetFindings', own('securityhub', 'hub/default')),
    ],
  });

  expect(broken).toEqual([]);
});

test('the role that breaks the glass is forged in no account', async () => {
  const broken = await brokenRows(PLATFORM, {
    about: 'an administrator of prod',
    who: administrator(MARINE_PROD),
    rows: [
      denied('creates the role', 'iam:CreateRole', BREAK_GLASS),
      denied('lets himself into the role', 'iam:UpdateAssumeRolePolicy', BREAK_GLASS),
      denied('gives the role a policy', 'iam:PutRolePolicy', BREAK_GLASS),
      by(deploymentRole(MARINE_PROD, REGION), allowed('creates the role', 'iam:CreateRole', BREAK_GLASS)),
    ],
  });

  expect(broken).toEqual([]);
});

test('the deployment is borrowed in no account', async () => {
  const { arn: executing } = deploymentRole(MARINE_PROD, REGION);
  const deploying = administrator(MARINE_PROD, `cdk-hnb659fds-deploy-role-${MARINE_PROD}-${REGION}`);
  const stack = `arn:aws:cloudformation:${REGION}:${MARINE_PROD}:stack/acme-ml-marine-life-prod/0a1b2c3d`;
  const passes = (row: typeof allowed): Row => row('passes the exempt role', 'iam:PassRole', executing);
  const updates = (row: typeof allowed): Row => row('updates a stack', 'cloudformation:UpdateStack', stack);

  const broken = await brokenRows(PLATFORM, {
    about: 'an administrator of prod',
    who: administrator(MARINE_PROD),
    rows: [
      passes(denied),
      updates(denied),
      denied('lets himself into the deploy role', 'iam:UpdateAssumeRolePolicy', deploying.arn),
      denied('gives the exempt role a policy', 'iam:AttachRolePolicy', executing),
      by(deploying, passes(allowed)),
      by(deploying, updates(allowed)),
      by(deploying, denied('gives the exempt role a policy', 'iam:AttachRolePolicy', executing)),
    ],
  });

  expect(broken).toEqual([]);
});

describe('the trail of dev', () => {
  const table = deliveriesOf(WORKSPACE_TRAIL, MARINE_DEV);

  test('delivers to its place in the log archive, and nobody else does in its name', async () => {
    const broken = await brokenRows(PLATFORM, table);

    expect(broken).toEqual([]);
  });

  test('is told by enough lines', () => {
    const { allowed, denied } = countsOf(table);

    expect(allowed).toBeGreaterThanOrEqual(5);
    expect(denied).toBeGreaterThanOrEqual(15);
  });
});

test.each(deliveringTrails())('the trail %s of %s delivers', async (trail, account) => {
  const rows = deliveriesOf(trail, account).rows.filter(({ decision }) => decision === 'allowed');

  const broken = await brokenRows(PLATFORM, { about: trail, who: cloudTrail(trail, account), rows });

  expect(broken).toEqual([]);
});

test('there is a trail wherever people reach data', () => {
  const accounts = deliveringTrails().map(([, account]) => account);

  expect(accounts.sort()).toEqual([SHARED_SERVICES, MARINE_DEV, MARINE_TEST, MARINE_PROD, COASTAL_DEV].sort());
});

/** What would leave an account unwatched, or a log incomplete. */
function blindingsIn(account: string, who: Principal, row: typeof allowed): AccessTable {
  const on = (name: string, resource: string): string => `arn:aws:${name}:${REGION}:${account}:${resource}`;
  const trail = trailOf(account, 'acme-ml-registry');
  const detector = on('guardduty', 'detector/0a1b2c3d');
  const hub = on('securityhub', 'hub/default');
  const analyzer = on('access-analyzer', 'analyzer/acme-ml');
  const logs: Row[] = [
    row('deletes a log', 's3:DeleteObject', logOf(MARINE_DEV)),
    row('deletes a version of a log', 's3:DeleteObjectVersion', logOf(MARINE_DEV)),
    row('lets logs expire', 's3:PutLifecycleConfiguration', LOG_BUCKET),
    row('opens the logs to others', 's3:PutBucketPolicy', LOG_BUCKET),
    row('destroys the key of the logs', 'kms:ScheduleKeyDeletion', LOG_KEY),
    row('locks the logs away', 'kms:PutKeyPolicy', LOG_KEY),
  ];

  return {
    about: who.name,
    who,
    rows: [
      row('stops the trail', 'cloudtrail:StopLogging', trail),
      row('deletes the trail', 'cloudtrail:DeleteTrail', trail),
      row('sends the trail elsewhere', 'cloudtrail:UpdateTrail', trail),
      row('narrows the trail', 'cloudtrail:PutEventSelectors', trail),
      row('stops the recorder', 'config:StopConfigurationRecorder', on('config', RECORDER)),
      row('has the recorder record less', 'config:PutConfigurationRecorder', on('config', RECORDER)),
      row('deletes the recorder', 'config:DeleteConfigurationRecorder', on('config', RECORDER)),
      row('deletes where the recorder delivers', 'config:DeleteDeliveryChannel'),
      row('disables Security Hub', 'securityhub:DisableSecurityHub', hub),
      row('disables a standard', 'securityhub:BatchDisableStandards', hub),
      row('takes a control out', 'securityhub:BatchUpdateStandardsControlAssociations'),
      row('hides findings by a rule', 'securityhub:CreateAutomationRule'),
      row('leaves the central Security Hub', 'securityhub:DisassociateFromAdministratorAccount', hub),
      row('deletes the detector', 'guardduty:DeleteDetector', detector),
      row('suspends the detector', 'guardduty:UpdateDetector', detector),
      row('hides findings of GuardDuty', 'guardduty:CreateFilter', `${detector}/filter/mine`),
      row('trusts addresses', 'guardduty:CreateIPSet'),
      row('suspends detectors of members', 'guardduty:UpdateMemberDetectors'),
      row('leaves the central GuardDuty', 'guardduty:DisassociateFromAdministratorAccount'),
      row('disables Macie', 'macie2:DisableMacie'),
      row('suspends Macie', 'macie2:UpdateMacieSession'),
      row('has Macie look at nothing', 'macie2:UpdateAutomatedDiscoveryConfiguration'),
      row('ends the record of traffic', 'ec2:DeleteFlowLogs', on('ec2', 'vpc-flow-log/fl-0a1b2c3d')),
      row('deletes the analyser', 'access-analyzer:DeleteAnalyzer', analyzer),
      row('hides what is open to others', 'access-analyzer:CreateArchiveRule', `${analyzer}/archive-rule/x`),
      row('disables the rule that alerts', 'events:DisableRule', on('events', 'rule/acme-ml-alerts')),
      row('sends the alert elsewhere', 'events:PutTargets', on('events', 'rule/acme-ml-alerts')),
      row('opens the topic of alerts', 'sns:SetTopicAttributes', on('sns', 'acme-ml-alerts')),
      row('deletes the topic of alerts', 'sns:DeleteTopic', on('sns', 'acme-ml-alerts')),
      row('silences the alarm', 'cloudwatch:DisableAlarmActions', on('cloudwatch', 'alarm:acme-ml-errors')),
      // Nobody reaches the log of another account, not even a deployment.
      ...(row === denied || account === LOG_ARCHIVE ? logs : []),
    ],
  };
}

/** What CloudTrail does for a trail, and what nobody does in its name. */
function deliveriesOf(trail: string, account: string): AccessTable {
  const who = cloudTrail(trail, account);
  const log = logOf(account);
  const forTrail = encryptionFor(trail, account);
  const deliver = (decision: typeof allowed, what: string, object = log, context: Context = BUCKET_OWNED): Row =>
    decision(what, 's3:PutObject', object, context);
  const encrypt = (what: string): Row => denied(what, 'kms:GenerateDataKey', LOG_KEY, forTrail);
  const ofAnotherTeam = cloudTrail('acme-ml-coastal-weather-workspace', COASTAL_DEV);
  const others: [string, Principal][] = [
    ['another trail of the account', cloudTrail('mine', account)],
    ['a trail of the same name elsewhere', cloudTrail(trail, MARINE_TEST)],
    ['a trail of a stranger', cloudTrail(trail, '000000000000')],
    ['CloudTrail without a trail', { ...who, context: without(who.context, 'aws:SourceArn') }],
    ['another service in the name of the trail', otherService(trail, account)],
    ['an administrator of the account', administrator(account)],
    ['a stranger', stranger()],
    ['whoever signs nothing', ANYBODY],
  ];

  return {
    about: `CloudTrail for ${trail}`,
    who,
    rows: [
      allowed('sees whose the bucket is', 's3:GetBucketAcl', LOG_BUCKET),
      deliver(allowed, 'delivers a log'),
      deliver(allowed, 'delivers a log under the key', log, { ...BUCKET_OWNED, ...encryptedWith(LOG_KEY) }),
      deliver(allowed, 'delivers a log under the alias', log, { ...BUCKET_OWNED, ...encryptedWith(LOG_KEY_BY_ALIAS) }),
      allowed('encrypts a log', 'kms:GenerateDataKey', LOG_KEY, forTrail),
      allowed('looks at the key', 'kms:DescribeKey', LOG_KEY),

      deliver(denied, 'delivers below another account', logOf(MARINE_PROD === account ? MARINE_TEST : MARINE_PROD)),
      deliver(denied, 'delivers beside the accounts', `${LOG_BUCKET}/mine.gz`),
      deliver(denied, 'delivers what the bucket does not own', log, {}),
      deliver(denied, 'delivers under another key', log, { ...BUCKET_OWNED, ...encryptedWith(REGISTRY_KEY) }),
      deliver(denied, 'delivers over plain HTTP', log, { ...BUCKET_OWNED, 'aws:SecureTransport': 'false' }),
      denied('reads a log', 's3:GetObject', log),
      denied('deletes a log', 's3:DeleteObject', log),
      denied('decrypts a log', 'kms:Decrypt', LOG_KEY, forTrail),
      denied('encrypts what is no log', 'kms:GenerateDataKey', LOG_KEY),
      denied('encrypts the log of another trail', 'kms:GenerateDataKey', LOG_KEY, encryptionFor('mine', account)),
      denied('encrypts with a key that keeps data', 'kms:GenerateDataKey', REGISTRY_KEY, forTrail),
      by(ofAnotherTeam, deliver(denied, 'the trail of another team delivers a log of it')),
      by(ofAnotherTeam, denied('the trail of another team reads a log of it', 's3:GetObject', log)),
      ...others.flatMap(([what, other]) => [
        by(other, deliver(denied, `${what} delivers a log of it`)),
        by(other, encrypt(`${what} encrypts a log of it`)),
      ]),
    ],
  };
}

/** Names of the trails of the templates, each with its account. */
function deliveringTrails(): [string, string][] {
  return PLATFORM.ofType('AWS::CloudTrail::Trail').map(({ properties, account }) => [
    String(properties.TrailName),
    account,
  ]);
}

function cloudTrail(trail: string, account: string): Principal {
  return actingFor('cloudtrail.amazonaws.com', trail, account);
}

function otherService(trail: string, account: string): Principal {
  return actingFor('config.amazonaws.com', trail, account);
}

function actingFor(name: string, trail: string, account: string): Principal {
  const principal = service(name, account);

  return { ...principal, context: { ...principal.context, 'aws:SourceArn': trailOf(account, trail) } };
}

function encryptionFor(trail: string, account: string): Context {
  return { 'kms:EncryptionContext:aws:cloudtrail:arn': trailOf(account, trail) };
}

function trailOf(account: string, name: string): string {
  return `arn:aws:cloudtrail:${REGION}:${account}:trail/${name}`;
}

/** An object of the log of an account. */
function logOf(account: string): string {
  return `${LOG_BUCKET}/AWSLogs/${account}/CloudTrail/${REGION}/2026/11/01/1.json.gz`;
}
