import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Document, parseDocument } from 'yaml';
import { Example } from '../examples';
import { EmulatorProblem } from './emulator-problem';

const ROOT = path.join(__dirname, '..', '..');

/** A copy of an example whose description somebody has edited; the example itself stays as it is. */
export function edited(example: Example, edit: (description: Document) => void): Example {
  if (example.description === undefined) throw new EmulatorProblem(`${example.name} has no description to edit`);

  // An example may use files of another one.
  const folder = mkdtempSync(path.join(tmpdir(), `${example.name}-edited-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(path.join(ROOT, 'examples'), path.join(folder, 'examples'), { recursive: true });
  const file = path.join(folder, example.description);
  const description = parseDocument(readFileSync(file, 'utf8'));
  edit(description);
  writeFileSync(file, description.toString());
  return { ...example, description: file };
}
