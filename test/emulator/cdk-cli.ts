import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Example, synthCommand } from '../examples';
import { Credentials } from './account';
import { EmulatorProblem } from './emulator-problem';

const ROOT = path.join(__dirname, '..', '..');
const CLI = path.join(ROOT, 'node_modules', 'aws-cdk');

/** What can be deployed: an example, which is synthesised in a process of its own, or an app of a test. */
export type Deployable = Example | App;

/** How something is deployed. */
export interface DeployOptions {
  /**
   * Context values of an example beside those of cdk.json.
   *
   * @default - none
   */
  readonly context?: Record<string, unknown>;

  /**
   * The stacks, by the name or pattern that the CLI takes.
   *
   * @default - all
   */
  readonly stacks?: readonly string[];
}

/** What a run of the CLI did. */
export interface Deployment {
  /** The stacks that were made, changed or destroyed, by name. */
  readonly changed: string[];

  /** The stacks that were as they should be. */
  readonly unchanged: string[];
  readonly seconds: number;

  /** Everything that the CLI printed. */
  readonly output: string;
}

/** A deployment that failed: the message is what the CLI told. */
export class DeploymentFailed extends Error {
  public override readonly name = 'DeploymentFailed';

  constructor(
    command: string,
    public readonly exitCode: number,
    public readonly output: string,
  ) {
    super(`cdk ${command} ended with ${exitCode}\n${output}`);
  }
}

/** The pinned CDK CLI, against an emulator. */
export class CdkCli {
  constructor(private readonly endpoint: string) {
    checkVersion(ROOT);
  }

  /** Prepares an environment, as somebody who may do so in its account. */
  public async bootstrap({ account, region }: { account: string; region: string }, as: Credentials): Promise<void> {
    // An account that deploys into another is trusted by it; here everybody deploys from outside.
    await this.cdk(['bootstrap', `aws://${account}/${region}`, '--app', '', '--no-notices'], {
      ...environmentOf(as),
      AWS_REGION: region,
    });
  }

  public deploy(what: Deployable, options: DeployOptions): Promise<Deployment> {
    return this.withAssembly('deploy', ['--require-approval', 'never', '--progress', 'events'], what, options);
  }

  public destroy(what: Deployable, options: DeployOptions): Promise<Deployment> {
    return this.withAssembly('destroy', ['--force'], what, options);
  }

  private async withAssembly(
    verb: 'deploy' | 'destroy',
    flags: readonly string[],
    what: Deployable,
    { context = {}, stacks = ['--all'] }: DeployOptions,
  ): Promise<Deployment> {
    const start = Date.now();
    const assembly = what instanceof App ? what.synth().directory : await synthesise(what, context);
    try {
      const output = await this.cdk([verb, ...stacks, '--app', assembly, ...flags, '--no-notices'], {});
      return { ...outcomeOf(output), seconds: (Date.now() - start) / 1000, output };
    } finally {
      rmSync(assembly, { recursive: true, force: true });
    }
  }

  private async cdk(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
    const { status, output } = await runNode([path.join(CLI, 'bin', 'cdk'), ...args], {
      ...environmentOf({ accessKeyId: 'emulator', secretAccessKey: 'emulator', sessionToken: 'emulator' }),
      AWS_REGION: 'us-east-1',
      ...env,
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      NO_COLOR: '1',
      CI: 'true',
    });

    if (status !== 0) throw new DeploymentFailed(args[0], status, output);
    return output;
  }
}

/** Refuses a CLI that is not the one which a repository pins. */
export function checkVersion(repository: string): void {
  const cli = path.join(repository, 'node_modules', 'aws-cdk', 'package.json');
  const installed = versionIn(cli, ({ version }) => version);
  const pinned = versionIn(path.join(repository, 'package.json'), ({ devDependencies }) => devDependencies['aws-cdk']);

  if (installed !== pinned) {
    throw new EmulatorProblem(`the CDK CLI is ${installed}, this repository pins ${pinned}: run \`npm ci\``);
  }
}

interface PackageFile {
  readonly version: string;
  readonly devDependencies: Record<string, string>;
}

function versionIn(file: string, pick: (content: PackageFile) => string): string {
  return pick(JSON.parse(readFileSync(file, 'utf8')) as PackageFile);
}

async function synthesise(example: Example, context: Record<string, unknown>): Promise<string> {
  const outdir = mkdtempSync(path.join(tmpdir(), `${example.name}-`));
  const { args, env } = synthCommand(example, outdir);
  const values = { ...(JSON.parse(env.CDK_CONTEXT_JSON) as object), ...context };
  const { status, output } = await runNode(args, {
    ...env,
    CDK_CONTEXT_JSON: JSON.stringify(values),
    // The examples are validated by tests of their own.
    CDK_VALIDATION: 'false',
  });

  if (status !== 0) throw new DeploymentFailed(`synth of ${example.name}`, status, output);
  return outdir;
}

function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...withoutAws(process.env), ...env } });
    const said: string[] = [];

    child.stdout.on('data', (data: Buffer) => said.push(data.toString()));
    child.stderr.on('data', (data: Buffer) => said.push(data.toString()));
    child.on('close', (status) => resolve({ status: status ?? 1, output: said.join('') }));
  });
}

/** An environment without what its user has set for AWS: a profile or a region of theirs must not matter here. */
export function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));
}

function environmentOf({ accessKeyId, secretAccessKey, sessionToken }: Credentials): NodeJS.ProcessEnv {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

/** Reads the lines `✅  path (stack)`, with `: destroyed` or ` (no changes)` behind, which the CLI prints for each stack. */
function outcomeOf(output: string): Pick<Deployment, 'changed' | 'unchanged'> {
  const outcomes = [...output.matchAll(/✅ {2}(\S+)(?: \((\S+)\))?(: destroyed| \(no changes\))?$/gm)];
  const stacks = outcomes.map(([, path, name = path, how]) => ({ name, isUnchanged: how === ' (no changes)' }));

  return {
    changed: stacks.filter(({ isUnchanged }) => !isUnchanged).map(({ name }) => name),
    unchanged: stacks.filter(({ isUnchanged }) => isUnchanged).map(({ name }) => name),
  };
}
