import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { placedSteps } from '../../lib/pipelines/private/rendered-definition';
import { THIRTY_STEPS } from '../pipelines/private/thirty-steps';

const ROOT = path.join(__dirname, '..', '..');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'governed-ml-draw-test-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the drawing of thirty steps names each of them, and its parameters', () => {
  const properties = {
    PipelineName: 'reviews',
    PipelineDefinition: { PipelineDefinitionBody: JSON.stringify(THIRTY_STEPS) },
  };
  const template = { Resources: { Pipeline: { Type: 'AWS::SageMaker::Pipeline', Properties: properties } } };
  writeFileSync(path.join(folder, 'Team.template.json'), JSON.stringify(template));

  const printed = draw(folder, path.join(folder, 'drawings'));

  const svg = readFileSync(path.join(folder, 'drawings', 'Team-reviews.svg'), 'utf8');
  const names = [...placedSteps(THIRTY_STEPS.Steps).map(({ step }) => step.Name), 'MinAccuracy: Float = 0.8'];
  expect(names).toHaveLength(31);
  expect(names.filter((name) => !svg.includes(`>${name}`))).toEqual([]);
  expect(printed).toMatch(/Team-reviews\.svg\n$/);
});

function draw(...args: string[]): string {
  const command = ['--require', 'ts-node/register', path.join('scripts', 'draw.ts'), ...args];

  return execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
}
