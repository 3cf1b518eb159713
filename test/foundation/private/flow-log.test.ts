import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { defineFlowLog } from '../../../lib/foundation/private/flow-log';

test('all traffic is recorded every minute, as Parquet, in a bucket of any account', () => {
  const stack = new Stack(new App(), 'Network');
  const bucket = s3.Bucket.fromBucketName(stack, 'Logs', 'acme-flow-logs');

  defineFlowLog(stack, 'vpc-0a1b2c3d', bucket);

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::FlowLog', {
    ResourceId: 'vpc-0a1b2c3d',
    ResourceType: 'VPC',
    TrafficType: 'ALL',
    LogDestinationType: 's3',
    LogDestination: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::acme-flow-logs']] },
    MaxAggregationInterval: 60,
    DestinationOptions: { FileFormat: 'parquet', HiveCompatiblePartitions: false, PerHourPartition: false },
  });
});

test('a record tells who spoke with whom, which way, and whether it was let through', () => {
  const stack = new Stack(new App(), 'Network');

  defineFlowLog(stack, 'vpc-0a1b2c3d', s3.Bucket.fromBucketName(stack, 'Logs', 'acme-flow-logs'));

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::FlowLog', {
    LogFormat: Match.stringLikeRegexp(
      '^\\$\\{version\\} .*\\$\\{flow-direction\\} .*\\$\\{srcaddr\\} .*\\$\\{dstaddr\\} .*\\$\\{action\\} ',
    ),
  });
});
