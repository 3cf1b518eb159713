import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { EdgeArchitecture, EdgeComponentOptions, EdgeOperatingSystem } from '../../lib/deployment/edge-component';
import { EdgePackage, EdgePackageProps } from '../../lib/deployment/edge-package';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { lossesBetween } from '../losses';
import { functionsIn, stackIn, VOLUME_KEY_ARN } from './endpoints';
import { isAllowed, statementsIn } from './simulation';

const SIGNING_KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000009';
const COMPONENT: EdgeComponentOptions = {
  componentName: 'com.acme.abalone',
  os: EdgeOperatingSystem.LINUX,
  architecture: EdgeArchitecture.AARCH64,
  lifecycle: { install: 'tar xzf {artifacts:path}/model.tar.gz', run: 'python3 serve.py' },
};

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a model is packaged into a folder of its version', () => {
  const { manifestS3Uri, signatureS3Uri } = packageIn(stack);

  Template.fromStack(stack).hasResourceProperties('Custom::EdgePackage', {
    PackageName: 'abalone-jetson',
    Version: '1.2.0',
    ModelBucket: 'acme-models',
    ModelKey: 'abalone/model.tar.gz',
    TargetPlatform: 'jetson_xavier',
    Runtime: 'dlr-1.10',
    SigningKeyArn: SIGNING_KEY_ARN,
    OutputBucket: 'acme-edge',
    OutputFolder: 'edge/abalone-jetson/1.2.0/',
    OutputKeyArn: VOLUME_KEY_ARN,
    ServiceTimeout: '900',
  });
  expect([manifestS3Uri, signatureS3Uri]).toEqual([
    's3://acme-edge/edge/abalone-jetson/1.2.0/manifest.json',
    's3://acme-edge/edge/abalone-jetson/1.2.0/manifest.sig',
  ]);
});

