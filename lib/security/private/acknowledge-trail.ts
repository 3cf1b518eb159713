import { CfnResource, Validations } from 'aws-cdk-lib';

/** Rule packs that hold the rule under one name. */
const PACKS = ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'];

/** The rule of AWS Control Tower, as its validator prefixes it. */
const CONTROL_TOWER = 'cdk-validator-cfnguard::cloud_trail_cloud_watch_logs_enabled_check';

const NOT_IN_CLOUDWATCH =
  'The log files go to the central log bucket, validated and encrypted; in CloudWatch Logs every access to an object would be stored, and paid for, a second time, in the account whose people it watches';

/** Events are kept in the log bucket alone. */
export function acknowledgeBucketOnlyTrail(trail: CfnResource): void {
  const rules = [...PACKS.map((pack) => `${pack}-CloudTrailCloudWatchLogsEnabled`), CONTROL_TOWER];

  Validations.of(trail).acknowledge(...rules.map((id) => ({ id, reason: NOT_IN_CLOUDWATCH })));
}
