import * as perms from '../audit-perms';
import {
  allow,
  allowOnAll,
  allowPattern,
  arnAt,
  ExplainedStatement,
  ORGANIZATION_IS_NAMED_ELSEWHERE,
  Place,
  sageMakerArns,
  StatementsAt,
} from './activity-statement';

export function audit(): StatementsAt {
  return (place) => [
    allowPattern(perms.DESCRIBE_SAGEMAKER, sageMakerArns(place, perms.DESCRIBED_KINDS, '')),
    allowOnAll(perms.LIST_SAGEMAKER),
    ...auditIdentities(place),
    ...auditRecords(place),
    ...auditOrganization(place),
  ];
}

function auditIdentities(place: Place): ExplainedStatement[] {
  const identities = ['role', 'policy'].map((resource) =>
    arnAt(place, { service: 'iam', region: '', resource, resourceName: '*' }),
  );
  const analyzers = arnAt(place, { service: 'access-analyzer', resource: 'analyzer', resourceName: '*' });

  return [
    allowPattern(perms.READ_ROLES_AND_POLICIES, identities),
    allowOnAll(perms.LIST_IAM),
    allowPattern(perms.READ_ANALYZERS, [analyzers]),
    allowOnAll(perms.LIST_ANALYZERS),
  ];
}

function auditRecords(place: Place): ExplainedStatement[] {
  const trails = arnAt(place, { service: 'cloudtrail', resource: 'trail', resourceName: '*' });
  const rules = ['config-rule', 'configuration-recorder', 'conformance-pack'].map((resource) =>
    arnAt(place, { service: 'config', resource, resourceName: '*' }),
  );
  const hub = arnAt(place, { service: 'securityhub', resource: 'hub', resourceName: 'default' });
  const aggregators = arnAt(place, { service: 'securityhub', resource: 'finding-aggregator', resourceName: '*' });

  return [
    allowPattern(perms.READ_TRAILS, [trails]),
    allowOnAll(perms.LOOK_UP_EVENTS),
    allowPattern(perms.READ_CONFIG_RULES, rules),
    allowOnAll(perms.READ_COMPLIANCE),
    allowPattern(perms.READ_SECURITY_HUB, [hub, aggregators]),
    allowOnAll(perms.LIST_SECURITY_CONTROLS),
  ];
}

/** What belongs to an organization carries the id of its management account, which an auditor's account may not know. */
function auditOrganization(place: Place): ExplainedStatement[] {
  const members = ['account', 'ou', 'policy', 'root'].map((resource) =>
    arnAt(place, { service: 'organizations', region: '', account: '*', resource, resourceName: 'o-*' }),
  );

  return [
    { ...allow(perms.READ_ORGANIZATION, members), wildcardReason: ORGANIZATION_IS_NAMED_ELSEWHERE },
    allowOnAll(perms.LIST_ORGANIZATION),
  ];
}
