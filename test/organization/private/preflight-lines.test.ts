import { Token } from 'aws-cdk-lib';
import {
  delegationLine,
  moveLine,
  policyTypeLines,
  trustLine,
} from '../../../lib/organization/private/preflight-lines';

const LATER = Token.asString({ Ref: 'Value' });

test('policy types are enabled on the root', () => {
  const lines = policyTypeLines('r-ab12');

  expect(lines.map((line) => line.split(': ')[1])).toEqual([
    'aws organizations enable-policy-type --root-id r-ab12 --policy-type SERVICE_CONTROL_POLICY',
    'aws organizations enable-policy-type --root-id r-ab12 --policy-type RESOURCE_CONTROL_POLICY',
    'aws organizations enable-policy-type --root-id r-ab12 --policy-type TAG_POLICY',
  ]);
});

test.each([
  ['config.amazonaws.com', 'aws organizations enable-aws-service-access --service-principal config.amazonaws.com'],
  ['ram.amazonaws.com', 'aws ram enable-sharing-with-aws-organization'],
  ['servicecatalog.amazonaws.com', 'aws servicecatalog enable-aws-organizations-access'],
  ['member.org.stacksets.cloudformation.amazonaws.com', 'aws cloudformation activate-organizations-access'],
])('%s is trusted by its own command', (service, expected) => {
  const line = trustLine(service);

  expect(line).toBe(`trust ${service}: ${expected}`);
});

test.each([
  ['guardduty.amazonaws.com', 'guardduty'],
  ['macie.amazonaws.com', 'macie2'],
  ['securityhub.amazonaws.com', 'securityhub'],
])('%s names its administrator itself, in each region', (service, command) => {
  const line = delegationLine('222222222222', service);

  expect(line).toBe(
    `let 222222222222 administer ${service}: aws ${command} enable-organization-admin-account --admin-account-id 222222222222 (in each region)`,
  );
});

test('ids that the deployment alone knows are told by their owners', () => {
  const lines = [
    policyTypeLines(LATER)[0],
    delegationLine(LATER, 'config.amazonaws.com'),
    moveLine(LATER, 'Data', LATER),
  ];

  expect(lines).toEqual([
    'enable policies of type SERVICE_CONTROL_POLICY: aws organizations enable-policy-type --root-id <id of the root> --policy-type SERVICE_CONTROL_POLICY',
    'let <id of the account> administer config.amazonaws.com: aws organizations register-delegated-administrator --account-id <id of the account> --service-principal config.amazonaws.com',
    'move <id of the account> to Data: aws organizations move-account --account-id <id of the account> --source-parent-id <id of its parent today> --destination-parent-id <id of Data>',
  ]);
});
