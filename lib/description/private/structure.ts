import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Token } from 'aws-cdk-lib';
import Ajv, { DefinedError, SchemaObject, ValidateFunction } from 'ajv';
import { Problem, SourceLocation, nearest } from '../../core';
import { PlatformDescription } from '../platform-description';
import { Draft } from './draft';
import { FieldPath, renderPath } from './field-path';
import { YamlSource } from './yaml-source';

/** What the schema says of some data. */
export interface Structure {
  readonly problems: readonly Problem[];

  /** The data without the parts that have a wrong key or type. */
  readonly draft: Draft<PlatformDescription>;

  /** Fields that a problem is already told about; whatever else is wrong with them follows from it. */
  readonly settled: ReadonlySet<string>;
}

/** Checks keys and types of some data against the schema, and gives back what can be checked further. */
export function checkStructure(data: unknown, source?: YamlSource): Structure {
  const root = rootProblem(data, source?.locate([]));
  if (root) return { problems: [root], draft: {}, settled: new Set() };

  const faults = new StructureFaults(source).find(data);
  const faulty = new Set(faults.map((fault) => fault.problem.path));
  return {
    problems: faults.map((fault) => fault.problem),
    draft: prune(data, [], faulty) as Draft<PlatformDescription>,
    settled: new Set([...faulty, ...faults.flatMap((fault) => fault.meant ?? [])]),
  };
}

/** The parts of our schema that messages are made from. */
interface SchemaPart {
  readonly $ref?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly definitions?: Readonly<Record<string, SchemaPart>>;
}

/** A problem and, for a misspelt key, the path of the key that was meant. */
interface Fault {
  readonly problem: Problem;
  readonly meant?: string;
}

const SCHEMA_FILE = join(__dirname, '..', 'platform.schema.json');
const ACCOUNT_ID_FIELD = /^accounts\.\w+$|\.account$|\.(approvedRegistryAccounts|trustedAccounts)\[\d+\]$/;
const TYPE_NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

/** Turns the validator's findings into problems. */
class StructureFaults {
  constructor(private readonly source?: YamlSource) {}

  public find(data: unknown): Fault[] {
    const validate = validator();
    if (validate(data)) return [];

    const errors = (validate.errors ?? []) as DefinedError[];
    const unknown = errors.flatMap((error) => this.unknownKey(error));
    const mistyped = errors.flatMap((error) => this.wrongType(error));
    const told = new Set([...unknown.map(({ meant }) => meant), ...mistyped.map(({ problem }) => problem.path)]);
    const others = errors.flatMap((error) => [...this.missingKey(error), ...this.notAllowed(error)]);
    return [...unknown, ...mistyped, ...others.filter(({ problem }) => !told.has(problem.path))];
  }

  private unknownKey(error: DefinedError): Fault[] {
    if (error.keyword !== 'additionalProperties') return [];

    const mapping = fieldPath(error);
    const key = error.params.additionalProperty;
    const known = Object.keys(schemaOf(error).properties ?? {});
    const free = known.filter((candidate) => !(candidate in (error.data as object)));
    const [meant] = [...nearest(key, free), ...nearest(key, known)];
    const problem = {
      code: 'UnknownKey',
      path: renderPath([...mapping, key]),
      got: 'is no known key',
      wanted: 'an unknown key would be ignored in silence',
      remedy: meant ? `did you mean "${meant}"` : `remove it, or write one of ${known.join(', ')}`,
      location: this.source?.locateKey([...mapping, key]),
    };
    return [{ problem, meant: meant && renderPath([...mapping, meant]) }];
  }

  private missingKey(error: DefinedError): Fault[] {
    if (error.keyword !== 'required') return [];

    const mapping = fieldPath(error);
    const key = error.params.missingProperty;
    const problem = {
      code: 'MissingKey',
      path: renderPath([...mapping, key]),
      got: 'is missing',
      wanted: 'it is required',
      remedy: `add "${key}:" (${meaningOf(schemaOf(error).properties?.[key])})`,
      location: this.source?.locate(mapping),
    };
    return [{ problem }];
  }

  private wrongType(error: DefinedError): Fault[] {
    if (error.keyword !== 'type') return [];

    const path = fieldPath(error);
    const written = this.source?.textOf(path) ?? JSON.stringify(error.data);
    const field = { path: renderPath(path), location: this.source?.locate(path) };
    const fault =
      typeof error.data === 'number' && ACCOUNT_ID_FIELD.test(field.path)
        ? unquotedAccountId(written)
        : {
            code: 'WrongType',
            got: `is ${nounOf(error.data, written)}`,
            wanted: `it takes ${TYPE_NOUNS[error.params.type]}`,
            remedy: typeRemedy(error, error.params.type, written),
          };
    return [{ problem: { ...field, ...fault } }];
  }

