import * as path from 'node:path';
import * as ts from 'typescript';

/** A file of the repository: its path from the root, with forward slashes, and its text. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** The packages that a lock file knows, by their path in it. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

export interface LockedPackage {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** One import: `import`, `export … from`, `import type`, `import(…)` or `require(…)`. */
interface Import {
  readonly importer: string;
  readonly line: number;
  readonly specifier: string;
  /** Path of the imported file, when it is one of ours. */
  readonly target?: string;
}

const PACKAGE_NAME = 'governed-ml';
const LIBRARY_INDEX = 'lib/index.ts';

/** From the inside out; a folder of lib/ that is not named here is a capability. */
const RINGS = ['core', 'description', 'capabilities', 'projects', 'platform', 'the library index', 'bin and examples'];
const CAPABILITIES = RINGS.indexOf('capabilities');

/** Packages that one folder alone may import. */
const SINGLE_DOORS: Readonly<Record<string, string>> = {
  'cdk-nag': 'lib/governance/',
  '@aws-cdk/aws-sagemaker-alpha': 'lib/deployment/',
};
const INTERNALS_DOOR = 'lib/core/errors.ts';

/** What handlers import besides: Lambda's runtime brings the SDK along, and the build bundles the statistics. */
const HANDLER_PACKAGES = /^@(aws-sdk|stdlib)\//;
const HANDLERS = /^lib\/[^/]+\/handlers\//;

const BANNED_FOLDERS = ['common', 'utils', 'helpers', 'types', 'shared'];
const BANNED_ENDINGS = ['-props', '-helper', '-manager'];

/** `core <- description <- capabilities <- projects <- platform <- bin, examples`: nobody imports a ring further out. */
export function outwardImports(files: readonly RepositoryFile[]): string[] {
  return importsOf(files).flatMap((found) => {
    const target = found.target === undefined ? undefined : ringOf(found.target);
    const own = ringOf(found.importer);
    if (target === undefined || own === undefined || target <= own) return [];

    return [`${told(found)}: ${RINGS[own]} may not know ${RINGS[target]}`];
  });
}

/** What a capability needs from its neighbour arrives in its props. */
export function importsBetweenCapabilities(files: readonly RepositoryFile[]): string[] {
  return importsOf(files).flatMap((found) => {
    if (ringOf(found.importer) !== CAPABILITIES || found.target === undefined) return [];
    if (ringOf(found.target) !== CAPABILITIES || folderOf(found.target) === folderOf(found.importer)) return [];

    return [`${told(found)}: one capability may not know another`];
  });
}

/** A package with a single door is imported there alone, and CDK's internals in one file. */
export function importsPastTheDoor(files: readonly RepositoryFile[]): string[] {
  return importsOf(files).flatMap((found) => {
    if (found.target !== undefined) return [];

    const door = doorOf(found.specifier);
    return door === undefined || found.importer.startsWith(door) ? [] : [`${told(found)}: only ${door} may`];
  });
}

/** Inside a folder the sibling file is imported, across folders the folder. */
export function importsPastTheIndex(files: readonly RepositoryFile[]): string[] {
  return importsOf(files).flatMap((found) => {
    if (!found.target?.startsWith('lib/')) return [];

    const [own, target] = [folderOf(found.importer), folderOf(found.target)];
    const index = `${target}/index.ts`;
    if (own === target && found.target === index) return [`${told(found)}: import the sibling file, not the own index`];
    if (own !== target && found.target !== index) return [`${told(found)}: import the folder, not a file in it`];
    if (found.specifier.endsWith('/index')) return [`${told(found)}: name the folder, not its index`];
    return [];
  });
}

/** What lies in `private/` is known to the folder around it. */
export function importsOfPrivateFiles(files: readonly RepositoryFile[]): string[] {
  return importsOf(files).flatMap((found) => {
    const [owner, inside] = found.target?.split('/private/') ?? [];
    if (inside === undefined || found.importer.startsWith(`${owner}/`)) return [];

    return [`${told(found)}: it is private to ${owner}`];
  });
}

