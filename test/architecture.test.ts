import { readFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import {
  LockedPackages,
  RepositoryFile,
  bannedNames,
  circularImports,
  copyleftPackages,
  importedPackages,
  importsBetweenCapabilities,
  importsOfPrivateFiles,
  importsPastTheDoor,
  importsPastTheIndex,
  outwardImports,
  undeclaredImports,
  untestedFiles,
} from './architecture-rules';

const root = path.join(__dirname, '..');
const paths = ['lib', 'bin', 'examples', 'scripts', 'test'].flatMap(pathsBelow);
const files = paths
  .filter((file) => /^(lib|bin|examples)\//.test(file) && file.endsWith('.ts'))
  .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));
const { dependencies, peerDependencies } = readJson('package.json') as Record<string, Record<string, string>>;
const declared = Object.keys({ ...dependencies, ...peerDependencies });
const locked = readJson('package-lock.json').packages as LockedPackages;

describe('core <- description <- capabilities <- projects <- platform <- bin, examples', () => {
  test('nobody imports a ring further out', () => {
    expect(outwardImports(files)).toEqual([]);
  });

  test.each([
    ['core', 'description', 'core may not know description'],
    ['core', 'registry', 'core may not know capabilities'],
    ['description', 'registry', 'description may not know capabilities'],
    ['registry', 'projects', 'capabilities may not know projects'],
    ['projects', 'platform', 'projects may not know platform'],
  ])('that %s imports %s is reported', (importer, target, reason) => {
    const tree = [
      file(`lib/${importer}/a.ts`, `import { B } from '../${target}';`),
      file(`lib/${target}/index.ts`, ''),
    ];

    const violations = outwardImports(tree);

    expect(violations).toEqual([`lib/${importer}/a.ts:1 imports '../${target}': ${reason}`]);
  });

  test.each([
    ['lib/platform/a.ts', '..', 'platform may not know the library index'],
    ['lib/platform/a.ts', 'governed-ml', 'platform may not know the library index'],
    ['lib/core/a.ts', '../../bin/app', 'core may not know bin and examples'],
  ])('that %s imports %s is reported', (importer, specifier, reason) => {
    const tree = [
      file(importer, `import { B } from '${specifier}';`),
      file('lib/index.ts', ''),
      file('bin/app.ts', ''),
    ];

    const violations = outwardImports(tree);

    expect(violations).toEqual([`${importer}:1 imports '${specifier}': ${reason}`]);
  });
});

describe('a capability never imports another capability', () => {
  test('here', () => {
    expect(importsBetweenCapabilities(files)).toEqual([]);
  });

  test.each([
    "import { B } from '../studio';",
    "import type { B } from '../studio';",
    "import B = require('../studio');",
    "export * from '../studio';",
    "export * as studio from '../studio';",
    "export type { B } from '../studio';",
    "export const b = import('../studio');",
    "export const b = require('../studio');",
    "export type B = import('../studio').B;",
  ])('and is reported when it does: %s', (text) => {
    const tree = [file('lib/registry/a.ts', `\n${text}`), file('lib/studio/index.ts', '')];

    const violations = importsBetweenCapabilities(tree);

    expect(violations).toEqual(["lib/registry/a.ts:2 imports '../studio': one capability may not know another"]);
  });
});

