import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problems, renderProblem } from '../../../lib/core';
import { readCodeFolder } from '../../../lib/projects/private/code-folder';

const REMEDY = 'write it as { "hyperparameters": { "num_round": "50" } }';

let folder: string;
let configuration: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'project-'));
  configuration = join(folder, 'training.json');
  for (const script of ['preprocess.py', 'evaluate.py']) writeFileSync(join(folder, script), '');
  writeFileSync(configuration, '{ "hyperparameters": { "num_round": "50", "eta": "0.2" } }');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the hyperparameters of a complete folder are read', () => {
  const { hyperparameters, told } = read();

  expect(hyperparameters).toEqual({ num_round: '50', eta: '0.2' });
  expect(told).toEqual([]);
});

test('an algorithm may keep all of its own hyperparameters', () => {
  writeFileSync(configuration, '{ "hyperparameters": {} }');

  expect(read()).toEqual({ hyperparameters: {}, told: [] });
});

test('each file that is missing is named', () => {
  rmSync(folder, { recursive: true });
  mkdirSync(join(folder, 'preprocess.py'), { recursive: true });

  expect(read().told).toEqual(
    ['preprocess.py', 'evaluate.py', 'training.json'].map(
      (file) =>
        `ProjectFileMissing: ${join(folder, file)} is no file, the folder of a project holds preprocess.py, evaluate.py, training.json; add it, or correct codeFolder`,
    ),
  );
});

test.each(['', '{ hyperparameters: {} }', '{ "hyperparameters": { "eta": "0.2", } }'])('%j is no JSON', (text) => {
  writeFileSync(configuration, text);

  expect(read()).toEqual({
    hyperparameters: {},
    told: [
      `TrainingConfigurationMalformed: ${configuration} is no JSON, it cannot be read (${faultOf(text)}); ${REMEDY}`,
    ],
  });
});

test.each(['{}', '[]', 'null', '"num_round"', '{ "hyperparameters": null }', '{ "hyperparameters": ["50"] }'])(
  '%s holds no hyperparameters',
  (text) => {
    writeFileSync(configuration, text);

    expect(read()).toEqual({
      hyperparameters: {},
      told: [
        `TrainingConfigurationMalformed: ${configuration} has no object "hyperparameters", a training configuration is a JSON object with that one; ${REMEDY}`,
      ],
    });
  },
);

test('each hyperparameter that is no text is named with the text to write', () => {
  writeFileSync(
    configuration,
    '{ "hyperparameters": { "num_round": 50, "eta": "0.2", "silent": true, "gamma": null, "nested": { "a": "b" } } }',
  );

  const { told } = read();

  expect(told).toEqual(
    [
      'num_round is 50, SageMaker takes hyperparameters as text; write "50"',
      'silent is true, SageMaker takes hyperparameters as text; write "true"',
      'gamma is null, SageMaker takes hyperparameters as text; write it as text in quotes',
      'nested is {"a":"b"}, SageMaker takes hyperparameters as text; write it as text in quotes',
    ].map((fault) => `HyperparameterNotText: ${configuration} hyperparameters.${fault}`),
  );
});

function read(): { hyperparameters: Record<string, string>; told: string[] } {
  const problems = new Problems();

  const hyperparameters = readCodeFolder(problems, folder);

  return { hyperparameters, told: problems.all.map(renderProblem) };
}

/** What Node says about the text; its words differ between versions. */
function faultOf(text: string): string {
  try {
    JSON.parse(text);
    return 'no fault';
  } catch (error) {
    return (error as Error).message;
  }
}
