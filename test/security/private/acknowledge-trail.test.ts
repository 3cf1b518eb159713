import { App, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { HIPAASecurityChecks, NagPack, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { acknowledgeBucketOnlyTrail } from '../../../lib/security/private/acknowledge-trail';

test.each([NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks])(
  '%p asks for CloudWatch Logs until the trail acknowledges, and still reports everything else',
  (Pack) => {
    const stack = new Stack(new App(), 'Logs');
    const trail = new CfnTrail(stack, 'Trail', { isLogging: true, s3BucketName: 'acme-logs' });
    const before = rulesOf(new Pack(), stack);

    acknowledgeBucketOnlyTrail(trail);

    const after = rulesOf(new Pack(), stack);
    expect(before.filter((rule) => !after.includes(rule))).toEqual([
      expect.stringMatching(/CloudTrailCloudWatchLogsEnabled$/),
    ]);
    expect(after.length).toBeGreaterThan(0);
  },
);

function rulesOf(pack: NagPack, stack: Stack): string[] {
  return pack.validateScope(stack).violations.map(({ ruleName }) => ruleName);
}
