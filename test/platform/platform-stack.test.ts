import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PlatformStack, PlatformStackProps } from '../../lib/platform/platform-stack';
import { newApp } from './synthesis';

class Anything extends PlatformStack {
  public readonly bucket = new s3.Bucket(this, 'Bucket');
}

const PROPS: PlatformStackProps = {
  stackName: 'acme-ml-anything',
  description: 'Anything that the platform has',
  account: '111111111111',
  region: 'eu-west-1',
  governanceTags: { 'governed-ml:platform': 'acme-ml', 'cost-centre': 'CC-1' },
};

let app: App;

beforeEach(() => {
  app = newApp();
});

test('a stack goes to its own account and region, under its own name', () => {
  new Anything(app, 'Anything', PROPS);

  const { stackName, environment, template } = app.synth().getStackByName('acme-ml-anything');

  expect(stackName).toBe('acme-ml-anything');
  expect(environment).toMatchObject({ account: '111111111111', region: 'eu-west-1' });
  expect(template.Description).toBe('Anything that the platform has');
});

test('a stack is protected against deletion', () => {
  new Anything(app, 'Anything', PROPS);

  const artifact = app.synth().getStackByName('acme-ml-anything');

  expect(artifact.terminationProtection).toBe(true);
});

test('the resources of a stack carry its tags', () => {
  const stack = new Anything(app, 'Anything', PROPS);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::Bucket', {
    Tags: [
      { Key: 'cost-centre', Value: 'CC-1' },
      { Key: 'governed-ml:platform', Value: 'acme-ml' },
    ],
  });
});

test('a shared account ends up in the metadata with its reason', () => {
  const stack = new Anything(app, 'Anything', { ...PROPS, sharedAccountReason: 'a pilot of four weeks' });

  const { Metadata } = Template.fromStack(stack).toJSON();

  expect(Metadata).toEqual({
    'governed-ml:relaxations': [{ setting: 'sharedAccount', reason: 'a pilot of four weeks' }],
  });
});

test('an account of its own needs no reason', () => {
  const stack = new Anything(app, 'Anything', PROPS);

  const { Metadata } = Template.fromStack(stack).toJSON();

  expect(Metadata).toBeUndefined();
});

test('what a stack takes from another is exported by that one, though the flags ask for less', () => {
  const producer = new Anything(app, 'Producer', PROPS);
  const consumer = new Anything(app, 'Consumer', { ...PROPS, stackName: 'acme-ml-consumer' });
  new CfnOutput(consumer, 'Taken', { value: producer.bucket.bucketArn });

  const { Outputs } = Template.fromStack(consumer).toJSON();

  const [exported] = Object.values(Template.fromStack(producer).findOutputs('*'));
  expect(Outputs.Taken.Value).toEqual({ 'Fn::ImportValue': exported.Export.Name });
});

test('the flags themselves would not', () => {
  const producer = new Anything(app, 'Producer', PROPS);
  const consumer = new Stack(app, 'Consumer', { env: { account: PROPS.account, region: PROPS.region } });
  new CfnOutput(consumer, 'Taken', { value: producer.bucket.bucketArn });

  const { Outputs } = Template.fromStack(consumer).toJSON();

  expect(Outputs.Taken.Value).toEqual({ 'Fn::GetStackOutput': expect.anything() });
});
