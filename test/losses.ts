import { isDeepStrictEqual } from 'node:util';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { PropertyType, ResourceProperties } from '@aws-cdk/service-spec-types';
import { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';

/**
 * What may be replaced, because nothing lies in it and nobody knows it, and where such a resource would carry a name.
 *
 * With a name it may not: CloudFormation makes the new one first, which collides with the old one.
 */
const DISPOSABLE: Readonly<Record<string, string[]>> = {
  'AWS::Budgets::Budget': ['Budget', 'BudgetName'],
  'AWS::SNS::Subscription': [],
  'AWS::SageMaker::EndpointConfig': ['EndpointConfigName'],
  'AWS::SageMaker::Model': ['ModelName'],
};

/** CloudFormation's own facts of which property of which type cannot be changed in place. */
const SPECIFICATION = loadAwsServiceSpecSync();

/** A custom resource stays as long as its handler does, unless that one gives it another id, which nobody knows here. */
const CUSTOM_RESOURCE: ResourceProperties = { ServiceToken: { type: { type: 'string' }, causesReplacement: 'yes' } };

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

type Resources = Readonly<Record<string, Resource>>;

/** Why a resource is replaced, by its logical id: the properties that cannot be changed in place. */
type Replacements = ReadonlyMap<string, string[]>;

/**
 * What is lost when a deployed platform is deployed anew: stacks and resources that disappear, resources that CloudFormation
 * replaces, and exports that it refuses to withdraw. Resources are told by the path of their construct.
 */
export function lossesBetween(before: CloudAssembly, after: CloudAssembly): string[] {
  return before.stacks.flatMap((stack) => {
    const successor = after.stacks.find((other) => isDeepStrictEqual(placeOf(other), placeOf(stack)));

    if (!successor) return [`stack ${stack.stackName} disappears`];
    return [...lossesIn(stack, successor), ...withdrawals(stack, successor, before)];
  });
}

function placeOf({ stackName, environment }: CloudFormationStackArtifact): string[] {
  return [stackName, environment.account, environment.region];
}

function lossesIn(before: CloudFormationStackArtifact, after: CloudFormationStackArtifact): string[] {
  const [old, present] = [before, after].map(({ template }) => (template.Resources ?? {}) as Resources);
  const replacements = replacementsOf(old, present);

  return Object.keys(old).flatMap((id) => {
    const loss = lossOf(old[id], present[id], replacements.get(id));
    return loss === undefined ? [] : [`${pathOf(before, id)} (${old[id].Type}) ${loss}`];
  });
}

function lossOf(old: Resource, present: Resource | undefined, reasons: string[] = []): string | undefined {
  const isDisposable = old.Type in DISPOSABLE;
  const because = `because ${[...reasons].sort().join(', ')} changes`;

  if (!present) return isDisposable ? undefined : 'disappears';
  if (reasons.length === 0) return undefined;
  if (!isDisposable) return `is replaced, ${because}`;
  return nameOf(old) !== undefined && nameOf(old) === nameOf(present)
    ? `collides with itself, ${because} and its name does not`
    : undefined;
}

function nameOf({ Type, Properties }: Resource): unknown {
  const path = DISPOSABLE[Type];
  if (path.length === 0) return undefined;

  return path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], Properties);
}

/** A resource that refers to a replaced one gets a new value, which may replace it in turn. */
function replacementsOf(old: Resources, present: Resources): Replacements {
  const found = new Map<string, string[]>();
  const kept = Object.keys(old).filter((id) => id in present);

  let known: number;
  do {
    known = found.size;
    for (const id of kept.filter((other) => !found.has(other))) {
      const reasons = reasonsToReplace(old[id], present[id], found);
      if (reasons.length > 0) found.set(id, reasons);
    }
  } while (found.size > known);
  return found;
}

function reasonsToReplace(old: Resource, present: Resource, replaced: Replacements): string[] {
  if (old.Type !== present.Type) return ['Type'];
  if (isUnchanged(old, present, replaced)) return [];

  return changesThatReplace(propertiesOf(old.Type), old.Properties ?? {}, present.Properties ?? {}, replaced);
}

function propertiesOf(type: string): ResourceProperties {
  if (type.startsWith('Custom::')) return CUSTOM_RESOURCE;

  return SPECIFICATION.lookup('resource', 'cloudFormationType', 'equals', type).only().properties;
}

function changesThatReplace(
  specified: ResourceProperties,
  old: Record<string, unknown>,
  present: Record<string, unknown>,
  replaced: Replacements,
): string[] {
  return Object.entries(specified).flatMap(([name, { causesReplacement = 'no', type }]) => {
    if (isUnchanged(old[name], present[name], replaced)) return [];
    if (causesReplacement !== 'no') return [name];

    return changesInside(type, old[name], present[name], replaced).map((inner) => `${name}.${inner}`);
  });
}

function changesInside(type: PropertyType, old: unknown, present: unknown, replaced: Replacements): string[] {
  if (!isMapping(old) || !isMapping(present)) return [];

  switch (type.type) {
    case 'ref': {
      const { properties } = SPECIFICATION.get('typeDefinition', type.reference);
      return changesThatReplace(properties, old, present, replaced);
    }
    case 'array':
    case 'map':
      return Object.keys(old)
        .filter((key) => key in present)
        .flatMap((key) => changesInside(type.element, old[key], present[key], replaced));
    case 'union':
      return type.types.flatMap((alternative) => changesInside(alternative, old, present, replaced));
    default:
      return [];
  }
}

function isUnchanged(old: unknown, present: unknown, replaced: Replacements): boolean {
  return isDeepStrictEqual(old, present) && (replaced.size === 0 || !refersTo(present, replaced));
}

function refersTo(value: unknown, replaced: Replacements): boolean {
  if (!isMapping(value)) return false;

  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value;
  const named = [Ref, ...[attribute].flat(), ...[text].flat()].filter((name) => typeof name === 'string');
  const targets = named.flatMap((name) => [name, ...[...name.matchAll(/\$\{(\w+)/g)].map(([, inner]) => inner)]);
  return targets.some((id) => replaced.has(id)) || Object.values(value).some((inner) => refersTo(inner, replaced));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Exports that another deployed stack imports. CloudFormation keeps them, and the deployment fails. */
function withdrawals(
  before: CloudFormationStackArtifact,
  after: CloudFormationStackArtifact,
  deployed: CloudAssembly,
): string[] {
  const kept = exportsOf(after);
  const withdrawn = exportsOf(before).filter((name) => !kept.includes(name));

  return deployed.stacks
    .filter(({ template }) =>
      withdrawn.some((name) => JSON.stringify(template).includes(`{"Fn::ImportValue":"${name}"}`)),
    )
    .map(({ stackName }) => `stack ${before.stackName} withdraws what ${stackName} imports`);
}

function exportsOf({ template }: CloudFormationStackArtifact): string[] {
  const outputs = Object.values((template.Outputs ?? {}) as Record<string, { Export?: { Name: string } }>);

  return outputs.flatMap((output) => output.Export?.Name ?? []);
}

function pathOf(stack: CloudFormationStackArtifact, logicalId: string): string {
  const entry = stack.findMetadataByType('aws:cdk:logicalId').find(({ data }) => data === logicalId);

  return (entry?.path ?? logicalId).replace(/^\//, '');
}
