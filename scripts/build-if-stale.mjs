// Builds the library when it changed after its last build; plain JavaScript, so that it costs nothing when it did not.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const ASSEMBLY = path.join(ROOT, '.jsii');

if (isStale())
  process.exitCode = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;

function isStale() {
  if (!existsSync(ASSEMBLY)) return true;

  const built = statSync(ASSEMBLY).mtimeMs;
  const sources = ['lib', 'bin'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true }).map((file) => path.join(ROOT, folder, file)),
  );
  return sources
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .some((file) => statSync(file).mtimeMs > built);
}
