import { GuardDutyFeatures } from '../../lib/security';

const STANDARD = [
  'S3_DATA_EVENTS',
  'LAMBDA_NETWORK_LOGS',
  'EBS_MALWARE_PROTECTION',
  'EKS_AUDIT_LOGS',
  'RDS_LOGIN_EVENTS',
];

test('the standard has everything that needs no agent', () => {
  expect(GuardDutyFeatures.standard().features).toEqual(STANDARD);
});

test('the agent is added', () => {
  const features = GuardDutyFeatures.standard().including('RUNTIME_MONITORING');

  expect(features.features).toEqual([...STANDARD, 'RUNTIME_MONITORING']);
});

test('what was taken out and added again is no omission', () => {
  const features = GuardDutyFeatures.standard().without('EKS_AUDIT_LOGS', 'no clusters').including('EKS_AUDIT_LOGS');

  expect(features.omissions).toEqual([]);
});

test.each<[string, () => unknown, string]>([
  [
    'an unknown feature to take out',
    () => GuardDutyFeatures.standard().without('S3_EVENTS', 'reason'),
    'GuardDutyFeatureUnknown: name is "S3_EVENTS", the selection has no such guard duty feature; did you mean "S3_DATA_EVENTS"',
  ],
  [
    'an omission without a reason',
    () => GuardDutyFeatures.standard().without('EKS_AUDIT_LOGS', ''),
    'GuardDutyFeatureOmittedWithoutReason: EKS_AUDIT_LOGS is taken out without a reason, an omission says why; write the sentence that an auditor will ask for',
  ],
  [
    'a feature that is on',
    () => GuardDutyFeatures.standard().including('S3_DATA_EVENTS'),
    'GuardDutyFeatureTwice: name is "S3_DATA_EVENTS", the selection has this guard duty feature already; remove the second',
  ],
  [
    'an unknown feature to add',
    () => GuardDutyFeatures.standard().including('RUNTIME_MONITOR'),
    'GuardDutyFeatureUnknown: feature is "RUNTIME_MONITOR", GuardDuty has no such feature here; did you mean "RUNTIME_MONITORING"',
  ],
])('%s is refused', (_what, change, message) => {
  expect(change).toThrow(message);
});
