// Bundles every Lambda handler with what it imports, but for the AWS SDK, which Lambda's runtime brings along.
import { existsSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { build } from 'esbuild';

const LIB = path.join(import.meta.dirname, '..', 'lib');

for (const handler of handlers()) {
  await build({
    entryPoints: [path.join(handler, 'index.ts')],
    outfile: path.join(handler, 'bundle', 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['@aws-sdk/*'],
    logLevel: 'warning',
  });
}

/** The folders lib/<capability>/handlers/<verb-noun>. */
function handlers() {
  return readdirSync(LIB)
    .map((capability) => path.join(LIB, capability, 'handlers'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((folder) => existsSync(path.join(folder, 'index.ts')));
}
