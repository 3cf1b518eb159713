import { Stack, Validations } from 'aws-cdk-lib';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { acknowledgeFeatures } from '../../../lib/security/private/acknowledge-features';

test('a detector says that S3 protection is among its features', () => {
  const detector = new CfnDetector(new Stack(), 'Detector', { enable: true });

  acknowledgeFeatures(detector);

  const acknowledged = detector.node.metadata.filter(
    ({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY,
  );
  expect(acknowledged.map(({ data }) => Object.keys(data))).toEqual([
    ['cdk-validator-cfnguard::guardduty_s3_protection_enabled_check'],
  ]);
});
