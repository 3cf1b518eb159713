import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Problems } from '../lib/core';
import {
  Condition,
  ConditionStep,
  ContainerImage,
  FailStep,
  Pipeline,
  PipelineDefinition,
  PipelineDefinitionProps,
  PipelineParameter,
  PipelineStep,
  ProcessingInput,
  ProcessingOutput,
  ProcessingStep,
  TrainingChannel,
  TrainingStep,
} from '../lib/pipelines';
import { environmentIn } from '../test/pipelines/definitions';
import { exponent } from './growth';

const STEPS = 200;
const STEPS_A_ROUND = 5;
const RENDERINGS = 41;
const SYNTHS = 3;
const COUNTS = [25, 50, 100, 200];
const PIPELINES_A_STACK = 25;

// The time of CloudFormation's validation depends on templates, not on pipelines.
process.env.CDK_VALIDATION = 'false';

bench();

/** Prints how long a large definition takes, and how the time of synth grows with the number of pipelines. */
function bench(): void {
  console.log(`rendering and checking a definition of ${STEPS} steps: ${milliseconds(renderedAndChecked())}`);

  synthesised(COUNTS[0]);
  const times = COUNTS.map((count) => median(Array.from({ length: SYNTHS }, () => synthesised(count))));
  console.log(`synthesising pipelines of ${STEPS_A_ROUND * 2} steps; medians of ${SYNTHS}`);
  COUNTS.forEach((count, i) => console.log(`${String(count).padStart(5)} pipelines: ${milliseconds(times[i])}`));
  console.log(`time grows with the number of pipelines to the power of ${exponent(COUNTS, times).toFixed(2)}`);
}

function renderedAndChecked(): number {
  const stack = stackIn(new App());
  const props = { pipelineName: 'large', ...rounds(STEPS / STEPS_A_ROUND), environment: environmentIn(stack) };

  return median(Array.from({ length: RENDERINGS }, () => timeOf(() => checked(stack, props))));
}

function checked(stack: Stack, props: PipelineDefinitionProps & { pipelineName: string }): void {
  const problems = new Problems();
  const definition = PipelineDefinition._of(stack, props);

  definition._check(problems);
  stack.resolve(definition.toJson());
  problems.throwIfAny();
}

function synthesised(count: number): number {
  const outdir = mkdtempSync(path.join(tmpdir(), 'governed-ml-bench-'));
  try {
    return timeOf(() => {
      const app = new App({ outdir });
      for (let first = 0; first < count; first += PIPELINES_A_STACK) {
        const stack = stackIn(app, first);
        const environment = environmentIn(stack);
        for (let i = first; i < Math.min(first + PIPELINES_A_STACK, count); i++) {
          new Pipeline(stack, `Pipeline${i}`, { pipelineName: `pipeline-${i}`, environment, ...rounds(2) });
        }
      }
      app.synth();
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Rounds of five steps, each round after the one before: prepare, train, evaluate, decide, and stop above the limit. */
function rounds(count: number): { steps: PipelineStep[]; parameters: PipelineParameter[] } {
  const limit = PipelineParameter.ofFloat('Limit', { defaultValue: 6 });
  const steps: PipelineStep[] = [];

  for (let i = 0; i < count; i++) {
    const prepare = processing(`Prepare${i}`, ['s3://acme-data/raw']);
    const train = new TrainingStep(`Train${i}`, {
      image: ContainerImage.xgboost('3.2-0'),
      channels: [TrainingChannel.fromS3('train', prepare.output('result').asString)],
      hyperparameters: { objective: 'reg:squarederror', num_round: '50' },
      outputS3Uri: 's3://acme-data/models',
    });
    const evaluate = processing(`Evaluate${i}`, [train.properties.modelArtifacts.asString]);
    const decide = new ConditionStep(`Decide${i}`, {
      conditions: [
        Condition.lessThanOrEqualTo(evaluate.propertyFileValue('Report', 'mse.value').asNumber, limit.asNumber),
      ],
      ifSteps: [],
      elseSteps: [new FailStep(`Stop${i}`, { message: `the error is above ${limit.asString}` })],
    });
    prepare.dependsOn(...steps.slice(-1));
    steps.push(prepare, train, evaluate, decide);
  }

  return { steps, parameters: [limit] };
}

function processing(name: string, sources: readonly string[]): ProcessingStep {
  return new ProcessingStep(name, {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', '/opt/ml/processing/code/run.py'],
    inputs: sources.map((source, i) => ProcessingInput.fromS3(`input${i}`, source)),
    outputs: [ProcessingOutput.toS3('result', `s3://acme-data/${name}`)],
    propertyFiles: [{ fileName: 'Report', outputName: 'result', filePath: 'report.json' }],
  });
}

function stackIn(app: App, number = 0): Stack {
  return new Stack(app, `Team${number}`, { env: { account: '111111111111', region: 'eu-west-1' } });
}

function timeOf(work: () => void): number {
  const start = performance.now();
  work();

  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function milliseconds(time: number): string {
  return `${time.toFixed(1)} ms`;
}
