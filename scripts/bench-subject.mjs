// One measured run of `npm run bench`, as a process of its own: node bench-subject.mjs <platform|l1> <assembly> <outdir>
// `platform` synthesises the reference platform; `l1` defines the resources of its assembly again as bare L1 constructs.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

const [subject, assembly, outdir] = process.argv.slice(2);
const root = path.join(import.meta.dirname, '..');
const require = createRequire(path.join(root, 'package.json'));

const { App, DefaultStackSynthesizer, Stack } = require('aws-cdk-lib');
const { context } = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8'));

const start = performance.now();
const app = new App({ outdir, context });
({ platform, l1 })[subject]();
app.synth();

const milliseconds = Math.round(performance.now() - start);
console.log(JSON.stringify({ milliseconds, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) }));

function platform() {
  const { PlatformFile } = require('./lib/description');
  const { MlPlatform } = require('./lib/platform');
  const { description, folder } = PlatformFile.read(path.join(root, 'examples', 'reference', 'platform.yaml'));

  new MlPlatform(app, description.name, { description, codeRoot: folder });
}

function l1() {
  const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
  const { artifacts } = JSON.parse(readFileSync(path.join(assembly, 'manifest.json'), 'utf8'));
  const stacks = Object.entries(artifacts).filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack');

  for (const [id, { properties }] of stacks) {
    const stack = new Stack(app, id, {
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    new CfnInclude(stack, 'Template', { templateFile: path.join(assembly, properties.templateFile) });
  }
}
