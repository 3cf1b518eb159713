import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { definitionDot } from '../lib/pipelines/private/definition-dot';
import { EXAMPLES, synthCommand } from '../test/examples';
import { ROOT, run } from './run';
import { synthesisedPipelines } from './synthesised-pipelines';

const FOLDER = path.join(ROOT, 'reports', 'pipelines');

/** An assembly whose pipelines are drawn, and how their files' names begin. */
interface Subject {
  readonly prefix: string;
  readonly assembly: string;
}

void draw(process.argv.slice(2));

/**
 * Draws every pipeline of every example, or of the given assembly: npm run draw [-- <assembly> [<folder>]].
 *
 * The drawings are read from templates, so that an app of any language can be drawn after `cdk synth`.
 */
async function draw([assembly, folder = FOLDER]: readonly string[]): Promise<void> {
  if (assembly !== undefined) return drawAll([{ prefix: '', assembly }], folder);

  const outdir = mkdtempSync(path.join(tmpdir(), 'governed-ml-draw-'));
  try {
    rmSync(folder, { recursive: true, force: true });
    await drawAll(
      EXAMPLES.map((example) => synthesised(example.name, outdir)),
      folder,
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function synthesised(name: string, outdir: string): Subject {
  const assembly = path.join(outdir, name);
  const [example] = EXAMPLES.filter((candidate) => candidate.name === name);
  const { args, env } = synthCommand(example, assembly);

  run(process.execPath, args, { ...env, CDK_VALIDATION: 'false' });
  return { prefix: `${name}-`, assembly };
}

async function drawAll(subjects: readonly Subject[], folder: string): Promise<void> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();

  mkdirSync(folder, { recursive: true });
  for (const { prefix, assembly } of subjects) {
    for (const { stackName, pipelineName, definition } of synthesisedPipelines(assembly)) {
      const file = path.join(folder, `${`${prefix}${stackName}-${pipelineName}`.replace(/[^\w.-]+/g, '_')}.svg`);
      // An arrow that others imply would hide them; what a step uses is in its arguments.
      const { out: reduced } = graphviz.tred(definitionDot(definition, pipelineName));
      writeFileSync(file, graphviz.dot(reduced));
      console.log(path.relative(process.cwd(), file));
    }
  }
}