/** Files that import each other in a circle, `import type` included; each circle once. */
export function circularImports(files: readonly RepositoryFile[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { importer, target } of importsOf(files)) {
    if (target !== undefined) targets.set(importer, [...(targets.get(importer) ?? []), target]);
  }

  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
    if (trail.includes(file) || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return circles;
}

/**
 * lib/ and bin/ stand on the declared packages and on Node, whose modules carry the prefix `node:`; the Lambda handlers of a
 * capability on the AWS SDK and on statistics as well.
 */
export function undeclaredImports(files: readonly RepositoryFile[], declared: readonly string[]): string[] {
  return importsOf(files).flatMap((found) => {
    if (found.target !== undefined || !/^(lib|bin)\//.test(found.importer)) return [];
    if (found.specifier.startsWith('node:') || declared.includes(packageOf(found.specifier))) return [];
    if (HANDLERS.test(found.importer) && HANDLER_PACKAGES.test(found.specifier)) return [];

    return [`${told(found)}: package.json declares neither a dependency nor a peer of that name`];
  });
}

/** Packages under a licence that would bind our users, among the given ones and everything they bring along. */
export function copyleftPackages(names: readonly string[], locked: LockedPackages): string[] {
  const reached = new Set<string>();
  const reach = (name: string, from: string): void => {
    const found = lockedPath(name, from, locked);
    if (found === undefined || reached.has(found)) return;
    reached.add(found);
    const { dependencies, peerDependencies } = locked[found];
    for (const next of Object.keys({ ...dependencies, ...peerDependencies })) reach(next, found);
  };
  for (const name of names) reach(name, '');

  return [...reached]
    .filter((found) => (locked[found].license ?? '').split(' OR ').every((choice) => choice.includes('GPL')))
    .map((found) => `${found} is under ${locked[found].license}`);
}

/** Names of packages that the files import. */
export function importedPackages(files: readonly RepositoryFile[]): string[] {
  const specifiers = importsOf(files).flatMap(({ specifier, target }) => (target === undefined ? [specifier] : []));

  return [...new Set(specifiers.filter((specifier) => !specifier.startsWith('node:')).map(packageOf))].sort();
}

/** If a thing has no home, its name is not yet right. */
export function bannedNames(paths: readonly string[]): string[] {
  return paths.flatMap((file) => {
    const folder = file
      .split('/')
      .slice(0, -1)
      .find((segment) => BANNED_FOLDERS.includes(segment));
    if (folder !== undefined) return [`${file}: no folder is called ${folder}`];

    const ending = BANNED_ENDINGS.find((banned) => path.posix.parse(file).name.endsWith(banned));
    return ending === undefined ? [] : [`${file}: no file ends in ${ending}`];
  });
}

/** `test/<folder>/<file>.test.ts` for each `lib/<folder>/<file>.ts` in which something can go wrong. */
export function untestedFiles(files: readonly RepositoryFile[], tests: readonly string[]): string[] {
  return files
    .filter((file) => file.path.startsWith('lib/') && !file.path.includes('/handlers/'))
    .filter((file) => path.posix.basename(file.path) !== 'index.ts' && hasBehaviour(file))
    .map((file) => file.path.replace(/^lib\//, 'test/').replace(/\.ts$/, '.test.ts'))
    .filter((test) => !tests.includes(test))
    .map((test) => `${test} is missing`);
}

/** Every rule asks for the imports of the same tree, and reading them is what takes time. */
const knownImports = new WeakMap<readonly RepositoryFile[], Import[]>();

function importsOf(files: readonly RepositoryFile[]): Import[] {
  const known = knownImports.get(files);
  if (known !== undefined) return known;

  const paths = new Set(files.map((file) => file.path));
  const found = files.flatMap((file) => importsIn(file, paths));
  knownImports.set(files, found);
  return found;
}

function importsIn(file: RepositoryFile, paths: ReadonlySet<string>): Import[] {
  const source = parse(file);
  const found: Import[] = [];

  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) {
      const line = source.getLineAndCharacterOfPosition(specifier.getStart(source)).line + 1;
      const target = targetOf(file.path, specifier.text, paths);
      found.push({ importer: file.path, line, specifier: specifier.text, target });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  const specifier = specifierNodeOf(node);

  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

function specifierNodeOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  if (!ts.isCallExpression(node)) return undefined;

  const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require';
  return loads ? node.arguments[0] : undefined;
}

function targetOf(importer: string, specifier: string, paths: ReadonlySet<string>): string | undefined {
  if (specifier === PACKAGE_NAME) return LIBRARY_INDEX;
  if (!specifier.startsWith('.')) return undefined;

  const target = path.posix.join(path.posix.dirname(importer), specifier);
  return [`${target}.ts`, `${target}/index.ts`].find((candidate) => paths.has(candidate)) ?? target;
}

function ringOf(file: string): number | undefined {
  if (/^(bin|examples)\//.test(file)) return RINGS.indexOf('bin and examples');
  if (file === LIBRARY_INDEX) return RINGS.indexOf('the library index');

  const folder = /^lib\/([^/]+)\//.exec(file)?.[1];
  if (folder === undefined) return undefined;
  return RINGS.includes(folder) ? RINGS.indexOf(folder) : CAPABILITIES;
}

function folderOf(file: string): string {
  return file
    .split('/')
    .slice(0, file === LIBRARY_INDEX ? 1 : 2)
    .join('/');
}

function doorOf(specifier: string): string | undefined {
  const name = packageOf(specifier);

  return specifier.startsWith(`${name}/`) && specifier.includes('/lib/') ? INTERNALS_DOOR : SINGLE_DOORS[name];
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function lockedPath(name: string, from: string, locked: LockedPackages): string | undefined {
  const nested = `${from}${from === '' ? '' : '/'}node_modules/${name}`;
  if (nested in locked) return nested;

  return from === '' ? undefined : lockedPath(name, from.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, ''), locked);
}

function hasBehaviour(file: RepositoryFile): boolean {
  const behaves = (node: ts.Node): boolean =>
    ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isNewExpression(node) || ts.isCallExpression(node);
  const visit = (node: ts.Node): boolean =>
    !ts.isInterfaceDeclaration(node) &&
    !ts.isTypeAliasDeclaration(node) &&
    (behaves(node) || ts.forEachChild(node, visit) === true);

  return visit(parse(file));
}

function parse(file: RepositoryFile): ts.SourceFile {
  return ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
}

function told({ importer, line, specifier }: Import): string {
  return `${importer}:${line} imports '${specifier}'`;
}
