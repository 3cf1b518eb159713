import { App, Stack } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  DataCapture,
  FunctionEnvironment,
  InstanceVariantOptions,
  ModelEndpoint,
  ModelEndpointProps,
  Percent,
  ProductionVariant,
  ServedModel,
} from '../../lib/deployment';

export const VOLUME_KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';
export const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111111111111:acme-alerts';

/** What a test wishes of an endpoint, with the share that it captures in percent, and of its one variant. */
export interface Wishes extends Partial<ModelEndpointProps> {
  readonly capturePercent?: number;
  readonly variant?: Partial<InstanceVariantOptions>;
}

/** An empty stack with an environment. */
export function stackIn(): Stack {
  return new Stack(new App(), 'Hosting', { env: { account: '111111111111', region: 'eu-west-1' } });
}

/** A version of the served model. */
export function version(number: number): ServedModel {
  return ServedModel.approvedPackage(`arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/${number}`);
}

/** Variants of the names on instances, each of a version of its own. */
export function variantsOf(...names: string[]): ProductionVariant[] {
  return names.map((variantName, i) => ProductionVariant.instances({ variantName, model: version(i + 1) }));
}

/** Where functions run, all of it made elsewhere. */
export function functionsIn(stack: Stack, wished: Partial<FunctionEnvironment> = {}): FunctionEnvironment {
  return {
    ...networkIn(stack),
    encryptionKey: keyIn(stack),
    alarmActions: [alarmActionIn(stack)],
    ...wished,
  };
}

/** An endpoint whose network, role, key, bucket and topic were made elsewhere. */
export function endpointIn(stack: Stack, { capturePercent, variant, ...wished }: Wishes = {}): ModelEndpoint {
  return new ModelEndpoint(stack, 'Endpoint', {
    endpointName: 'marine-life-abalone-prod',
    variants: [ProductionVariant.instances({ model: version(3), ...variant })],
    executionRole: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/acme-endpoint'),
    ...networkIn(stack),
    volumeKey: keyIn(stack),
    dataCapture: captureIn(stack, capturePercent),
    alarmActions: [alarmActionIn(stack)],
    ...wished,
  });
}

/** Capture into a bucket that was made elsewhere. */
export function captureIn(stack: Stack, percent?: number): DataCapture {
  return DataCapture.toBucket({
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-capture'),
    prefix: 'capture/abalone/',
    key: keyIn(stack),
    share: percent === undefined ? undefined : Percent.of(percent),
  });
}

function networkIn(stack: Stack): { subnets: ec2.ISubnet[]; securityGroups: ec2.ISecurityGroup[] } {
  return {
    subnets: ['subnet-1', 'subnet-2'].map((id) => found(stack, id, () => ec2.Subnet.fromSubnetId(stack, id, id))),
    securityGroups: [
      found(stack, 'SecurityGroup', () => ec2.SecurityGroup.fromSecurityGroupId(stack, 'SecurityGroup', 'sg-1')),
    ],
  };
}

/** A key that was made elsewhere. */
export function keyIn(stack: Stack): kms.IKey {
  return found(stack, 'Key', () => kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN));
}

export function alarmActionIn(stack: Stack): actions.SnsAction {
  return new actions.SnsAction(found(stack, 'Topic', () => sns.Topic.fromTopicArn(stack, 'Topic', TOPIC_ARN)));
}

/** What is there by the id, or else made. */
function found<Thing>(stack: Stack, id: string, make: () => Thing): Thing {
  return (stack.node.tryFindChild(id) as Thing | undefined) ?? make();
}
