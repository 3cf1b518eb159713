// One measured run of a bench, as a process of its own: node bench-subject.mjs <platform|endpoints|l1> <assembly> <outdir> <count>
// `platform` synthesises the reference platform, `endpoints` as many governed endpoints as are asked for; `l1` defines the
// resources of an assembly again as bare L1 constructs.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

const [subject, assembly, outdir, count] = process.argv.slice(2);
const ENDPOINTS_A_STACK = 25;
const root = path.join(import.meta.dirname, '..');
const require = createRequire(path.join(root, 'package.json'));

const { App, DefaultStackSynthesizer, Stack } = require('aws-cdk-lib');
const { context } = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8'));

const start = performance.now();
const app = new App({ outdir, context });
({ platform, endpoints, l1 })[subject]();
app.synth();

const milliseconds = Math.round(performance.now() - start);
console.log(JSON.stringify({ milliseconds, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) }));

function platform() {
  const { PlatformFile } = require('./lib/description');
  const { MlPlatform } = require('./lib/platform');
  const { description, folder } = PlatformFile.read(path.join(root, 'examples', 'reference', 'platform.yaml'));

  new MlPlatform(app, description.name, { description, codeRoot: folder });
}

function endpoints() {
  for (let first = 0; first < Number(count); first += ENDPOINTS_A_STACK) {
    const stack = new Stack(app, `Hosting${first}`, { env: { account: '111111111111', region: 'eu-west-1' } });
    const last = Math.min(first + ENDPOINTS_A_STACK, Number(count));
    const surroundings = surroundingsIn(stack);
    for (let i = first; i < last; i++) endpointIn(stack, i, surroundings);
  }
}

function surroundingsIn(stack) {
  const { Key } = require('aws-cdk-lib/aws-kms');
  const { Bucket } = require('aws-cdk-lib/aws-s3');
  const { SecurityGroup, Subnet } = require('aws-cdk-lib/aws-ec2');
  const { Role } = require('aws-cdk-lib/aws-iam');
  const { Topic } = require('aws-cdk-lib/aws-sns');
  const { SnsAction } = require('aws-cdk-lib/aws-cloudwatch-actions');
  const here = (service, resource) => `arn:aws:${service}:eu-west-1:111111111111:${resource}`;

  return {
    key: Key.fromKeyArn(stack, 'Key', here('kms', 'key/11111111-aaaa-bbbb-cccc-000000000001')),
    bucket: Bucket.fromBucketName(stack, 'Bucket', 'acme-capture'),
    executionRole: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/acme-endpoint'),
    subnets: ['subnet-0a1b2c3d4e5f67890', 'subnet-1a1b2c3d4e5f67890'].map((id) => Subnet.fromSubnetId(stack, id, id)),
    securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'SecurityGroup', 'sg-0a1b2c3d4e5f67890')],
    alarmActions: [new SnsAction(Topic.fromTopicArn(stack, 'Topic', here('sns', 'acme-alerts')))],
  };
}

function endpointIn(stack, i, { key, bucket, ...surroundings }) {
  const { DataCapture, ModelEndpoint, ProductionVariant, ServedModel } = require('./lib/deployment');
  const modelPackage = `arn:aws:sagemaker:eu-west-1:222222222222:model-package/model-${i}/1`;

  new ModelEndpoint(stack, `Endpoint${i}`, {
    endpointName: `endpoint-${i}`,
    variants: [ProductionVariant.instances({ model: ServedModel.approvedPackage(modelPackage) })],
    dataCapture: DataCapture.toBucket({ bucket, prefix: `capture/${i}/`, key }),
    volumeKey: key,
    ...surroundings,
  });
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
