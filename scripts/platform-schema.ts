import * as description from '../lib/description';

const NAMESPACE = 'governed-ml.description';

/** The parts of a jsii assembly that a schema is made from. */
interface Assembly {
  readonly types: Readonly<Record<string, AssemblyType>>;
}

interface AssemblyType {
  readonly docs?: Docs;
  readonly members?: readonly { readonly name: string; readonly docs?: Docs }[];
  readonly properties?: readonly AssemblyProperty[];
}

interface AssemblyProperty {
  readonly name: string;
  readonly optional?: boolean;
  readonly docs?: Docs;
  readonly type: TypeReference;
  readonly locationInModule: { readonly line: number };
}

interface Docs {
  readonly summary?: string;
  readonly remarks?: string;
  readonly default?: string;
}

interface TypeReference {
  readonly fqn?: string;
  readonly primitive?: string;
  readonly collection?: { readonly elementtype: TypeReference };
}

type Schema = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft-07) of a platform description, from the structs of the compiled library. */
export function platformSchema(assemblyText: string): Schema {
  const { types } = JSON.parse(assemblyText) as Assembly;
  const names = reachable(types, 'PlatformDescription');

  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'governed-ml platform description',
    $ref: '#/definitions/PlatformDescription',
    definitions: Object.fromEntries(names.map((name) => [name, definition(name, typeNamed(types, name))])),
  };
}

function reachable(types: Assembly['types'], root: string): string[] {
  const names = new Set([root]);
  for (const name of names) {
    for (const property of typeNamed(types, name).properties ?? []) {
      const fqn = itemType(property.type).fqn;
      if (fqn) names.add(shortName(fqn));
    }
  }
  return [...names].sort();
}

function definition(name: string, type: AssemblyType): Schema {
  if (type.members) {
    const meanings = type.members.map((member) => `- ${enumValue(name, member.name)}: ${member.docs?.summary ?? ''}`);
    return {
      description: `${prose(type.docs)}\n\n${meanings.join('\n')}`,
      type: 'string',
      enum: type.members.map((member) => enumValue(name, member.name)),
    };
  }

  const properties = [...(type.properties ?? [])].sort((a, b) => a.locationInModule.line - b.locationInModule.line);
  return {
    description: prose(type.docs),
    type: 'object',
    additionalProperties: false,
    required: properties.filter((property) => !property.optional).map((property) => property.name),
    properties: Object.fromEntries(properties.map((property) => [property.name, propertySchema(property)])),
  };
}

function propertySchema({ docs, type }: AssemblyProperty): Schema {
  const given = docs?.default;
  const isBehaviour = given?.startsWith('- ') ?? false;
  const text = isBehaviour ? `${prose(docs)}\n\nDefault: ${given?.slice(2)}` : prose(docs);

  const schema = { description: text, ...typeSchema(type) };
  return given === undefined || isBehaviour ? schema : { ...schema, default: literal(given, type) };
}

function typeSchema({ fqn, primitive, collection }: TypeReference): Schema {
  if (collection) return { type: 'array', items: typeSchema(collection.elementtype) };

  return fqn ? { $ref: `#/definitions/${shortName(fqn)}` } : { type: primitive };
}

/** The value that a `@default` names: a member of an enum, a number, a truth value or a text. */
function literal(text: string, { fqn, primitive }: TypeReference): unknown {
  if (fqn) return enumValue(shortName(fqn), text.split('.').at(-1) ?? '');

  return primitive === 'string' ? text : JSON.parse(text);
}

/** An assembly holds the names of an enum's members only; their values are in the compiled code. */
function enumValue(name: string, member: string): string {
  const members = (description as unknown as Record<string, Record<string, string>>)[name];

  return members[member];
}

/** jsii cuts the first sentence off as the summary; here the paragraph is whole again. */
function prose(docs: Docs | undefined): string {
  return `${docs?.summary ?? ''} ${docs?.remarks ?? ''}`
    .split('\n\n')
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

function itemType(type: TypeReference): TypeReference {
  return type.collection ? itemType(type.collection.elementtype) : type;
}

function typeNamed(types: Assembly['types'], name: string): AssemblyType {
  return types[`${NAMESPACE}.${name}`];
}

function shortName(fqn: string): string {
  return fqn.slice(NAMESPACE.length + 1);
}
