import { Aws } from 'aws-cdk-lib';
import { DetectiveSelection } from '../../../lib/security';
import { PreflightFacts, preflightLines } from '../../../lib/security/private/detective-preflight';

const FACTS: PreflightFacts = {
  selection: DetectiveSelection.standard(),
  account: '222222222222',
  region: 'eu-west-1',
  features: ['S3_DATA_EVENTS'],
  featuresOff: ['EKS_AUDIT_LOGS'],
  buckets: [],
};

const DETECTOR = `"$(aws guardduty list-detectors --query 'DetectorIds[0]' --output text --region eu-west-1)"`;

test('what is done by hand comes in the order in which it is done', () => {
  const lines = preflightLines(FACTS);

  expect(lines).toEqual([
    'before the stack, in the management account, let 222222222222 administer securityhub.amazonaws.com: aws securityhub enable-organization-admin-account --admin-account-id 222222222222 --region eu-west-1',
    'before the stack, in the management account, let 222222222222 administer config.amazonaws.com: aws organizations register-delegated-administrator --account-id 222222222222 --service-principal config.amazonaws.com',
    'before the stack, in the management account, let 222222222222 administer config-multiaccountsetup.amazonaws.com: aws organizations register-delegated-administrator --account-id 222222222222 --service-principal config-multiaccountsetup.amazonaws.com',
    'before the stack, in each account that is not excluded, see that its configuration is recorded, as AWS Control Tower or a stack set arranges: aws configservice describe-configuration-recorder-status --region eu-west-1',
    'before the stack, in the management account, let 222222222222 administer access-analyzer.amazonaws.com: aws organizations register-delegated-administrator --account-id 222222222222 --service-principal access-analyzer.amazonaws.com',
    'after the stack, in the security account, count each finding once, whatever standards ask for it: aws securityhub update-security-hub-configuration --auto-enable-controls --control-finding-generator SECURITY_CONTROL --region eu-west-1',
    'after the stack, in the management account, let 222222222222 administer guardduty.amazonaws.com: aws guardduty enable-organization-admin-account --admin-account-id 222222222222 --region eu-west-1',
    `after the stack, in the security account, turn GuardDuty on in every account, those that join later included: aws guardduty update-organization-configuration --detector-id ${DETECTOR} --auto-enable-organization-members ALL --features Name=S3_DATA_EVENTS,AutoEnable=ALL Name=EKS_AUDIT_LOGS,AutoEnable=NONE --region eu-west-1`,
    'after the stack, in the management account, let 222222222222 administer macie.amazonaws.com: aws macie2 enable-organization-admin-account --admin-account-id 222222222222 --region eu-west-1',
    'after the stack, in the security account, turn Macie on in accounts that join later: aws macie2 update-organization-configuration --auto-enable --region eu-west-1',
    'after the stack, in the security account, turn Macie on in accounts that are there, once for each: aws macie2 create-member --account accountId=<id of the account>,email=<its address> --region eu-west-1',
    'after the stack, in the security account, publish what Macie finds to Security Hub: aws macie2 put-findings-publication-configuration --security-hub-configuration publishClassificationFindings=true,publishPolicyFindings=true --region eu-west-1',
    'after the stack, in the security account, let Macie sample every bucket: aws macie2 update-automated-discovery-configuration --status ENABLED --auto-enable-organization-members ALL --region eu-west-1',
  ]);
});

test('services that the account has are delegated before the stack, and set by hand after it', () => {
  const selection = DetectiveSelection.standard().adopting('security-hub').adopting('guardduty').adopting('macie');

  const lines = preflightLines({ ...FACTS, selection });

  expect(lines.filter((line) => line.startsWith('after the stack, in the management account'))).toEqual([]);
  expect(lines.filter((line) => line.includes('would have set'))).toEqual([
    `after the stack, in the security account, set what the detector of the stack would have set: aws guardduty update-detector --detector-id ${DETECTOR} --enable --finding-publishing-frequency FIFTEEN_MINUTES --features Name=S3_DATA_EVENTS,Status=ENABLED Name=EKS_AUDIT_LOGS,Status=DISABLED --region eu-west-1`,
    'after the stack, in the security account, set what the session of the stack would have set: aws macie2 update-macie-session --status ENABLED --finding-publishing-frequency FIFTEEN_MINUTES --region eu-west-1',
  ]);
});

test.each([
  [undefined, 'ALL_REGIONS'],
  [['eu-central-1', 'eu-north-1'], 'SPECIFIED_REGIONS --regions eu-central-1 eu-north-1'],
])('a hub that the account has gathers the findings of the regions %p before the stack', (linkedRegions, linking) => {
  const selection = DetectiveSelection.standard().adopting('security-hub');

  const lines = preflightLines({ ...FACTS, selection, linkedRegions });

  expect(lines[1]).toBe(
    `before the stack, in the security account, gather the findings of other regions, which central configuration asks for: aws securityhub create-finding-aggregator --region-linking-mode ${linking} --region eu-west-1`,
  );
});

test('what does not watch has no line', () => {
  const { controls } = DetectiveSelection.standard();
  const selection = controls.reduce((rest, each) => rest.without(each, 'a test'), DetectiveSelection.standard());

  expect(preflightLines({ ...FACTS, selection })).toEqual([]);
});

test('what only the deployment knows is told by what it is', () => {
  const lines = preflightLines({ ...FACTS, account: Aws.ACCOUNT_ID, region: Aws.REGION });

  expect(lines[0]).toBe(
    'before the stack, in the management account, let <id of the security account> administer securityhub.amazonaws.com: aws securityhub enable-organization-admin-account --admin-account-id <id of the security account> --region <region of the stack>',
  );
});
