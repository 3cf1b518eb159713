import { Guardrail } from '../../../lib/organization';
import { Proof, roleOf } from '../control-policies';
import { APPROVER, BREAK_GLASS, DEPLOYER, EXEMPT_ROLES, PLATFORM, ProvedGuardrail, allowed, denied } from './requests';

const ALIAS = { 'kms:ResourceAliases': ['alias/acme-data'] };
const [CFN_ROLE] = EXEMPT_ROLES[DEPLOYER.name];
const CDK_DEPLOYER = roleOf('cdk-hnb659fds-deploy-role-666666666666-eu-west-1');
const STACK = 'arn:aws:cloudformation:eu-west-1:666666666666:stack/acme-workspace/0a1b2c3d';
const STACK_CHANGES = [
  'CreateChangeSet',
  'DeleteStack',
  'ExecuteChangeSet',
  'SetStackPolicy',
  'UpdateStack',
  'UpdateTerminationProtection',
];

/** What would give somebody who is bound the exemption of a role, and that deployments go on. */
const BORROWING: Proof[] = [
  ...[DEPLOYER, BREAK_GLASS, APPROVER]
    .flatMap(({ name }) => EXEMPT_ROLES[name])
    .filter((role) => role.startsWith('arn:aws:'))
    .map((role) => denied(`${role} passed to a service`, 'iam:PassRole', {}, role)),
  allowed('the role of CloudFormation passed by a deployment', 'iam:PassRole', {}, CFN_ROLE, CDK_DEPLOYER),
  allowed('a role of our own passed', 'iam:PassRole', {}, roleOf('mine')),
  denied(
    'the role of CloudFormation passed by a deploy role of another qualifier',
    'iam:PassRole',
    {},
    CFN_ROLE,
    roleOf('cdk-other-deploy-role-666666666666-eu-west-1'),
  ),
  ...['CreateRole', 'PutRolePolicy', 'UpdateAssumeRolePolicy'].map((action) =>
    denied(`iam:${action} on the deploy role`, `iam:${action}`, {}, CDK_DEPLOYER),
  ),
  denied('iam:PutRolePolicy on the deploy role by itself', 'iam:PutRolePolicy', {}, CDK_DEPLOYER, CDK_DEPLOYER),
  denied('a key of governance, by the deploy role', 'kms:DisableKey', ALIAS, undefined, CDK_DEPLOYER),
  ...['CreatePolicyVersion', 'DeletePolicy', 'DeletePolicyVersion', 'SetDefaultPolicyVersion'].map((action) =>
    denied(`iam:${action} on a policy of governance`, `iam:${action}`, {}, managedPolicy('acme-break-glass')),
  ),
  allowed('a policy of our own rewritten', 'iam:CreatePolicyVersion', {}, managedPolicy('mine')),
  ...STACK_CHANGES.flatMap((action) => [
    denied(`cloudformation:${action} on a stack that keeps an exempt role`, `cloudformation:${action}`, {}, STACK),
    allowed(`cloudformation:${action} by a deployment`, `cloudformation:${action}`, {}, STACK, CDK_DEPLOYER),
  ]),
  allowed(
    'a stack of our own updated',
    'cloudformation:UpdateStack',
    {},
    'arn:aws:cloudformation:eu-west-1:666666666666:stack/mine/0a1b2c3d',
  ),
  allowed('a look at a stack', 'cloudformation:DescribeStacks', {}, STACK),
];

