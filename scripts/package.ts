import { readdirSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { ROOT, run, tryRun } from './run';

const DIST = path.join(ROOT, 'dist');

/** A language of the library, and what a machine needs to build its package rather than to generate its code only. */
interface Language {
  readonly name: string;

  /** Commands that succeed where the toolchain is. */
  readonly toolchain: readonly Command[];

  /** Fetches what the generated project depends on: a registry may lag behind npm. */
  readonly resolve?: Command;

  /** Parses the generated code, where it cannot be compiled. */
  readonly parse?: Command;
}

type Command = readonly [string, ...string[]];

const LANGUAGES: readonly Language[] = [
  { name: 'js', toolchain: [['npm', '--version']] },
  { name: 'python', toolchain: [['python3', '-c', 'import ensurepip, venv']] },
  {
    name: 'java',
    toolchain: [
      ['javac', '--version'],
      ['mvn', '--version'],
    ],
    resolve: ['mvn', '--batch-mode', '--quiet', '--file', 'dist/java/pom.xml', 'dependency:resolve'],
    parse: ['javac', '-proc:none', '-XDshould-stop.ifNoError=PARSE', '-XDshould-stop.ifError=PARSE'],
  },
  { name: 'dotnet', toolchain: [['dotnet', '--version']] },
  {
    name: 'go',
    toolchain: [['go', 'version']],
    resolve: ['go', '-C', 'dist/go/governedml', 'mod', 'download'],
    parse: ['gofmt', '-e', '-l'],
  },
];

packageAll();

function packageAll(): void {
  rmSync(DIST, { recursive: true, force: true });
  run('npm', ['run', '--silent', 'build']);

  const withTools = LANGUAGES.filter(({ toolchain }) => toolchain.every(succeeds));
  const generated = LANGUAGES.filter((language) => language.resolve !== undefined || !withTools.includes(language));
  pacmak(generated, ['--code-only']);

  const built = withTools.filter(({ resolve }) => resolve === undefined || succeeds(resolve));
  for (const { name } of built) rmSync(path.join(DIST, name), { recursive: true, force: true });
  pacmak(built, []);

  for (const language of LANGUAGES) {
    console.log(`${language.name.padEnd(7)} ${built.includes(language) ? 'built' : codeOnly(language, withTools)}`);
  }
}

/** What pacmak says is long, and of no interest unless it fails. */
function pacmak(languages: readonly Language[], options: readonly string[]): void {
  const names = languages.map(({ name }) => name);
  console.error(`packages ${names.join(', ')} ${options.join(' ')}`);

  const { status, stdout, stderr } = tryRun('npx', [
    'jsii-pacmak',
    ...['--outdir', DIST, '--no-npmignore', '--targets', ...names],
    ...options,
  ]);
  if (status !== 0) fail(`${stdout}${stderr}`);
}

function codeOnly(language: Language, withTools: readonly Language[]): string {
  if (!withTools.includes(language)) return 'code only, because its toolchain is not on this machine';

  return `code only, because a package it depends on cannot be fetched; ${parsed(language)}`;
}

function parsed({ name, parse }: Language): string {
  if (parse === undefined) return 'not parsed';

  const [command, ...options] = parse;
  const files = readdirSync(path.join(DIST, name), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(`.${name}`))
    .map((file) => path.join(DIST, name, file));
  const { status, stderr } = tryRun(command, [...options, ...files]);
  if (status !== 0) fail(stderr);
  return `${command} parses its ${files.length} files`;
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}

function succeeds([command, ...args]: Command): boolean {
  return tryRun(command, args).status === 0;
}
