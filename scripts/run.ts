import { SpawnSyncReturns, spawnSync } from 'node:child_process';
import * as path from 'node:path';

/** The root of this repository: where every command runs. */
export const ROOT = path.join(__dirname, '..');

/** Runs a command with its output on the terminal; ends this process when the command fails. */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const status = runToTheEnd(command, args, env);
  if (status !== 0) process.exit(status);
}

/** Runs a command with its output on the terminal, and gives its exit code. */
export function runToTheEnd(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): number {
  const { status } = spawnSync(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'inherit' });

  if (status !== 0) console.error(`failed: ${command} ${args.join(' ')}`);
  return status ?? 1;
}

/** Runs a command and gives what it printed; a command that does not exist fails like any other. */
export function tryRun(command: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
