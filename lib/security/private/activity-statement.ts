import { Arn, ArnComponents, ArnFormat } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** Reasons for the wildcards that stay; they end up in the evidence. */
export const ACTION_TAKES_NO_RESOURCE =
  'the service authorization reference lists no resource type for these read-only or namespace-limited actions, so IAM accepts only *';
export const EXISTS_AFTER_SYNTHESIS =
  'objects, jobs, interfaces, log streams, versions, spaces and keys of other accounts get their identifiers after synthesis: the pattern admits one kind of resource of one account and region, narrowed to a parent, a name prefix or a condition where there is one';

export const ORGANIZATION_IS_NAMED_ELSEWHERE =
  'accounts, units, policies and roots of an organization carry the ids of the organization and of its management account, which other accounts do not know: the pattern admits reading them alone';

/** The action that creates what is being tagged; absent when something that exists is tagged. */
export const TAGGING_ACTION = 'sagemaker:TaggingAction';

/** Where the permissions are used: each an id or a token. A stack is one. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Actions that conditions were asked for and that have none, and why. */
export interface Relaxation {
  readonly actions: string[];
  readonly reason: string;
}

/** A policy statement and, where a wildcard stays or conditions do not hold, the reasons. */
export interface ExplainedStatement {
  readonly statement: iam.PolicyStatement;
  readonly wildcardReason?: string;
  readonly relaxations?: Relaxation[];
}

/** The statements of an activity, once it is known where it takes place. */
export type StatementsAt = (place: Place) => ExplainedStatement[];

/** For resources that are known by their whole names. */
export function allow(actions: string[], resources: string[], conditions?: iam.Conditions): ExplainedStatement {
  return { statement: new iam.PolicyStatement({ actions, resources, conditions }) };
}

/** For actions that IAM accepts on `*` alone. */
export function allowOnAll(actions: string[], conditions?: iam.Conditions): ExplainedStatement {
  return { ...allow(actions, ['*'], conditions), wildcardReason: ACTION_TAKES_NO_RESOURCE };
}

/** For resources whose names have a wildcard, since they do not exist yet. */
export function allowPattern(actions: string[], resources: string[], conditions?: iam.Conditions): ExplainedStatement {
  return { ...allow(actions, resources, conditions), wildcardReason: EXISTS_AFTER_SYNTHESIS };
}

/** Passing a role on, to the given services alone. */
export function allowPassing(roles: iam.IRoleRef[], services: string[]): ExplainedStatement {
  const [service, ...others] = services;

  return allow(
    ['iam:PassRole'],
    roles.map((role) => role.roleRef.roleArn),
    { StringEquals: { 'iam:PassedToService': others.length > 0 ? services : service } },
  );
}

/**
 * Giving tags to what is being created, and to nothing else.
 *
 * SageMaker checks the right to tag beside the right to create; without the limit a tag that grants access could be changed
 * later.
 */
export function allowTaggingOnCreation(resources: string[], creatingActions: string[]): ExplainedStatement {
  return allowPattern(['sagemaker:AddTags'], resources, {
    StringEquals: { [TAGGING_ACTION]: creatingActions.map((action) => action.replace('sagemaker:', '')) },
  });
}

/** An ARN of the place; its parts may be told otherwise, as an empty region for IAM. */
export function arnAt({ partition, region, account }: Place, components: ArnComponents): string {
  return Arn.format({ partition, region, account, ...components });
}

export function sageMakerArn(place: Place, resource: string, resourceName: string): string {
  return arnAt(place, { service: 'sagemaker', resource, resourceName });
}

/** The ARNs of several kinds of resources whose names begin alike. */
export function sageMakerArns(place: Place, kinds: string[], namePrefix: string): string[] {
  return kinds.map((kind) => sageMakerArn(place, kind, `${namePrefix}*`));
}

export function ec2Arn(place: Place, resource: string, resourceName: string): string {
  return arnAt(place, { service: 'ec2', resource, resourceName });
}

/** Log groups by the beginning of their names, and the streams in them. */
export function logGroupArns(place: Place, namePrefix: string): string[] {
  const group = arnAt(place, {
    service: 'logs',
    resource: 'log-group',
    resourceName: `${namePrefix}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

  return [group, `${group}:log-stream:*`];
}
