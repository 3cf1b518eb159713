import { readFileSync } from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');

/** A folder of examples/, and what in it is synthesised. */
export interface Example {
  readonly name: string;

  /** The description, of an example that is one; path from the root. */
  readonly description?: string;

  /** The app, of an example that imports constructs; path from the root. */
  readonly app?: string;
}

/** How a process of its own synthesises an example into a folder: arguments of Node, and its environment. */
export interface SynthCommand {
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** Every example of this repository. */
export const EXAMPLES: readonly Example[] = [
  { name: 'reference', description: 'examples/reference/platform.yaml' },
  { name: 'single-account', description: 'examples/single-account/platform.yaml' },
  { name: 'import-constructs', app: 'examples/import-constructs/app.ts' },
  { name: 'pipelines', app: 'examples/pipelines/app.ts' },
  { name: 'integrations', app: 'examples/integrations/app.ts' },
  { name: 'deployment', app: 'examples/deployment/app.ts' },
];

/** The command that synthesises an example as its reader would: no AWS account, no credentials, no CDK CLI. */
export function synthCommand(example: Example, outdir: string): SynthCommand {
  const { context } = JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as { context: object };
  const args = example.app
    ? ['--require', 'ts-node/register', example.app]
    : ['bin/governed-ml.js', 'synth', String(example.description), '--output', outdir];

  return {
    args,
    env: { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
  };
}

/** The example of a name. */
export function exampleNamed(name: string): Example {
  return EXAMPLES.filter((example) => example.name === name)[0];
}