describe('what has a single door is imported there alone', () => {
  test('here', () => {
    expect(importsPastTheDoor(files)).toEqual([]);
  });

  test.each([
    ['cdk-nag', 'lib/governance/'],
    ['@aws-cdk/aws-sagemaker-alpha', 'lib/deployment/'],
    ['aws-cdk-lib/core/lib/errors', 'lib/core/errors.ts'],
    ['constructs/lib/construct', 'lib/core/errors.ts'],
  ])('and is reported when %s is imported elsewhere than in %s', (specifier, door) => {
    const tree = [file('lib/registry/a.ts', `import { B } from '${specifier}';`)];

    const violations = importsPastTheDoor(tree);

    expect(violations).toEqual([`lib/registry/a.ts:1 imports '${specifier}': only ${door} may`]);
  });

  test('while the door itself stands open', () => {
    const tree = [
      file('lib/governance/a.ts', "import { NagPack } from 'cdk-nag';"),
      file('lib/core/errors.ts', "import { ValidationError } from 'aws-cdk-lib/core/lib/errors';"),
      file('lib/registry/a.ts', "import * as kms from 'aws-cdk-lib/aws-kms';"),
    ];

    const violations = importsPastTheDoor(tree);

    expect(violations).toEqual([]);
  });
});

describe('inside a folder the sibling file is imported, across folders the folder', () => {
  test('here', () => {
    expect(importsPastTheIndex(files)).toEqual([]);
  });

  test.each([
    ['lib/registry/a.ts', '.', 'import the sibling file, not the own index'],
    ['lib/registry/a.ts', '../core/names', 'import the folder, not a file in it'],
    ['lib/registry/a.ts', '../core/index', 'name the folder, not its index'],
    ['lib/index.ts', './registry/b', 'import the folder, not a file in it'],
    ['bin/app.ts', '../lib/registry/b', 'import the folder, not a file in it'],
    ['examples/reference/app.ts', '../../lib/registry/b', 'import the folder, not a file in it'],
  ])('and it is reported when %s imports %s', (importer, specifier, reason) => {
    const tree = [
      file('lib/core/index.ts', ''),
      file('lib/core/names.ts', ''),
      file('lib/registry/index.ts', ''),
      file('lib/registry/b.ts', ''),
      file(importer, `import { B } from '${specifier}';`),
    ];

    const violations = importsPastTheIndex(tree);

    expect(violations).toEqual([`${importer}:1 imports '${specifier}': ${reason}`]);
  });
});

describe('what lies in private/ is known to the folder around it', () => {
  test('here', () => {
    expect(importsOfPrivateFiles(files)).toEqual([]);
  });

  test('and it is reported when another folder imports it', () => {
    const tree = [
      file('lib/platform/a.ts', "import { B } from '../registry/private/b';"),
      file('lib/registry/a.ts', "import { B } from './private/b';"),
      file('lib/registry/private/b.ts', ''),
    ];

    const violations = importsOfPrivateFiles(tree);

    expect(violations).toEqual(["lib/platform/a.ts:1 imports '../registry/private/b': it is private to lib/registry"]);
  });
});

describe('no file imports itself in a circle', () => {
  test('here', () => {
    expect(circularImports(files)).toEqual([]);
  });

  test('and it is reported when one does, though only for a type', () => {
    const tree = [
      file('lib/core/a.ts', "import { B } from './b';"),
      file('lib/core/b.ts', "import type { C } from './c';"),
      file('lib/core/c.ts', "export * from './b';"),
    ];

    const violations = circularImports(tree);

    expect(violations).toEqual(['lib/core/b.ts -> lib/core/c.ts -> lib/core/b.ts']);
  });
});

