import { CfnResource, Validations } from 'aws-cdk-lib';

const IN_FEATURES =
  'S3 protection is the feature S3_DATA_EVENTS; GuardDuty takes either features or the older data sources, which know fewer';

/** The rule of AWS Control Tower knows the older property only. */
export function acknowledgeFeatures(detector: CfnResource): void {
  Validations.of(detector).acknowledge({
    id: 'cdk-validator-cfnguard::guardduty_s3_protection_enabled_check',
    reason: IN_FEATURES,
  });
}
