import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { check, claimName, nearest, Problems } from '../core';
import { checkPolicyTargets } from './private/organization-ids';
import { checkPolicySize, checkPolicyText } from './private/organization-policies';
import { ENFORCEABLE_SAGEMAKER_TYPES, REQUIRABLE_SAGEMAKER_TYPES } from './private/tag-policy-types';

/** Largest tag policy that AWS Organizations accepts, in characters. */
const POLICY_SIZE = 10_000;

const KEY_LENGTH = 128;
const VALUE_LENGTH = 256;

/** What a tag key or value is made of; the asterisk is a value's wildcard. */
const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@*]+$/u;

const RESOURCE_TYPE = /^([a-z0-9-]+):[A-Za-z0-9][A-Za-z0-9_/-]*$/;

/** A tag, the values it may have and where. */
export interface TagRule {
  /** Key of the tag, 1 to 128 characters, in the capitals that resources must use. */
  readonly key: string;

  /**
   * Values that the tag may have: 1 to 256 characters, with at most one `*` for any characters.
   *
   * @default - any value
   */
  readonly allowedValues?: string[];

  /**
   * Resource types on which a tag that breaks the rule is refused, as `sagemaker:pipeline` or `s3:bucket`.
   *
   * A resource without the tag is not refused; that takes a guardrail.
   *
   * @default - the tag is reported, not refused
   */
  readonly enforcedFor?: string[];

  /**
   * Resource types that are reported when they have no such tag, as `sagemaker:endpoint`. CloudFormation refuses them
   * where its tagging hook is switched on.
   *
   * @default - the tag may be missing
   */
  readonly requiredFor?: string[];
}

/** Which tags are policed, and where. */
export interface TagPolicyProps {
  /** Name of the policy: 1 to 128 characters, no other tag policy of the organization has it. */
  readonly policyName: string;

  /**
   * What the policy is for: up to 512 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /** The tags, at least one, each key once whatever its capitals. */
  readonly tags: TagRule[];

  /** Ids of the roots, organisational units and accounts that the policy holds for; at least one. */
  readonly targetIds: string[];

  /**
   * What happens to the policy when it leaves the template. A policy without a template would refuse tags that nobody
   * can explain.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A tag policy: how governance tags are written, and which values they may have.
 *
 * It stops a wrong value from being set, so that a cost report or an access rule that goes by the tag stays true. It does
 * not stop a resource from having no tag at all. Policies further down the tree may add values to it, not capitals.
 *
 * The policy belongs into a stack of the management account, and the organization must have the policy type enabled.
 * Every edit changes the policy in place. Throws when a key, a value or a resource type is one that AWS refuses, when a
 * key appears twice, and when the policy is larger than 10,000 characters.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html
 */
export class TagPolicy extends Construct {
  /** Id of the policy. */
  public readonly policyId: string;

  /** ARN of the policy. */
  public readonly policyArn: string;

  constructor(scope: Construct, id: string, props: TagPolicyProps) {
    super(scope, id);

    check(this, (problems) => checkTagPolicy(problems, props));

    const policy = new CfnPolicy(this, 'Resource', {
      name: claimName(this, 'tag policy', 'the organization', props.policyName),
      description: props.description,
      type: 'TAG_POLICY',
      content: contentOf(props.tags),
      targetIds: props.targetIds,
    });
    policy.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);

    this.policyId = policy.attrId;
    this.policyArn = policy.attrArn;
  }
}

/** The keys of the policy are in lower case, and the capitals of a tag are fixed for the policies further down. */
function contentOf(tags: readonly TagRule[]): object {
  const rules = tags.map(({ key, allowedValues, enforcedFor, requiredFor }) => [
    key.toLowerCase(),
    {
      tag_key: { '@@assign': key, '@@operators_allowed_for_child_policies': ['@@none'] },
      ...(allowedValues && { tag_value: { '@@assign': allowedValues } }),
      ...(enforcedFor && { enforced_for: { '@@assign': enforcedFor } }),
      ...(requiredFor && { report_required_tag_for: { '@@assign': requiredFor } }),
    },
  ]);

  return { tags: Object.fromEntries(rules) as object };
}

