import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import {
  AccessLogBucket,
  DataBucket,
  DataKey,
  KeyUse,
  LogBucket,
  Network,
  TrustedPerimeter,
} from '../../../lib/foundation';

const ENV = { account: '111111111111', region: 'eu-west-1' };

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Foundation', { env: ENV });
  const perimeter = TrustedPerimeter.organization('o-a1b2c3d4e5');
  const { key } = new DataKey(stack, 'Key', {
    alias: 'acme',
    description: 'Encrypts everything',
    serviceUses: [KeyUse.logGroups()],
  });
  const accessLogs = new AccessLogBucket(stack, 'AccessLogs', { bucketName: 'acme-access-logs' });
  const encrypted = { encryptionKey: key, accessLogBucket: accessLogs.bucket };
  const logs = new LogBucket(stack, 'Logs', { ...encrypted, bucketName: 'acme-logs', sourceAccounts: [ENV.account] });
  new DataBucket(stack, 'Data', { ...encrypted, bucketName: 'acme-data' });
  new Network(stack, 'Network', {
    cidr: '10.40.0.0/20',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    flowLogBucket: logs.bucket,
    perimeter,
  });
});

test.each([AwsSolutionsChecks, NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks])(
  '%p has no open finding',
  (Pack) => {
    const report = new Pack(stack).validateScope(stack);

    expect(report.violations).toEqual([]);
  },
);

test('a resource of no construct of ours is reported, so that the packs are known to look', () => {
  new s3.CfnBucket(stack, 'Bare');

  const report = new NIST80053R5Checks(stack).validateScope(stack);

  expect(report.success).toBe(false);
});

test('what is acknowledged is this, each for one reason', () => {
  const acknowledged = stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data));

  const reasons = new Map<string, Set<string>>();
  for (const [id, reason] of acknowledged) {
    const rule = id.replace(/^.*::/, '').replace(/^(NIST\.800\.53\.R5|HIPAA\.Security|PCI\.DSS\.321)-/, '');
    reasons.set(rule, (reasons.get(rule) ?? new Set()).add(reason));
  }
  expect([...reasons.keys()].sort()).toEqual([
    'S3BucketReplicationEnabled',
    'S3DefaultEncryptionKMS',
    'VPCDefaultSecurityGroupClosed',
    's3_bucket_default_encryption_kms_check',
    's3_bucket_logging_enabled_check',
    's3_bucket_object_lock_enabled_check',
  ]);
  for (const [, given] of reasons) expect(given.size).toBe(1);
});

test('what is acknowledged is acknowledged on the resource that causes it', () => {
  const holders = stack.node
    .findAll()
    .filter(({ node }) => node.metadata.some(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY));

  const others = holders.filter((holder) => !(holder instanceof s3.CfnBucket || holder instanceof ec2.CfnVPC));

  expect(others.map((holder) => (holder as CfnResource).node.path)).toEqual([]);
});
