import { Document, LineCounter, Node, YAMLMap, isAlias, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import { Problem, SourceLocation } from '../../core';
import { FieldPath, renderPath } from './field-path';

const MALFORMED = 'YamlMalformed';

/** The text that a description was read from: its data, and where in the text each field stands. */
export class YamlSource {
  /** Faults that leave the text without a meaning, at most one a line, because the parser stumbles on after the first. */
  public readonly malformed: readonly Problem[];

  /** Keys that stand twice in one mapping; the data holds the last. */
  public readonly duplicateKeys: readonly Problem[];

  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(
    private readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, {
      lineCounter: this.lines,
      prettyErrors: false,
      uniqueKeys: false,
      merge: true,
      logLevel: 'error',
    });

    const faults = nodesIn(this.document.contents).flatMap((visit) => this.faultsOf(visit));
    this.malformed = firstOfEachLine([...this.syntaxErrors(), ...faults.filter((fault) => fault.code === MALFORMED)]);
    this.duplicateKeys = faults.filter((fault) => fault.code !== MALFORMED);
  }

  /** The data of the text; only for a text that is not malformed. */
  public toData(): unknown {
    return this.document.toJS({ maxAliasCount: -1 });
  }

  /** Where a field's value begins; for a field that is absent, where the nearest mapping or list around it begins. */
  public locate(path: FieldPath): SourceLocation {
    return this.locationOf(this.nodeAt(path).node);
  }

  /** Where a key stands. */
  public locateKey(path: FieldPath): SourceLocation {
    const { node, found } = this.nodeAt(path.slice(0, -1));
    const mapping = this.resolved(node);
    const key = found && isMap(mapping) ? pairOf(mapping, path[path.length - 1])?.key : undefined;

    return isNode(key) ? this.locationOf(key) : this.locate(path);
  }

  /** A scalar as it is written in the text, before YAML made a number of it. */
  public textOf(path: FieldPath): string | undefined {
    const { node, found } = this.nodeAt(path);
    const scalar = this.resolved(node);

    return found && isScalar(scalar) ? scalar.source : undefined;
  }

  private nodeAt(path: FieldPath): { node: unknown; found: boolean } {
    let node: unknown = this.document.contents;
    for (const segment of path) {
      const child = childOf(this.resolved(node), segment);
      if (!isNode(child)) return { node, found: false };
      node = child;
    }
    return { node, found: true };
  }

  private resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.document) : node;
  }

  private locationOf(node: unknown): SourceLocation {
    return this.locationAt((isNode(node) ? node.range?.[0] : undefined) ?? 0);
  }

  private locationAt(offset: number): SourceLocation {
    const { line, col } = this.lines.linePos(offset);

    return { file: this.file, line, column: col };
  }

  private syntaxErrors(): Problem[] {
    return this.document.errors.map(({ code, message, pos }) => {
      const location = this.locationAt(pos[0]);
      if (code === 'MULTIPLE_DOCS') {
        return malformed(location, 'a description is one YAML document', 'remove the line "---" and what follows it');
      }
      const remedy = 'correct the indentation, brackets or quotes here or on the lines above';
      return malformed(location, message.charAt(0).toLowerCase() + message.slice(1), remedy);
    });
  }

  private faultsOf({ node, path, ancestors }: Visit): Problem[] {
    if (isMap(node)) return [...this.duplicatesIn(node, path), ...this.wrongKeysIn(node), ...this.wrongMergesIn(node)];
    if (!isAlias(node)) return [];

    const target = node.resolve(this.document);
    if (target && !ancestors.includes(target)) return [];
    return [
      malformed(
        this.locationOf(node),
        `the alias *${node.source} needs an anchor &${node.source} that ends above it`,
        'define the anchor on an earlier value',
      ),
    ];
  }

  private wrongKeysIn(map: YAMLMap): Problem[] {
    return map.items
      .filter(({ key }) => !isScalar(key))
      .map(({ key }) =>
        malformed(this.locationOf(key), 'a key is a word', 'write the key out, without brackets or alias'),
      );
  }

  private wrongMergesIn(map: YAMLMap): Problem[] {
    const merged = map.items
      .filter(({ key }) => isMergeKey(key))
      .flatMap(({ key, value }) => {
        const source = this.resolved(value);
        return (isSeq(source) ? source.items : [value]).map((item) => ({ key, item }));
      });

    return merged
      .filter(({ item }) => !isMap(this.resolved(item)))
      .map(({ key }) =>
        malformed(
          this.locationOf(key),
          'the key << takes the alias of a mapping, or a list of such',
          'write it as "<<: *anchor"',
        ),
      );
  }

  private duplicatesIn(map: YAMLMap, path: FieldPath): Problem[] {
    const first = new Map<string, SourceLocation>();

    return map.items.flatMap(({ key }) => {
      if (!isScalar(key)) return [];
      const location = this.locationOf(key);
      const name = keyText(key);
      const earlier = first.get(name);
      if (!earlier) {
        first.set(name, location);
        return [];
      }
      return [
        {
          code: 'DuplicateKey',
          path: renderPath([...path, name]),
          got: `stands at line ${location.line}, column ${location.column} and already at line ${earlier.line}, column ${earlier.column}`,
          wanted: 'a key stands once in its mapping',
          remedy: 'remove one of the two',
          location,
        },
      ];
    });
  }
}

/** A node met on the way through a document, with the collections that it stands in. */
interface Visit {
  readonly node: Node;
  readonly path: FieldPath;
  readonly ancestors: readonly Node[];
}

function malformed(location: SourceLocation, wanted: string, remedy: string): Problem {
  return { code: MALFORMED, path: `line ${location.line}`, got: 'cannot be read', wanted, remedy, location };
}

function nodesIn(root: unknown, path: FieldPath = [], ancestors: readonly Node[] = []): Visit[] {
  if (!isNode(root)) return [];

  const below = [...ancestors, root];
  const visit = { node: root, path, ancestors };
  if (isMap(root)) {
    return [visit, ...root.items.flatMap(({ key, value }) => nodesIn(value, [...path, keyText(key)], below))];
  }
  return isSeq(root) ? [visit, ...root.items.flatMap((item, i) => nodesIn(item, [...path, i], below))] : [visit];
}

function childOf(node: unknown, segment: string | number): unknown {
  if (isMap(node)) return pairOf(node, segment)?.value;

  return isSeq(node) && typeof segment === 'number' ? node.items[segment] : undefined;
}

/** The pair that wins: the last, when a key stands twice. */
function pairOf(map: YAMLMap, segment: string | number) {
  return map.items.filter(({ key }) => keyText(key) === String(segment)).at(-1);
}

function keyText(key: unknown): string {
  if (isMergeKey(key)) return '<<';

  return isScalar(key) ? String(key.value) : '';
}

/** The parser gives a merge key a symbol as its value, so that no quoted "<<" is taken for one. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

function firstOfEachLine(problems: readonly Problem[]): Problem[] {
  const lineOf = (problem: Problem) => problem.location?.line ?? 0;
  const ordered = [...problems].sort((a, b) => lineOf(a) - lineOf(b));

  return ordered.filter((problem, i) => i === 0 || lineOf(problem) !== lineOf(ordered[i - 1]));
}