function checkTagPolicy(problems: Problems, { policyName, description, tags, targetIds }: TagPolicyProps): void {
  checkPolicyText(problems, policyName, description);
  checkPolicyTargets(problems, 'targetIds', targetIds);
  if (tags.length === 0) {
    problems.add({
      code: 'TagPolicyEmpty',
      path: 'tags',
      got: 'is empty',
      wanted: 'a tag policy is about one tag or more',
      remedy: 'name one',
    });
  }

  tags.forEach((rule, i) => checkRule(problems, `tags[${i}]`, rule));
  checkKeysOnce(problems, tags);
  checkPolicySize(problems, 'tags', contentOf(tags), POLICY_SIZE);
}

function checkRule(problems: Problems, path: string, rule: TagRule): void {
  checkKey(problems, `${path}.key`, rule.key);
  checkNotEmpty(problems, `${path}.allowedValues`, rule.allowedValues, 'no value would be allowed');
  checkNotEmpty(problems, `${path}.enforcedFor`, rule.enforcedFor, 'the rule would be enforced nowhere');
  checkNotEmpty(problems, `${path}.requiredFor`, rule.requiredFor, 'the tag would be required nowhere');

  rule.allowedValues?.forEach((value, i) => checkValue(problems, `${path}.allowedValues[${i}]`, value));
  rule.enforcedFor?.forEach((type, i) =>
    checkType(problems, `${path}.enforcedFor[${i}]`, type, ENFORCEABLE_SAGEMAKER_TYPES, 'enforces tags on'),
  );
  rule.requiredFor?.forEach((type, i) =>
    checkType(problems, `${path}.requiredFor[${i}]`, type, REQUIRABLE_SAGEMAKER_TYPES, 'requires tags of'),
  );
}

function checkKey(problems: Problems, path: string, key: string): void {
  if (KEY.test(key) && key.length <= KEY_LENGTH && !key.toLowerCase().startsWith('aws:')) return;

  problems.add({
    code: 'TagKeyMalformed',
    path,
    got: `is "${key}"`,
    wanted: `a tag key is 1 to ${KEY_LENGTH} letters, digits, spaces and _.:/=+-@, and does not begin with "aws:"`,
    remedy: 'write a key such as "cost-centre"',
  });
}

function checkValue(problems: Problems, path: string, value: string): void {
  const wildcards = value.split('*').length - 1;
  if (VALUE.test(value) && value.length <= VALUE_LENGTH && wildcards <= 1) return;

  problems.add({
    code: 'TagValueMalformed',
    path,
    got: `is "${value}"`,
    wanted: `a tag value is 1 to ${VALUE_LENGTH} letters, digits, spaces and _.:/=+-@, with at most one "*"`,
    remedy: wildcards > 1 ? 'write a value for each pattern' : 'write a value such as "prod" or "cc-*"',
  });
}

/** The types of SageMaker are known one by one; those of other services by their form, because AWS adds some each month. */
function checkType(problems: Problems, path: string, type: string, known: readonly string[], verb: string): void {
  const [, service] = RESOURCE_TYPE.exec(type) ?? [];
  if (service !== undefined && (service !== 'sagemaker' || known.includes(type))) return;

  const [candidate] = nearest(type, known);
  problems.add({
    code: 'TagPolicyResourceType',
    path,
    got: `is "${type}"`,
    wanted:
      service === undefined
        ? 'a resource type reads <service>:<type>, or <service>:ALL_SUPPORTED where the service has that'
        : `no tag policy ${verb} that type`,
    remedy: candidate ? `did you mean "${candidate}"` : 'see the list of resource types in the guide to tag policies',
  });
}

function checkNotEmpty(problems: Problems, path: string, list: readonly string[] | undefined, what: string): void {
  if (list === undefined || list.length > 0) return;

  problems.add({
    code: 'TagRuleListEmpty',
    path,
    got: 'is empty',
    wanted: `${what}, which hardly anybody means`,
    remedy: 'leave the field out, or name something',
  });
}

function checkKeysOnce(problems: Problems, tags: readonly TagRule[]): void {
  const keys = tags.map(({ key }) => key.toLowerCase());

  keys.forEach((key, i) => {
    const first = keys.indexOf(key);
    if (first === i) return;
    problems.add({
      code: 'TagKeyTwice',
      path: `tags[${i}].key`,
      got: `is "${tags[i].key}", and tags[${first}] has "${tags[first].key}"`,
      wanted: 'a tag policy holds a key once, whatever its capitals',
      remedy: 'join the two rules',
    });
  });
}