  private notAllowed(error: DefinedError): Fault[] {
    if (error.keyword !== 'enum' || Token.isUnresolved(error.data)) return [];

    const path = fieldPath(error);
    const given = String(error.data);
    const allowed = error.params.allowedValues as string[];
    const [candidate] = nearest(given, allowed);
    const problem = {
      code: 'NotAllowed',
      path: renderPath(path),
      got: `is "${given}"`,
      wanted: `it takes ${either(allowed)}`,
      remedy: candidate ? `did you mean "${candidate}"` : 'write one of them',
      location: this.source?.locate(path),
    };
    return [{ problem }];
  }
}

let compiled: ValidateFunction | undefined;

/**
 * The schema is compiled once, because every platform of a process is checked against it.
 *
 * It is ours and a test proves that it is a valid schema, so the time to do so again is saved.
 */
function validator(): ValidateFunction {
  compiled ??= new Ajv({ allErrors: true, strict: true, verbose: true, validateSchema: false, meta: false }).compile(
    JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as SchemaObject,
  );
  return compiled;
}

function rootProblem(data: unknown, location: SourceLocation | undefined): Problem | undefined {
  if (data === null || data === undefined) {
    return {
      code: 'DescriptionEmpty',
      path: 'the description',
      got: 'is empty',
      wanted: 'it takes keys such as name, homeRegion, accounts and teams',
      remedy: 'write "name: my-platform", and the keys that are missing are listed',
      location,
    };
  }
  if (isMapping(data)) return undefined;

  return {
    code: 'NotAMapping',
    path: 'the description',
    got: `is ${nounOf(data, JSON.stringify(data))}`,
    wanted: 'it takes keys such as name, homeRegion, accounts and teams',
    remedy: 'write "name: my-platform" and the other keys below it, without a dash',
    location,
  };
}

function unquotedAccountId(written: string): Pick<Problem, 'code' | 'got' | 'wanted' | 'remedy'> {
  return {
    code: 'AccountIdUnquoted',
    got: `is the number ${written}`,
    wanted: 'an account id is text of 12 digits, because a number loses its leading zeros',
    remedy: /^\d{1,12}$/.test(written) ? `write "${written.padStart(12, '0')}"` : 'write its 12 digits in quotes',
  };
}

function typeRemedy(error: DefinedError, type: string, written: string): string {
  const isEmpty = error.data === null;

  switch (isEmpty && type !== 'object' && type !== 'array' ? 'empty' : type) {
    case 'empty':
      return 'write a value, or remove the key if it is optional';
    case 'string':
      return typeof error.data === 'object' ? 'write one value' : `put it in quotes: "${written}"`;
    case 'number':
      return isNumeric(error.data) ? `write it without quotes: ${Number(error.data)}` : 'write a number such as 12';
    case 'boolean':
      return 'write true or false, without quotes';
    case 'array':
      return 'begin each entry with "- " on a line of its own';
    default:
      return `write its keys below it: ${Object.keys(schemaOf(error).properties ?? {}).join(', ')}`;
  }
}

function nounOf(value: unknown, written: string): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';

  return typeof value === 'string' ? `the text "${value}"` : `the ${typeof value} ${written}`;
}

/** What a key is for, from its doc comment: the first sentence, and the values when it takes only some. */
function meaningOf(part: SchemaPart | undefined): string {
  const { definitions } = validator().schema as SchemaPart;
  const allowed = definitions?.[part?.$ref?.split('/').at(-1) ?? '']?.enum;
  const [sentence] = (part?.description ?? '').split(/\.(?:\s|$)/);

  const meaning = sentence.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase());
  return allowed ? `${meaning}: ${either(allowed)}` : meaning;
}

function either(values: readonly string[]): string {
  return [values.slice(0, -1).join(', '), ...values.slice(-1)].filter((part) => part !== '').join(' or ');
}

function schemaOf(error: DefinedError): SchemaPart {
  return error.parentSchema as SchemaPart;
}

function fieldPath({ instancePath }: DefinedError): FieldPath {
  return instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
}

function prune(value: unknown, path: FieldPath, faulty: ReadonlySet<string>): unknown {
  if (faulty.has(renderPath(path))) return undefined;
  if (Array.isArray(value)) return value.map((item, i) => prune(item, [...path, i], faulty));
  if (!isMapping(value)) return value;

  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(given.map(([key, item]) => [key, prune(item, [...path, key], faulty)]));
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}
