import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** The default fields, and those that tell which resource spoke with which AWS service, which way, and why it was refused. */
const FIELDS = [
  'version',
  'account-id',
  'region',
  'vpc-id',
  'subnet-id',
  'az-id',
  'interface-id',
  'flow-direction',
  'traffic-path',
  'srcaddr',
  'srcport',
  'pkt-srcaddr',
  'pkt-src-aws-service',
  'dstaddr',
  'dstport',
  'pkt-dstaddr',
  'pkt-dst-aws-service',
  'protocol',
  'tcp-flags',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'reject-reason',
  'log-status',
];

const ONE_MINUTE = 60;

/**
 * Records all traffic of a VPC in a bucket, which may lie in another account.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html
 */
export function defineFlowLog(network: Construct, vpcId: string, bucket: s3.IBucket): void {
  const flowLog = new ec2.CfnFlowLog(network, 'FlowLog', {
    resourceType: 'VPC',
    resourceId: vpcId,
    trafficType: 'ALL',
    logDestinationType: 's3',
    logDestination: bucket.bucketArn,
    logFormat: FIELDS.map((field) => `\${${field}}`).join(' '),
    maxAggregationInterval: ONE_MINUTE,
    // This property is untyped and passes through as it stands, hence the capitals.
    destinationOptions: { FileFormat: 'parquet', HiveCompatiblePartitions: false, PerHourPartition: false },
  });

  // The delivery is refused until the bucket's policy admits it.
  if (bucket.policy) flowLog.node.addDependency(bucket.policy);
}
