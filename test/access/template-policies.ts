import { fail } from 'node:assert';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { documentOf } from './control-policy-tree';
import { Properties, TemplateResource } from './template-resources';

/** What a policy is for; each kind has a grammar of its own. */
export type PolicyKind = 'identity' | 'resource' | 'endpoint' | 'service control' | 'resource control';

/** A policy of a template, and where it stands. */
export interface TemplatePolicy {
  readonly kind: PolicyKind;

  /** In words, for messages. */
  readonly name: string;
  readonly document: object;
}

/** A statement of a policy, each of its parts as a list. */
export interface PolicyStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditionKeys: readonly string[];
}

/** Where the types of CloudFormation keep policies, and of which kind these are. */
const PLACES: Record<string, Record<string, PolicyKind> | undefined> = {
  'AWS::EC2::VPCEndpoint': { PolicyDocument: 'endpoint' },
  'AWS::IAM::ManagedPolicy': { PolicyDocument: 'identity' },
  'AWS::IAM::Policy': { PolicyDocument: 'identity' },
  'AWS::IAM::Role': { AssumeRolePolicyDocument: 'resource', 'Policies.PolicyDocument': 'identity' },
  'AWS::KMS::Key': { KeyPolicy: 'resource' },
  'AWS::S3::BucketPolicy': { PolicyDocument: 'resource' },
  'AWS::SNS::TopicPolicy': { PolicyDocument: 'resource' },
  'AWS::SQS::QueuePolicy': { PolicyDocument: 'resource' },
  'AWS::SSO::PermissionSet': { InlinePolicy: 'identity' },
  'AWS::SageMaker::ModelPackageGroup': { ModelPackageGroupPolicy: 'resource' },
};

/** Kinds of policies of AWS Organizations; those of tags are no policies of IAM. */
const CONTROL_POLICIES: Record<string, PolicyKind | undefined> = {
  SERVICE_CONTROL_POLICY: 'service control',
  RESOURCE_CONTROL_POLICY: 'resource control',
};

/**
 * Every policy of every resource.
 *
 * Fails on a policy where none is looked for, for what is not found must not pass for harmless.
 */
export function policiesIn(resources: readonly TemplateResource[]): TemplatePolicy[] {
  return resources.flatMap((resource) => {
    const places = PLACES[resource.type] ?? placesOfControl(resource.properties);

    return documentsIn(resource.properties, []).map(({ path, document }) => ({
      kind: places[path] ?? fail(`${resource.type} has a policy in ${path}, where none is looked for`),
      name: `${resource.stack} ${resource.name} ${path}`,
      document,
    }));
  });
}

/** The statements of a policy. */
export function statementsOf({ document }: TemplatePolicy): PolicyStatement[] {
  const { Statement } = document as { readonly Statement: Properties | Properties[] };

  return [Statement].flat().map(({ Effect, Action, Resource, Condition = {} }) => ({
    effect: String(Effect),
    actions: listOf(Action),
    resources: listOf(Resource),
    conditionKeys: Object.values(Condition as Record<string, object>).flatMap((keys) => Object.keys(keys)),
  }));
}

/** What the simulator says of the grammar of a policy; nothing when it is right. */
export async function grammarErrors({ kind, name, document }: TemplatePolicy): Promise<string[]> {
  const policies = [{ name, policy: document }];
  const levels = [{ orgIdentifier: 'ou', policies }];

  const result = await runSimulation(
    {
      request: {
        principal: 'arn:aws:iam::123456789012:role/reader',
        action: 'sts:GetCallerIdentity',
        resource: { resource: '*', accountId: '123456789012' },
        contextVariables: {},
      },
      identityPolicies: kind === 'identity' ? policies : [],
      serviceControlPolicies: kind === 'service control' ? levels : [],
      resourceControlPolicies: kind === 'resource control' ? levels : [],
      ...(kind === 'resource' && { resourcePolicy: document }),
      ...(kind === 'endpoint' && { vpcEndpointPolicies: policies }),
    },
    {},
  );

  return result.resultType === 'error' ? [`${name}: ${JSON.stringify(result.errors)}`] : [];
}

/** Documents wherever they stand, written as objects or as text. */
function documentsIn(value: unknown, path: readonly string[]): { path: string; document: object }[] {
  if (typeof value === 'string') {
    return /^\s*\{.*"Statement"/s.test(value) ? [{ path: path.join('.'), document: documentOf(value) }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((each) => documentsIn(each, path));
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value) return [{ path: path.join('.'), document: value }];

  return Object.entries(value).flatMap(([key, each]) => documentsIn(each, [...path, key]));
}

function placesOfControl({ Type }: Properties): Record<string, PolicyKind> {
  const kind = CONTROL_POLICIES[String(Type)];

  return kind ? { Content: kind } : {};
}

function listOf(value: unknown): string[] {
  return value === undefined ? [] : ([value].flat() as string[]);
}
