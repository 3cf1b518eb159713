import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { EXAMPLES, synthCommand } from '../test/examples';
import { writeSpecification } from '../test/emulator/specification';
import { ROOT, run, runToTheEnd, tryRun } from './run';

const REQUIREMENTS = path.join(ROOT, 'test', 'requirements.txt');
const VENV = path.join(ROOT, '.venv');
const VENV_PYTHON = path.join(VENV, 'bin', 'python');
const INSTALLED = path.join(VENV, 'requirements.sha256');
const ASSEMBLIES = path.join(ROOT, 'reports', 'assemblies');
const SKIPPED =
  'cfn-lint on the templates, the tests of the Python scripts, the Python binding, and the deployment of every example into an emulated organisation';

verify();

function verify(): void {
  const python = ['python3', 'python'].find(isRecentPython);

  if (python === undefined) {
    console.error(`verify skips ${SKIPPED}: there is no Python 3.10 or later on the path`);
    // Who has no Python may still work on the library; a build server without it has proved nothing.
    process.exitCode = process.env.CI === 'true' ? 1 : 0;
    return;
  }
  createVenv(python);
  run(process.execPath, ['scripts/build-if-stale.mjs']);
  synthesiseExamples();
  writeSpecification();
  // Both run to their end, so that a failure of one does not hide those of the other.
  const failed = [pytest(), emulatedDeployments()].some((status) => status !== 0);
  if (failed) process.exitCode = 1;
}

function pytest(): number {
  const options = ['--quiet', '--numprocesses', 'auto', '--dist', 'loadfile', '--junitxml', 'reports/pytest.xml'];
  return runToTheEnd(VENV_PYTHON, ['-m', 'pytest', 'test/python', ...options]);
}

function emulatedDeployments(): number {
  const jest = ['node_modules/jest/bin/jest.js', '--config', 'test/emulator/jest.config.mjs'];
  return runToTheEnd(process.execPath, [...jest, '--json', '--outputFile=reports/emulator.json']);
}

function isRecentPython(command: string): boolean {
  return tryRun(command, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0;
}

function createVenv(python: string): void {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  const installed = existsSync(INSTALLED) ? readFileSync(INSTALLED, 'utf8') : undefined;
  if (installed === wanted && isRecentPython(VENV_PYTHON)) return;

  console.error('verify installs test/requirements.txt into .venv');
  rmSync(VENV, { recursive: true, force: true });
  run(python, ['-m', 'venv', VENV]);
  // Compiling all of it takes longer than fetching it, and a tenth of it is ever imported.
  const options = ['--quiet', '--disable-pip-version-check', '--no-compile'];
  run(VENV_PYTHON, ['-m', 'pip', 'install', ...options, '--requirement', REQUIREMENTS]);
  writeFileSync(INSTALLED, wanted);
}

function synthesiseExamples(): void {
  rmSync(ASSEMBLIES, { recursive: true, force: true });
  mkdirSync(ASSEMBLIES, { recursive: true });

  for (const example of EXAMPLES) {
    console.error(`verify synthesises examples/${example.name}`);
    const { args, env } = synthCommand(example, path.join(ASSEMBLIES, example.name));
    run(process.execPath, args, env);
  }
}