test('a signing key is made where none is given, and stays', () => {
  packageIn(stack, { signingKey: undefined });

  Template.fromStack(stack).hasResource('AWS::KMS::Key', {
    Properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
});

test('a component brings the package to devices, once it is written', () => {
  packageIn(stack, { component: COMPONENT });

  const template = Template.fromStack(stack);
  const [{ Properties: properties, ...component }] = Object.values(
    template.findResources('AWS::GreengrassV2::ComponentVersion'),
  );
  expect(component).toEqual({
    Type: 'AWS::GreengrassV2::ComponentVersion',
    DependsOn: Object.keys(template.findResources('Custom::EdgePackage')),
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
  expect(JSON.parse(properties.InlineRecipe)).toMatchObject({
    ComponentName: 'com.acme.abalone',
    ComponentVersion: '1.2.0',
    ComponentDescription: 'abalone-jetson for jetson_xavier, run by dlr-1.10',
  });
});

test.each([
  ['s3:GetObject', 'arn:aws:s3:::acme-models/abalone/model.tar.gz', true],
  ['s3:GetObject', 'arn:aws:s3:::acme-models/abalone/other.tar.gz', false],
  ['s3:PutObject', 'arn:aws:s3:::acme-edge/edge/abalone-jetson/1.3.0/manifest.json', true],
  ['s3:PutObject', 'arn:aws:s3:::acme-edge/edge/snails/1.2.0/manifest.json', false],
  ['s3:DeleteObject', 'arn:aws:s3:::acme-edge/edge/abalone-jetson/1.2.0/manifest.json', false],
  ['kms:Sign', SIGNING_KEY_ARN, true],
  ['kms:Sign', VOLUME_KEY_ARN, false],
  ['kms:GenerateDataKey', VOLUME_KEY_ARN, true],
])('the function may %s on %s: %s', async (action, resource, allowed) => {
  packageIn(stack);

  const allows = await isAllowed({
    action,
    resource,
    statements: statementsIn(stack),
    resourcePolicy: policyOf(resource),
  });

  expect(allows).toBe(allowed);
});

test('a version of the object is read as such, and decrypted with its key', async () => {
  const modelKey = SIGNING_KEY_ARN.replace('9', '5');
  packageIn(stack, {
    model: {
      bucket: s3.Bucket.fromBucketName(stack, 'Versioned', 'acme-models'),
      objectKey: 'abalone/model.tar.gz',
      objectVersion: 'v7',
      encryptionKey: kms.Key.fromKeyArn(stack, 'ModelKey', modelKey),
    },
  });
  const statements = statementsIn(stack);

  const allowed = await Promise.all([
    isAllowed({ action: 's3:GetObjectVersion', resource: 'arn:aws:s3:::acme-models/abalone/model.tar.gz', statements }),
    isAllowed({ action: 'kms:Decrypt', resource: modelKey, statements, resourcePolicy: policyOf(modelKey) }),
  ]);

  expect(allowed).toEqual([true, true]);
});

test('a new version adds to the package and replaces nothing; the version before stays in Greengrass', () => {
  const wished = { component: COMPONENT, signingKey: undefined };
  const before = assemblyOf(wished);
  const after = assemblyOf({ ...wished, version: '1.3.0' });

  const losses = lossesBetween(before, after);

  expect(losses).toEqual([expect.stringContaining('Component1.2.0')]);
});

test('no rule pack finds anything', () => {
  packageIn(stack, { component: COMPONENT, signingKey: undefined });

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test('all that is wrong is told at once', () => {
  const model = { bucket: s3.Bucket.fromBucketName(stack, 'NoModels', 'acme-models'), objectKey: '' };

  const defined = (): unknown =>
    packageIn(stack, {
      packageName: 'abalone_jetson',
      version: '1.2',
      model,
      targetPlatform: '',
      runtime: 'r'.repeat(257),
      component: { ...COMPONENT, componentName: 'com/acme', lifecycle: { run: 'a', startup: 'b' } },
      environment: functionsIn(stack, { subnets: [] }),
    });

  expect(defined).toThrow(
    [
      '8 problems:',
      'NameMalformed: packageName is "abalone_jetson", a package name is 1 to 63 letters, digits and hyphens between them; write one as "abalone-jetson"',
      'VersionMalformed: version is "1.2", a version has a major, a minor and a patch number, in 64 characters or fewer; write one as "1.2.0"',
      'TextLengthOutOfRange: model.objectKey is empty, SageMaker takes 1 to 1024 characters; write something there',
      'TextLengthOutOfRange: targetPlatform is empty, SageMaker takes 1 to 256 characters; write something there',
      'TextLengthOutOfRange: runtime has 257 characters, SageMaker takes 1 to 256 characters; shorten it',
      'ComponentNameMalformed: component.componentName is "com/acme", Greengrass takes 1 to 128 letters, digits, hyphens, underscores and dots; write one as "com.acme.abalone"',
      'LifecycleContradictory: component.lifecycle has run and startup, a component runs in the foreground or in the background; leave one of them out',
      'NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
    ].join('\n  '),
  );
});

function packageIn(in_: Stack, wished: Partial<EdgePackageProps> = {}): EdgePackage {
  return new EdgePackage(in_, 'Package', {
    packageName: 'abalone-jetson',
    version: '1.2.0',
    model: { bucket: s3.Bucket.fromBucketName(in_, 'Models', 'acme-models'), objectKey: 'abalone/model.tar.gz' },
    output: {
      bucket: s3.Bucket.fromBucketName(in_, 'Packages', 'acme-edge'),
      prefix: 'edge/',
      key: kms.Key.fromKeyArn(in_, 'PackageKey', VOLUME_KEY_ARN),
    },
    targetPlatform: 'jetson_xavier',
    runtime: 'dlr-1.10',
    signingKey: kms.Key.fromKeyArn(in_, 'GivenSigningKey', SIGNING_KEY_ARN),
    environment: functionsIn(in_),
    ...wished,
  });
}

/** The policy of a key, which leaves it to the account who may use the key; other resources have none. */
function policyOf(resource: string): object | undefined {
  if (!resource.startsWith('arn:aws:kms:')) return undefined;
  const account = { AWS: 'arn:aws:iam::111111111111:root' };

  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: account, Action: 'kms:*', Resource: '*' }],
  };
}

function assemblyOf(wished: Partial<EdgePackageProps>): CloudAssembly {
  const deployed = stackIn();
  packageIn(deployed, wished);

  return (deployed.node.root as App).synth();
}
