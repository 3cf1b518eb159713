import * as iam from 'aws-cdk-lib/aws-iam';
import { allOf, ConditionBlock, insideNetwork, mergeBlocks, onLocalDisks } from '../../core';
import { ActivityConditions } from '../activity-conditions';
import { ExplainedStatement, Place, Relaxation, StatementsAt, TAGGING_ACTION } from './activity-statement';
import { isPlaced, isTagging, isUntagging } from './action-verbs';
import { carries, isOnCreation, NAME_A_JOB_DEFINITION } from './condition-support';

const INSTANCE_TYPES = 'sagemaker:InstanceTypes';
const VOLUME_KEY = 'sagemaker:VolumeKmsKeyArn';
/** Whatever has instances: which kind of work an action starts is not told by its name. */
const USES = ['hosting', 'notebook', 'processing', 'training', 'transform'] as const;

const DOMAIN_TAG = 'aws:ResourceTag/sagemaker:domain-arn';

const UNCHANGED: ConditionBlock[] = [{}];

/** The statements of an activity, each allowed under the conditions that concern its actions. */
export function underConditions(statements: StatementsAt, conditions: ActivityConditions): StatementsAt {
  return (place) =>
    statements(place).flatMap((explained) =>
      actionsByDemand(explained.statement, conditions, place).flatMap(({ actions, demand }) =>
        admissible(explained.statement, demand).map((block) => ({
          statement: explained.statement.copy({ actions, conditions: block }),
          wildcardReason: explained.wildcardReason,
          relaxations: relaxationsOf(explained, actions, conditions),
        })),
      ),
    );
}

/** Under which of the alternatives the statement can still admit something. */
export function admissible(statement: iam.PolicyStatement, demand: ConditionBlock[]): ConditionBlock[] {
  return demand.flatMap((block) => mergeBlocks(statement.conditions as ConditionBlock, block));
}

/** What the conditions come to for an action: the blocks of which a request must satisfy one. */
export function demandOn(
  action: string,
  statement: iam.PolicyStatement,
  conditions: ActivityConditions,
  place: Place,
): ConditionBlock[] {
  if (conditions.unconditional?.actions.includes(action)) return UNCHANGED;

  return allOf([
    placement(action, conditions),
    conditions.tags ? tagged(action, statement, conditions.tags) : UNCHANGED,
    conditions.domain && isOfDomain(action, statement) ? ofDomain(action, conditions.domain._arnAt(place)) : UNCHANGED,
  ]);
}

/** Whether the action touches a resource of SageMaker that exists, which the domain's tag can then tell apart. */
export function isOfDomain(action: string, statement: iam.PolicyStatement): boolean {
  const namesNoResource = statement.resources.every((resource) => resource === '*');
  const tagsOnCreation = isTagging(action) && limitsTaggingToCreation(statement);

  return action.startsWith('sagemaker:') && !isOnCreation(action) && !namesNoResource && !tagsOnCreation;
}

interface ActionsUnderDemand {
  readonly actions: string[];
  readonly demand: ConditionBlock[];
}

/** Actions of which the same is demanded stay in one statement. */
function actionsByDemand(
  statement: iam.PolicyStatement,
  conditions: ActivityConditions,
  place: Place,
): ActionsUnderDemand[] {
  const groups = new Map<string, ActionsUnderDemand>();

  for (const action of statement.actions) {
    const demand = demandOn(action, statement, conditions, place);
    const before = groups.get(JSON.stringify(demand));
    groups.set(JSON.stringify(demand), { actions: [...(before?.actions ?? []), action], demand });
  }
  return [...groups.values()];
}

function relaxationsOf(
  { relaxations = [] }: ExplainedStatement,
  actions: string[],
  { unconditional }: ActivityConditions,
): Relaxation[] {
  const earlier = relaxations
    .map((each) => ({ ...each, actions: each.actions.filter((action) => actions.includes(action)) }))
    .filter((each) => each.actions.length > 0);
  const relaxed = actions.filter((action) => unconditional?.actions.includes(action));

  return unconditional && relaxed.length > 0
    ? [...earlier, { actions: relaxed, reason: unconditional.reason }]
    : earlier;
}

/** Where something runs and how it is encrypted; a schedule that names a job definition leaves both to the definition. */
function placement(action: string, { network, keys }: ActivityConditions): ConditionBlock[] {
  if (!isPlaced(action) || (!network && !keys)) return UNCHANGED;

  const placed = allOf([
    network ? [insideNetwork(network)] : UNCHANGED,
    ...(keys ? underKeys(action, arnsOf(keys)) : []),
  ]);
  return NAME_A_JOB_DEFINITION.includes(action) ? [...placed, { Null: { [INSTANCE_TYPES]: 'true' } }] : placed;
}

/** Each kind of key that the action takes must be one of the keys. */
function underKeys(action: string, keys: string | string[]): ConditionBlock[][] {
  const isOneOf = (key: string): ConditionBlock => ({ ArnEquals: { [key]: keys } });
  const withoutVolume = carries(action, 'instanceTypes') ? [onLocalDisks(USES)] : [];

  return [
    ...(carries(action, 'volumeKey') ? [[isOneOf(VOLUME_KEY), ...withoutVolume]] : []),
    ...(carries(action, 'outputKey') ? [[isOneOf('sagemaker:OutputKmsKeyArn')]] : []),
    ...(carries(action, 'objectKey') ? [[isOneOf('s3:x-amz-server-side-encryption-aws-kms-key-id')]] : []),
  ];
}

function tagged(
  action: string,
  statement: iam.PolicyStatement,
  tags: Readonly<Record<string, string>>,
): ConditionBlock[] {
  const keys = Object.keys(tags);
  const withPrefix = (prefix: string): Record<string, string> =>
    Object.fromEntries(keys.map((key) => [`${prefix}/${key}`, tags[key]]));
  const requested = { StringEquals: withPrefix('aws:RequestTag') };
  const carried = { StringEquals: withPrefix('aws:ResourceTag') };
  const unchanged = { StringEqualsIfExists: withPrefix('aws:RequestTag') };

  if (isOnCreation(action)) return [requested];
  if (isTagging(action) && limitsTaggingToCreation(statement)) return [requested];
  if (isTagging(action) && action.startsWith('sagemaker:')) return creationOr(requested, { ...carried, ...unchanged });
  if (isUntagging(action)) return [{ ...carried, 'ForAllValues:StringNotEquals': { 'aws:TagKeys': keys } }];
  return [{ ...carried, ...(carries(action, 'requestTags') && unchanged) }];
}

function ofDomain(action: string, domainArn: string): ConditionBlock[] {
  const carried = { StringEquals: { [DOMAIN_TAG]: domainArn } };

  return isTagging(action) ? creationOr({}, carried) : [carried];
}

/** What is being created has no tags yet, so that tagging it is told apart from tagging what exists. */
function creationOr(created: ConditionBlock, existing: ConditionBlock): ConditionBlock[] {
  return [
    { ...created, Null: { [TAGGING_ACTION]: 'false' } },
    { ...existing, Null: { [TAGGING_ACTION]: 'true' } },
  ];
}

function limitsTaggingToCreation(statement: iam.PolicyStatement): boolean {
  return Object.values(statement.conditions as ConditionBlock).some((keys) => TAGGING_ACTION in keys);
}

function arnsOf(keys: readonly { readonly keyRef: { readonly keyArn: string } }[]): string | string[] {
  const arns = keys.map((key) => key.keyRef.keyArn);

  return arns.length === 1 ? arns[0] : arns;
}
