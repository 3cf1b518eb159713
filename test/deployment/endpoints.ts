import { App, Stack } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { DataCapture, ModelEndpoint, ModelEndpointProps, Percent, ServedModel } from '../../lib/deployment';

export const VOLUME_KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';
export const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111111111111:acme-alerts';

/** What a test wishes of an endpoint, with the share that it captures in percent. */
export interface Wishes extends Partial<ModelEndpointProps> {
  readonly capturePercent?: number;
}

/** An empty stack with an environment. */
export function stackIn(): Stack {
  return new Stack(new App(), 'Hosting', { env: { account: '111111111111', region: 'eu-west-1' } });
}

/** ARN of a version of the served model. */
export function version(number: number): ServedModel {
  return ServedModel.approvedPackage(`arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/${number}`);
}

/** An endpoint whose network, role, key, bucket and topic were made elsewhere. */
export function endpointIn(stack: Stack, { capturePercent, ...wished }: Wishes = {}): ModelEndpoint {
  const volumeKey = kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN);

  return new ModelEndpoint(stack, 'Endpoint', {
    endpointName: 'marine-life-abalone-prod',
    model: version(3),
    executionRole: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/acme-endpoint'),
    subnets: ['subnet-1', 'subnet-2'].map((id) => ec2.Subnet.fromSubnetId(stack, id, id)),
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'SecurityGroup', 'sg-1')],
    volumeKey,
    dataCapture: DataCapture.toBucket({
      bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-capture'),
      prefix: 'capture/abalone/',
      key: volumeKey,
      share: capturePercent === undefined ? undefined : Percent.of(capturePercent),
    }),
    alarmActions: [new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'Topic', TOPIC_ARN))],
    ...wished,
  });
}
