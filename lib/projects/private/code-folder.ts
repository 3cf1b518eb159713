import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problems } from '../../core';

const SCRIPTS = ['preprocess.py', 'evaluate.py'];
const CONFIGURATION = 'training.json';

/** Checks that a project's folder holds its scripts, and reads the hyperparameters that lie beside them. */
export function readCodeFolder(problems: Problems, codeFolder: string): Record<string, string> {
  for (const name of SCRIPTS) checkFile(problems, join(codeFolder, name));

  const file = join(codeFolder, CONFIGURATION);
  return checkFile(problems, file) ? readHyperparameters(problems, file) : {};
}

function checkFile(problems: Problems, file: string): boolean {
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return true;

  problems.add({
    code: 'ProjectFileMissing',
    path: file,
    got: 'is no file',
    wanted: `the folder of a project holds ${[...SCRIPTS, CONFIGURATION].join(', ')}`,
    remedy: 'add it, or correct codeFolder',
  });
  return false;
}

function readHyperparameters(problems: Problems, file: string): Record<string, string> {
  const hyperparameters = parse(problems, file);
  const wrong = Object.entries(hyperparameters).filter(([, value]) => typeof value !== 'string');

  for (const [name, value] of wrong) {
    problems.add({
      code: 'HyperparameterNotText',
      path: `${file} hyperparameters.${name}`,
      got: `is ${JSON.stringify(value)}`,
      wanted: 'SageMaker takes hyperparameters as text',
      remedy: isPlain(value) ? `write ${JSON.stringify(String(value))}` : 'write it as text in quotes',
    });
  }
  return hyperparameters as Record<string, string>;
}

function parse(problems: Problems, file: string): Record<string, unknown> {
  const malformed = (got: string, wanted: string): Record<string, unknown> => {
    problems.add({
      code: 'TrainingConfigurationMalformed',
      path: file,
      got,
      wanted,
      remedy: 'write it as { "hyperparameters": { "num_round": "50" } }',
    });
    return {};
  };

  try {
    const configuration: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const hyperparameters = isObject(configuration) ? configuration.hyperparameters : undefined;
    return isObject(hyperparameters)
      ? hyperparameters
      : malformed('has no object "hyperparameters"', 'a training configuration is a JSON object with that one');
  } catch (error) {
    return malformed('is no JSON', `it cannot be read (${(error as Error).message})`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}
