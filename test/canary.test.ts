import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App, CfnResource, IPolicyValidationPlugin, Stack, Validations } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { RulePack } from '../lib/governance';

/** A check that reports nothing may be a check that sees nothing: each is shown something bad here. */
const PLUGINS: [string, () => IPolicyValidationPlugin][] = [
  ...RulePack.all().map((pack): [string, () => IPolicyValidationPlugin] => [pack.packName, () => pack.plugin]),
  ['Control Tower', () => new CfnGuardValidator()],
];

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(path.join(tmpdir(), 'governed-ml-canary-'));
});

afterEach(() => {
  process.env.CDK_VALIDATION = 'false';
  rmSync(outdir, { recursive: true, force: true });
});

test.each(PLUGINS)('%s stops the synthesis of a bucket without any protection', (_name, plugin) => {
  const app = new App({ outdir });
  new CfnBucket(new Stack(app, 'Canary'), 'Unprotected');
  Validations.of(app).addPlugins(plugin());

  expect(() => app.synth()).toThrow('Canary/Unprotected');
});

test('the schema validation stops the synthesis of a property that does not exist', () => {
  const { context } = JSON.parse(readFileSync(path.join(__dirname, '..', 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const app = new App({ outdir, context });
  new CfnResource(new Stack(app, 'Canary'), 'Misspelt', {
    type: 'AWS::S3::Bucket',
    properties: { BuketName: 'models' },
  });
  delete process.env.CDK_VALIDATION;

  expect(() => app.synth()).toThrow('BuketName');
});
