import { CfnResource, Validations } from 'aws-cdk-lib';

/** Rule packs that hold one rule under one name. */
const PACKS = ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'];

/** The Control Tower rules, as their validator prefixes them. */
const CONTROL_TOWER = 'cdk-validator-cfnguard::';

const NOT_REPLICATED =
  'Objects are versioned, deletions can be undone and the bucket is retained; a copy elsewhere would double the places that data can leak from';
const LIMITS_OF_ACCESS_LOGS =
  'S3 delivers access logs only to a bucket that is encrypted with keys of S3 itself and has neither Object Lock nor an access log of its own; the logs hold no object data';
const DEFAULT_SECURITY_GROUP =
  'CloudFormation cannot empty the default security group of a VPC; nothing here uses it, and it admits only its own members';

/** Data stays in one bucket. */
export function acknowledgeNoReplica(bucket: CfnResource): void {
  acknowledge(bucket, inEveryPack('S3BucketReplicationEnabled'), NOT_REPLICATED);
}

/** What S3 asks of a bucket that it delivers access logs to. */
export function acknowledgeLimitsOfAccessLogs(bucket: CfnResource): void {
  const controls = [
    's3_bucket_default_encryption_kms_check',
    's3_bucket_logging_enabled_check',
    's3_bucket_object_lock_enabled_check',
  ];

  acknowledge(bucket, inEveryPack('S3DefaultEncryptionKMS'), LIMITS_OF_ACCESS_LOGS);
  acknowledge(
    bucket,
    controls.map((control) => `${CONTROL_TOWER}${control}`),
    LIMITS_OF_ACCESS_LOGS,
  );
}

/** The default security group stays as EC2 makes it. */
export function acknowledgeDefaultSecurityGroup(vpc: CfnResource): void {
  acknowledge(vpc, inEveryPack('VPCDefaultSecurityGroupClosed'), DEFAULT_SECURITY_GROUP);
}

function inEveryPack(rule: string): string[] {
  return PACKS.map((pack) => `${pack}-${rule}`);
}

function acknowledge(resource: CfnResource, ids: string[], reason: string): void {
  Validations.of(resource).acknowledge(...ids.map((id) => ({ id, reason })));
}
