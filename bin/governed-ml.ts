#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { App } from 'aws-cdk-lib';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { PlatformFile } from '../lib/description';
import { definePlatform } from './define-platform';
import { renderSummary } from './summary';
import { tellProblems } from './tell-problems';

const USAGE = `usage:
  governed-ml check [file]                     check a description
  governed-ml synth [file] [--output folder]   write the templates of the platform that it describes
  governed-ml preflight [file]                 tell what is done by hand around the first deployment

Without a file it is the one that cdk.json names as context "description", or platform.yaml.
The folder is cdk.out unless it is given.`;

/** What a command does with a description's file and an output folder. */
type Command = (file: string, output: string) => void;

const COMMANDS = new Map<string, Command>([
  ['check', check],
  ['synth', synth],
  ['preflight', preflight],
]);

tellProblems(() => {
  const { command, file, output } = readArguments();

  command(file, output);
});

function help(): void {
  console.log(USAGE);
}

/** Defines the platform too, without writing it: some refusals are known only to the constructs. */
function check(path: string): void {
  const file = PlatformFile.read(path);
  const { teams } = file.description;
  const projects = teams.flatMap((team) => team.projects ?? []);

  definePlatform(newApp(), file);

  console.log(`${path}: no problems (${counted(teams.length, 'team')}, ${counted(projects.length, 'project')})`);
}

function synth(path: string, outdir: string): void {
  const assembly = synthesise(path, outdir);

  if (process.exitCode) return;
  console.log(renderSummary(assembly));
  console.log(`\nThe assembly lies in ${relative(process.cwd(), assembly.directory) || '.'}`);
}

/** What CloudFormation cannot do, in the order in which it is done. */
function preflight(path: string): void {
  const lines = definePlatform(newApp(), PlatformFile.read(path)).preflight();

  console.log(lines.length > 0 ? lines.join('\n') : 'nothing is done by hand: the platform has no organization');
}

function synthesise(path: string, outdir: string): CloudAssembly {
  try {
    progress(`reading ${path}`);
    const file = PlatformFile.read(path);

    progress('defining the platform');
    const app = newApp(outdir);
    definePlatform(app, file);

    progress('writing and checking the templates');
    return app.synth();
  } finally {
    progress('');
  }
}

/** An app with the CDK's feature flags, which the CDK CLI would read from the same file. */
function newApp(outdir?: string): App {
  return new App({ outdir, context: contextOf(join(__dirname, '..', 'cdk.json')), autoSynth: false });
}

/** The file that the CDK app of the current folder reads, so that both commands mean the same platform. */
function defaultFile(): string {
  const path = 'cdk.json';
  const named = existsSync(path) ? contextOf(path).description : undefined;

  return typeof named === 'string' ? named : 'platform.yaml';
}

function contextOf(path: string): Record<string, unknown> {
  const { context = {} } = JSON.parse(readFileSync(path, 'utf8')) as { context?: Record<string, unknown> };

  return context;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Tells what is going on, in one line that the next overwrites; silent when nobody looks. */
function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${what}`);
}

function readArguments(): { command: Command; file: string; output: string } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { output: { type: 'string', default: 'cdk.out' }, help: { type: 'boolean', default: false } },
    });
    if (values.help) return { command: help, file: '', output: '' };
    const [name, file = defaultFile(), ...more] = positionals;
    const command = COMMANDS.get(name ?? '');
    if (command && more.length === 0) return { command, file, output: values.output };
  } catch (error) {
    console.error((error as Error).message);
  }

  console.error(USAGE);
  process.exit(2);
}
