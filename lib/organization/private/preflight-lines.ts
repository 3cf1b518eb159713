import { Token } from 'aws-cdk-lib';

const POLICY_TYPES = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY', 'TAG_POLICY'];

/** Services that logging, detection, sharing, templates and single sign-on of the platform need in every account. */
export const TRUSTED_SERVICES: readonly string[] = [
  'access-analyzer.amazonaws.com',
  'cloudtrail.amazonaws.com',
  'config-multiaccountsetup.amazonaws.com',
  'config.amazonaws.com',
  'guardduty.amazonaws.com',
  'macie.amazonaws.com',
  'malware-protection.guardduty.amazonaws.com',
  'member.org.stacksets.cloudformation.amazonaws.com',
  'ram.amazonaws.com',
  'securityhub.amazonaws.com',
  'servicecatalog.amazonaws.com',
  'sso.amazonaws.com',
  'tagpolicies.tag.amazonaws.com',
];

/** Services that set up trusted access themselves, so that what they need beside it is set up too. */
const TRUST_COMMANDS: Readonly<Record<string, string>> = {
  'member.org.stacksets.cloudformation.amazonaws.com': 'aws cloudformation activate-organizations-access',
  'ram.amazonaws.com': 'aws ram enable-sharing-with-aws-organization',
  'servicecatalog.amazonaws.com': 'aws servicecatalog enable-aws-organizations-access',
};

/** Services that name their administrator themselves, region by region. */
const DELEGATION_COMMANDS: Readonly<Record<string, string>> = {
  'guardduty.amazonaws.com': 'aws guardduty enable-organization-admin-account --admin-account-id',
  'macie.amazonaws.com': 'aws macie2 enable-organization-admin-account --admin-account-id',
  'securityhub.amazonaws.com': 'aws securityhub enable-organization-admin-account --admin-account-id',
};

/** The policy types that guardrails, perimeters and tags are written in. */
export function policyTypeLines(rootId: string): string[] {
  return POLICY_TYPES.map(
    (type) =>
      `enable policies of type ${type}: aws organizations enable-policy-type --root-id ${told(rootId, 'the root')} --policy-type ${type}`,
  );
}

export function trustLine(servicePrincipal: string): string {
  const command =
    TRUST_COMMANDS[servicePrincipal] ??
    `aws organizations enable-aws-service-access --service-principal ${servicePrincipal}`;

  return `trust ${servicePrincipal}: ${command}`;
}

export function delegationLine(accountId: string, servicePrincipal: string): string {
  const own = DELEGATION_COMMANDS[servicePrincipal];
  const account = told(accountId, 'the account');
  const command = own
    ? `${own} ${account} (in each region)`
    : `aws organizations register-delegated-administrator --account-id ${account} --service-principal ${servicePrincipal}`;

  return `let ${account} administer ${servicePrincipal}: ${command}`;
}

export function moveLine(accountId: string, unit: string, unitId: string): string {
  const account = told(accountId, 'the account');

  return `move ${account} to ${unit}: aws organizations move-account --account-id ${account} --source-parent-id <id of its parent today> --destination-parent-id ${told(unitId, unit)}`;
}

/** Ids that only the deployment knows are told by what they are the ids of. */
function told(id: string, owner: string): string {
  return Token.isUnresolved(id) ? `<id of ${owner}>` : id;
}