describe('the library stands on its declared packages and on Node', () => {
  test('here', () => {
    expect(undeclaredImports(files, declared)).toEqual([]);
  });

  test('and declares nothing but four peers and the two packages of the description reader', () => {
    const peers = ['@aws-cdk/aws-sagemaker-alpha', 'aws-cdk-lib', 'cdk-nag', 'constructs'];

    expect(declared.sort()).toEqual([...peers, 'ajv', 'yaml'].sort());
  });

  test.each(['lodash', 'fs', '@aws-sdk/client-s3'])('and it is reported when it imports %s', (specifier) => {
    const tree = [
      file('lib/core/a.ts', `import * as b from '${specifier}';`),
      file('lib/core/b.ts', "import 'node:fs';"),
    ];

    const violations = undeclaredImports(tree, declared);

    expect(violations).toEqual([
      `lib/core/a.ts:1 imports '${specifier}': package.json declares neither a dependency nor a peer of that name`,
    ]);
  });

  test('while the handlers of a capability find the AWS SDK in their runtime and statistics in their bundle, and nothing else', () => {
    const tree = [
      file(
        'lib/registry/handlers/list-groups/index.ts',
        "import '@aws-sdk/client-sagemaker';\nimport 'lodash';\nimport '@stdlib/random-base-beta';",
      ),
      file('lib/registry/handlers.ts', "import '@aws-sdk/client-sagemaker';"),
    ];

    const violations = undeclaredImports(tree, declared);

    const reason = 'package.json declares neither a dependency nor a peer of that name';
    expect(violations).toEqual([
      `lib/registry/handlers/list-groups/index.ts:2 imports 'lodash': ${reason}`,
      `lib/registry/handlers.ts:1 imports '@aws-sdk/client-sagemaker': ${reason}`,
    ]);
  });
});

describe('no package that we ship or build on is under a licence that binds our users', () => {
  test('here', () => {
    expect(copyleftPackages([...declared, ...importedPackages(files)], locked)).toEqual([]);
  });

  test('nor is one that leaves the choice', () => {
    const lock = { 'node_modules/yaml': { license: '(MIT OR GPL-3.0-or-later)' } };

    expect(copyleftPackages(['yaml'], lock)).toEqual([]);
  });

  test('and it is reported when one is, however deep', () => {
    const lock = {
      'node_modules/yaml': { license: 'ISC', dependencies: { outer: '1' } },
      'node_modules/outer': { license: 'MIT', peerDependencies: { inner: '1' } },
      'node_modules/outer/node_modules/inner': { license: 'AGPL-3.0-or-later' },
    };

    const violations = copyleftPackages(['yaml'], lock);

    expect(violations).toEqual(['node_modules/outer/node_modules/inner is under AGPL-3.0-or-later']);
  });
});

describe('every name has a home', () => {
  test('here', () => {
    expect(bannedNames(paths)).toEqual([]);
  });

  test.each([
    ['lib/utils/names.ts', 'no folder is called utils'],
    ['lib/registry/types/group.ts', 'no folder is called types'],
    ['lib/registry/group-props.ts', 'no file ends in -props'],
    ['test/registry-helper.ts', 'no file ends in -helper'],
    ['lib/studio/profile-manager.ts', 'no file ends in -manager'],
  ])('and it is reported when it has not: %s', (name, reason) => {
    expect(bannedNames([name])).toEqual([`${name}: ${reason}`]);
  });
});

describe('every file in which something can go wrong has its test file', () => {
  test('here', () => {
    expect(untestedFiles(files, paths)).toEqual([]);
  });

  test('and it is reported when it has not', () => {
    const tree = [file('lib/registry/group.ts', 'export function check(): void {}')];

    const violations = untestedFiles(tree, ['test/core/group.test.ts']);

    expect(violations).toEqual(['test/registry/group.test.ts is missing']);
  });

  test.each([
    ['lib/registry/index.ts', "export * from './group';"],
    ['lib/registry/group-description.ts', 'export interface Group { name(): string }\nexport enum Kind { A = "a" }'],
    ['lib/registry/perms.ts', "export const READ = ['sagemaker:Describe*'] as const;"],
    ['lib/registry/handlers/list-groups/index.ts', 'export function handler(): void {}'],
  ])('while %s needs none', (name, text) => {
    expect(untestedFiles([file(name, text)], [])).toEqual([]);
  });
});

function file(name: string, text: string): RepositoryFile {
  return { path: name, text };
}

function pathsBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((name) => !/\.(js|d\.ts)$/.test(name) && !/(^|\/)(node_modules|cdk\.out|__pycache__)\//.test(name));
}

function readJson(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(root, name), 'utf8')) as Record<string, unknown>;
}
