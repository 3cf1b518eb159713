import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import {
  ALL_SPEC_FEATURES,
  Assembly,
  Method,
  Parameter,
  Property,
  Type,
  TypeKind,
  TypeReference,
  describeTypeReference,
  loadAssemblyFromPath,
} from '@jsii/spec';
import { ROOT } from './run';

/** What of an assembly tells its public contract. */
export type Api = Pick<Assembly, 'name' | 'types'>;

/** Where the signatures are checked in. */
export const SIGNATURES_FILE = path.join(ROOT, 'test', 'api-signatures.txt');

/** The library as jsii saw it in the last build. */
export function readAssembly(): Assembly {
  return loadAssemblyFromPath(ROOT, false, [...ALL_SPEC_FEATURES]);
}

/** Every public signature, one a line, so that a change of the public contract is seen in review. */
export function apiSignatures(api: Api): string {
  const types = Object.values(api.types ?? {}).sort((a, b) => (a.fqn < b.fqn ? -1 : 1));
  const text = types.map((type) => [headOf(type), ...membersOf(type).map((member) => `  ${member}`)].join('\n'));

  return `${text.join('\n\n')}\n`.replaceAll(`${api.name}.`, '');
}

function headOf(type: Type): string {
  if (type.kind === TypeKind.Enum) return `enum ${type.fqn}`;

  const { interfaces = [] } = type;
  if (type.kind === TypeKind.Interface) {
    return `${type.datatype ? 'struct' : 'interface'} ${type.fqn}${clause('extends', interfaces)}`;
  }
  const base = type.base === undefined ? [] : [type.base];
  const kind = type.abstract ? 'abstract class' : 'class';
  return `${kind} ${type.fqn}${clause('extends', base)}${clause('implements', interfaces)}`;
}

function clause(keyword: string, names: readonly string[]): string {
  return names.length === 0 ? '' : ` ${keyword} ${names.join(', ')}`;
}

function membersOf(type: Type): string[] {
  if (type.kind === TypeKind.Enum) return type.members.map(({ name }) => name);

  const { properties = [], methods = [] } = type;
  const constructors = type.kind === TypeKind.Class && type.initializer ? [type.initializer] : [];
  return [
    ...constructors.map(({ parameters }) => `constructor(${parametersOf(parameters)})`),
    ...properties.map((property) => propertyOf(property, type)),
    ...methods.map((method) => methodOf(method, type)),
  ];
}

function propertyOf(property: Property, type: Type): string {
  const isStructField = type.kind === TypeKind.Interface && type.datatype === true;
  const words = [...modifiersOf(property, type), ...(property.immutable && !isStructField ? ['readonly'] : [])];

  return `${[...words, property.name].join(' ')}${property.optional ? '?' : ''}: ${typeOf(property.type)}`;
}

function methodOf(method: Method, type: Type): string {
  const { returns } = method;
  const result = returns ? `${typeOf(returns.type)}${returns.optional ? ' | undefined' : ''}` : 'void';

  return `${[...modifiersOf(method, type), method.name].join(' ')}(${parametersOf(method.parameters)}): ${result}`;
}

function modifiersOf(member: Property | Method, type: Type): string[] {
  return [
    ...(member.protected ? ['protected'] : []),
    ...(member.static ? ['static'] : []),
    ...(member.abstract && type.kind === TypeKind.Class ? ['abstract'] : []),
  ];
}

function parametersOf(parameters: readonly Parameter[] = []): string {
  return parameters
    .map(({ name, optional, variadic, type }) =>
      variadic ? `...${name}: ${typeOf(type)}[]` : `${name}${optional ? '?' : ''}: ${typeOf(type)}`,
    )
    .join(', ');
}

function typeOf(reference: TypeReference): string {
  return describeTypeReference(reference);
}

if (require.main === module) writeFileSync(SIGNATURES_FILE, apiSignatures(readAssembly()));