export const GOVERNANCE: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.protectedGovernanceResources({
      namePrefix: 'acme',
      platformRoles: PLATFORM,
      monitorNamePrefixes: ['marine-life--', 'coastal-weather--'],
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
      denied('a governance key with a slashed alias', 'kms:DisableKey', { 'kms:ResourceAliases': ['alias/acme/data'] }),
      allowed('a key of our own', 'kms:DisableKey', { 'kms:ResourceAliases': ['alias/mine'] }),
      allowed('a key of somebody alike', 'kms:DisableKey', { 'kms:ResourceAliases': ['alias/acmeville/data'] }),
      denied(
        'the alias of a governance key',
        'kms:DeleteAlias',
        {},
        'arn:aws:kms:eu-west-1:666666666666:alias/acme-data',
      ),
      denied('a slashed governance alias', 'kms:UpdateAlias', {}, 'arn:aws:kms:eu-west-1:666666666666:alias/acme/data'),
      allowed('an alias of our own', 'kms:DeleteAlias', {}, 'arn:aws:kms:eu-west-1:666666666666:alias/mine'),
      denied('the policy of a governance bucket', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::acme-data'),
      denied('the policy of the log bucket', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::central-trail'),
      ...[
        'PutBucketAcl',
        'PutBucketNotification',
        'PutBucketObjectLockConfiguration',
        'PutBucketOwnershipControls',
        'PutReplicationConfiguration',
      ].map((action) => denied(`s3:${action} on a governance bucket`, `s3:${action}`, {}, 'arn:aws:s3:::acme-data')),
      allowed('the policy of a bucket of somebody alike', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::acmeville-data'),
      allowed('the policy of a bucket of our own', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::my-data'),
      denied('a log', 's3:DeleteObject', {}, 'arn:aws:s3:::acme-logs-1/2026/11/01.gz'),
      denied('a log of the trail', 's3:DeleteObjectVersion', {}, 'arn:aws:s3:::central-trail/2026/11/01.gz'),
      ...['BypassGovernanceRetention', 'PutObjectLegalHold'].map((action) =>
        denied(`s3:${action} on a log`, `s3:${action}`, {}, 'arn:aws:s3:::central-trail/2026/11/01.gz'),
      ),
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
        'access-analyzer:UpdateArchiveRule',
        'config:DeleteConfigurationAggregator',
        'config:DeleteConfigurationRecorder',
        'config:DeleteDeliveryChannel',
        'config:DeleteOrganizationConfigRule',
        'config:PutConfigurationRecorder',
        'config:StopConfigurationRecorder',
        'ec2:DeleteFlowLogs',
        'guardduty:CreateFilter',
        'guardduty:CreateIPSet',
        'guardduty:CreateTrustedEntitySet',
        'guardduty:DeleteDetector',
        'guardduty:DeleteMembers',
        'guardduty:DisassociateFromAdministratorAccount',
        'guardduty:DisassociateMembers',
        'guardduty:StopMonitoringMembers',
        'guardduty:UpdateDetector',
        'guardduty:UpdateFilter',
        'guardduty:UpdateIPSet',
        'guardduty:UpdateMemberDetectors',
        'guardduty:UpdateOrganizationConfiguration',
        'guardduty:UpdateTrustedEntitySet',
        'macie2:CreateFindingsFilter',
        'macie2:DeleteMember',
        'macie2:DisableMacie',
        'macie2:DisassociateFromAdministratorAccount',
        'macie2:DisassociateMember',
        'macie2:UpdateAutomatedDiscoveryConfiguration',
        'macie2:UpdateClassificationJob',
        'macie2:UpdateFindingsFilter',
        'macie2:UpdateMacieSession',
        'macie2:UpdateMemberSession',
        'macie2:UpdateOrganizationConfiguration',
        'securityhub:BatchDisableStandards',
        'securityhub:BatchUpdateAutomationRules',
        'securityhub:BatchUpdateStandardsControlAssociations',
        'securityhub:CreateAutomationRule',
        'securityhub:CreateAutomationRuleV2',
        'securityhub:DeleteAggregatorV2',
        'securityhub:DeleteConfigurationPolicy',
        'securityhub:DeleteFindingAggregator',
        'securityhub:DeleteMembers',
        'securityhub:DisableSecurityHub',
        'securityhub:DisableSecurityHubV2',
        'securityhub:DisassociateFromAdministratorAccount',
        'securityhub:DisassociateMembers',
        'securityhub:StartConfigurationPolicyAssociation',
        'securityhub:StartConfigurationPolicyDisassociation',
        'securityhub:UpdateAutomationRuleV2',
        'securityhub:UpdateConfigurationPolicy',
        'securityhub:UpdateFindingAggregator',
        'securityhub:UpdateOrganizationConfiguration',
        'securityhub:UpdateSecurityControl',
        'securityhub:UpdateSecurityHubConfiguration',
        'securityhub:UpdateStandardsControl',
      ].map((action) => denied(`detection ended or paused by ${action}`, action, {})),
      allowed('a look at findings', 'securityhub:GetFindings', {}),
      allowed('detection turned on', 'config:StartConfigurationRecorder', {}),
      ...['AddPermission', 'DeleteTopic', 'RemovePermission', 'SetTopicAttributes'].map((action) =>
        denied(`sns:${action} on a topic`, `sns:${action}`, {}, topic('acme-alerts')),
      ),
      ...['SetSubscriptionAttributes', 'Unsubscribe'].map((action) =>
        denied(`sns:${action} on a subscription`, `sns:${action}`, {}, topic('acme-alerts')),
      ),
      allowed('a topic of our own', 'sns:DeleteTopic', {}, topic('mine')),
      allowed('a word to a topic', 'sns:Publish', {}, topic('acme-alerts')),
      ...[
        'iam:AddClientIDToOpenIDConnectProvider',
        'iam:CreateOpenIDConnectProvider',
        'iam:CreateSAMLProvider',
        'iam:UpdateOpenIDConnectProviderThumbprint',
        'iam:UpdateSAMLProvider',
        'sso:CreateInstance',
      ].map((action) => denied(`people from elsewhere let in by ${action}`, action, {})),
      allowed('a look at a provider', 'iam:GetSAMLProvider', {}),
      denied('a monitor', 'sagemaker:StopMonitoringSchedule', {}, monitor('marine-life--abalone')),
      denied('a monitor of another team', 'sagemaker:StopMonitoringSchedule', {}, monitor('coastal-weather--tides')),
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
      ...BORROWING,
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

function topic(name: string): string {
  return `arn:aws:sns:eu-west-1:666666666666:${name}`;
}

function monitor(name: string): string {
  return `arn:aws:sagemaker:eu-west-1:666666666666:monitoring-schedule/${name}`;
}

function managedPolicy(name: string): string {
  return `arn:aws:iam::666666666666:policy/${name}`;
}

function trail(name: string): string {
  return `arn:aws:cloudtrail:eu-west-1:666666666666:trail/${name}`;
}

function policy(): string {
  return 'arn:aws:organizations::111111111111:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d';
}
