import { existsSync, readFileSync } from 'node:fs';
import {
  ClassType,
  Documentable,
  InterfaceType,
  Method,
  OptionalValue,
  PrimitiveType,
  Property,
  Type,
  TypeKind,
  TypeReference,
  isCollectionTypeReference,
  isIntersectionTypeReference,
  isPrimitiveTypeReference,
  isUnionTypeReference,
} from '@jsii/spec';
import { Api, SIGNATURES_FILE, apiSignatures, readAssembly } from '../scripts/api';

const assembly = readAssembly();

describe('every public type and member says what it is', () => {
  test('here', () => {
    expect(undocumented(assembly)).toEqual([]);
  });

  test.each([
    ['a type', { docs: {} }, ['registry.Group']],
    ['a property', { properties: [{ name: 'arn', type: { primitive: 'string' } }] }, ['registry.Group.arn']],
    ['a method', { methods: [{ name: 'approve', docs: { remarks: 'Later.' } }] }, ['registry.Group.approve']],
  ])('and it is reported when %s does not', (_what, change, expected) => {
    expect(undocumented(assemblyOf(change))).toEqual(expected);
  });

  test('while a member that takes the place of an inherited one says it there', () => {
    const change = {
      properties: [{ name: 'arn', type: { primitive: 'string' }, overrides: 'governed-ml.registry.IGroup' }],
    };

    expect(undocumented(assemblyOf(change))).toEqual([]);
  });
});

describe('every optional prop says what happens without it', () => {
  test('here', () => {
    expect(undefaulted(assembly)).toEqual([]);
  });

  test('and it is reported when one does not', () => {
    const change = { datatype: true, properties: [{ name: 'readers', optional: true, type: { primitive: 'string' } }] };

    expect(undefaulted(assemblyOf(change))).toEqual(['registry.Group.readers']);
  });
});

describe('nothing public is of any type', () => {
  test('here', () => {
    expect(untyped(assembly)).toEqual([]);
  });

  test.each([
    ['a property', { properties: [{ name: 'arn', type: { primitive: 'any' } }] }, ['registry.Group.arn']],
    ['an array', { properties: [{ name: 'a', type: arrayOf({ primitive: 'json' }) }] }, ['registry.Group.a']],
    ['a result', { methods: [{ name: 'read', returns: { type: { primitive: 'any' } } }] }, ['registry.Group.read']],
    ['a parameter', { methods: [{ name: 'of', parameters: [{ type: { primitive: 'any' } }] }] }, ['registry.Group.of']],
  ])('and it is reported when %s is', (_what, change, expected) => {
    expect(untyped(assemblyOf(change))).toEqual(expected);
  });
});

describe('no prop is a union: a choice is a class with factories', () => {
  test('here', () => {
    expect(unions(assembly)).toEqual([]);
  });

  test('and it is reported when one is, though only of its items', () => {
    const type = arrayOf({ union: { types: [{ primitive: 'string' }, { primitive: 'number' }] } });
    const change = { datatype: true, properties: [{ name: 'readers', type }] };

    expect(unions(assemblyOf(change))).toEqual(['registry.Group.readers']);
  });
});

describe('the public contract', () => {
  test('is as checked in; `npm run api` writes test/api-signatures.txt anew, and its diff is what users will notice', () => {
    const checkedIn = existsSync(SIGNATURES_FILE) ? readFileSync(SIGNATURES_FILE, 'utf8') : '';

    expect(apiSignatures(assembly)).toBe(checkedIn);
  });

  test('reads as one line per signature', () => {
    const group = {
      properties: [{ name: 'arn', immutable: true, type: { primitive: 'string' } }],
      methods: [
        { name: 'readers', static: true, parameters: [{ name: 'of', type: arrayOf({ primitive: 'string' }) }] },
      ],
    };

    const text = apiSignatures(assemblyOf(group));

    expect(text).toBe(
      ['interface registry.Group', '  readonly arn: string', '  static readers(of: array<string>): void', ''].join(
        '\n',
      ),
    );
  });
});

function undocumented(of: Api): string[] {
  const silent = ({ docs }: Documentable): boolean => docs?.summary === undefined;

  return typesOf(of).flatMap((type) => [
    ...(silent(type) ? [nameOf(type)] : []),
    ...(type.kind === TypeKind.Enum ? type.members : membersOf(type))
      .filter((member) => silent(member) && !('overrides' in member))
      .map((member) => nameOf(type, member)),
  ]);
}

function undefaulted(of: Api): string[] {
  return structFieldsOf(of)
    .filter(([, field]) => field.optional && field.docs?.default === undefined)
    .map(([type, field]) => nameOf(type, field));
}

function untyped(of: Api): string[] {
  const isLoose = (reference: TypeReference): boolean =>
    isPrimitiveTypeReference(reference) && [PrimitiveType.Any, PrimitiveType.Json].includes(reference.primitive);

  return typesOf(of).flatMap((type) =>
    membersOf(type)
      .filter((member) => valuesOf(member).some((value) => partsOf(value.type).some(isLoose)))
      .map((member) => nameOf(type, member)),
  );
}

function unions(of: Api): string[] {
  return structFieldsOf(of)
    .filter(([, field]) => partsOf(field.type).some(isUnionTypeReference))
    .map(([type, field]) => nameOf(type, field));
}

function typesOf(of: Api): Type[] {
  return Object.values(of.types ?? {});
}

function membersOf(type: Type): (Property | Method)[] {
  const { properties = [], methods = [] } = type as ClassType | InterfaceType;

  return [...properties, ...methods];
}

function structFieldsOf(of: Api): [Type, Property][] {
  return typesOf(of)
    .filter((type) => type.kind === TypeKind.Interface && type.datatype)
    .flatMap((type) => ((type as InterfaceType).properties ?? []).map((field): [Type, Property] => [type, field]));
}

function valuesOf(member: Property | Method): OptionalValue[] {
  if ('type' in member) return [member];

  return [...(member.parameters ?? []), ...(member.returns ? [member.returns] : [])];
}

function partsOf(reference: TypeReference): TypeReference[] {
  const parts = [
    ...(isCollectionTypeReference(reference) ? [reference.collection.elementtype] : []),
    ...(isUnionTypeReference(reference) ? reference.union.types : []),
    ...(isIntersectionTypeReference(reference) ? reference.intersection.types : []),
  ];

  return [reference, ...parts.flatMap(partsOf)];
}

function nameOf(type: Type, member?: { readonly name: string }): string {
  return [type.namespace, type.name, member?.name].filter((part) => part !== undefined).join('.');
}

function assemblyOf(change: object): Api {
  const fqn = 'governed-ml.registry.Group';
  const name = { assembly: 'governed-ml', fqn, kind: TypeKind.Interface, namespace: 'registry', name: 'Group' };
  const type: object = { ...name, docs: { summary: 'A group.' }, ...change };

  return { name: 'governed-ml', types: { [fqn]: type } } as Api;
}

function arrayOf(elementtype: object): object {
  return { collection: { kind: 'array', elementtype } };
}
