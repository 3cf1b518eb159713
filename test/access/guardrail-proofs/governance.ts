import { Guardrail } from '../../../lib/organization';
import { roleOf } from '../control-policies';
import { APPROVER, BREAK_GLASS, DEPLOYER, EXEMPT_ROLES, PLATFORM, ProvedGuardrail, allowed, denied } from './requests';

export const GOVERNANCE: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.protectedGovernanceResources({
      namePrefix: 'acme-',
      platformRoles: PLATFORM,
      logBucketNames: ['acme-logs-*', 'central-trail'],
      exemptBelow: [APPROVER],
    }),
    proofs: [
      ...['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy', 'DisableKeyRotation'].map((action) =>
        denied(`kms:${action} on a governance key`, `kms:${action}`, { 'kms:ResourceAliases': ['alias/acme-data'] }),
      ),
      denied('a governance key with two aliases', 'kms:DisableKey', {
        'kms:ResourceAliases': ['alias/mine', 'alias/acme-data'],
      }),
      allowed('a key of our own', 'kms:DisableKey', { 'kms:ResourceAliases': ['alias/mine'] }),
      denied(
        'the alias of a governance key',
        'kms:DeleteAlias',
        {},
        'arn:aws:kms:eu-west-1:666666666666:alias/acme-data',
      ),
      allowed('an alias of our own', 'kms:DeleteAlias', {}, 'arn:aws:kms:eu-west-1:666666666666:alias/mine'),
      denied('the policy of a governance bucket', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::acme-data'),
      denied('the policy of the log bucket', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::central-trail'),
      allowed('the policy of a bucket of our own', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::my-data'),
      denied('a log', 's3:DeleteObject', {}, 'arn:aws:s3:::acme-logs-1/2026/11/01.gz'),
      denied('a log of the trail', 's3:DeleteObjectVersion', {}, 'arn:aws:s3:::central-trail/2026/11/01.gz'),
      allowed('an object that is no log', 's3:DeleteObject', {}, 'arn:aws:s3:::acme-data/abalone.csv'),
      allowed('a new log', 's3:PutObject', {}, 'arn:aws:s3:::central-trail/2026/11/01.gz'),
      denied('a rule', 'events:DisableRule', {}, 'arn:aws:events:eu-west-1:666666666666:rule/acme-approved'),
      denied(
        'a rule on a bus',
        'events:DeleteRule',
        {},
        'arn:aws:events:eu-west-1:666666666666:rule/hub/acme-approved',
      ),
      allowed('a rule of our own', 'events:DeleteRule', {}, 'arn:aws:events:eu-west-1:666666666666:rule/mine'),
      denied('an alarm', 'cloudwatch:DeleteAlarms', {}, 'arn:aws:cloudwatch:eu-west-1:666666666666:alarm:acme-drift'),
      allowed(
        'an alarm of our own',
        'cloudwatch:DeleteAlarms',
        {},
        'arn:aws:cloudwatch:eu-west-1:666666666666:alarm:mine',
      ),
      ...['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors'].map((action) =>
        denied(`cloudtrail:${action} on a trail`, `cloudtrail:${action}`, {}, trail('acme-registry')),
      ),
      allowed('a trail of our own', 'cloudtrail:StopLogging', {}, trail('mine')),
      allowed('a look at a trail', 'cloudtrail:GetTrailStatus', {}, trail('acme-registry')),
      ...[
        'access-analyzer:CreateArchiveRule',
        'access-analyzer:DeleteAnalyzer',
        'config:DeleteConfigurationRecorder',
        'config:DeleteDeliveryChannel',
        'config:StopConfigurationRecorder',
        'guardduty:CreateFilter',
        'guardduty:DeleteDetector',
        'guardduty:DisassociateFromAdministratorAccount',
        'guardduty:UpdateDetector',
        'macie2:DisableMacie',
        'macie2:DisassociateFromAdministratorAccount',
        'macie2:UpdateMacieSession',
        'securityhub:BatchDisableStandards',
        'securityhub:DisableSecurityHub',
        'securityhub:DisassociateFromAdministratorAccount',
        'securityhub:UpdateStandardsControl',
      ].map((action) => denied(`detection ended or paused by ${action}`, action, {})),
      allowed('a look at findings', 'securityhub:GetFindings', {}),
      allowed('detection turned on', 'config:StartConfigurationRecorder', {}),
      denied('a directory beside that of the organisation', 'sso:CreateInstance', {}),
      denied('a monitor', 'sagemaker:StopMonitoringSchedule', {}, monitor('acme-abalone')),
      allowed('a monitor of our own', 'sagemaker:StopMonitoringSchedule', {}, monitor('mine')),
      ...[DEPLOYER, BREAK_GLASS]
        .flatMap(({ name }) => EXEMPT_ROLES[name])
        .filter((role) => role.startsWith('arn:aws:'))
        .map((role) => denied(`whoever becomes ${role}`, 'iam:CreateRole', {}, role)),
      denied('the trust of an exempt role', 'iam:UpdateAssumeRolePolicy', {}, roleOf('break-glass')),
      denied('a role that is exempt below', 'iam:CreateRole', {}, roleOf('model-approver')),
      denied(
        'a governance key, by a role that is exempt below',
        'kms:DisableKey',
        { 'kms:ResourceAliases': ['alias/acme-data'] },
        undefined,
        roleOf('model-approver'),
      ),
      allowed('a role of our own', 'iam:CreateRole', {}, roleOf('mine')),
      denied('a guardrail taken off', 'organizations:DetachPolicy', {}, policy()),
      denied('a guardrail changed', 'organizations:UpdatePolicy', {}, policy()),
    ],
  },
  {
    guardrail: Guardrail.remainInOrganization(),
    proofs: [
      denied('an account that leaves', 'organizations:LeaveOrganization', {}),
      allowed('an account that looks where it is', 'organizations:DescribeOrganization', {}),
    ],
  },
];

function monitor(name: string): string {
  return `arn:aws:sagemaker:eu-west-1:666666666666:monitoring-schedule/${name}`;
}

function trail(name: string): string {
  return `arn:aws:cloudtrail:eu-west-1:666666666666:trail/${name}`;
}

function policy(): string {
  return 'arn:aws:organizations::111111111111:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d';
}
