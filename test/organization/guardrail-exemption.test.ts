import { GuardrailExemption } from '../../lib/organization';

const REASON = 'ends an outage';

test('a role is exempt under its name in every account and partition', () => {
  const exemption = GuardrailExemption.role('platform/break-glass', REASON);

  const arns = exemption._roleArns();

  expect(arns).toEqual(['arn:*:iam::*:role/platform/break-glass']);
  expect(exemption.reason).toBe(REASON);
});

test('a permission set is exempt with the sixteen characters that Identity Center adds, in its home region and elsewhere', () => {
  const exemption = GuardrailExemption.permissionSet('PlatformAdmin', REASON);

  const arns = exemption._roleArns();

  expect(arns).toEqual([
    'arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_PlatformAdmin_????????????????',
    'arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_PlatformAdmin_????????????????',
  ]);
});

test('the deployment role of the CDK is exempt in every account and region', () => {
  const exemption = GuardrailExemption.cdkDeployment('hnb659fds', REASON);

  const arns = exemption._roleArns();

  expect(arns).toEqual(['arn:*:iam::*:role/cdk-hnb659fds-cfn-exec-role-????????????-*']);
});

test('the deploy role of the CDK hands templates over, and no other exemption has such a role', () => {
  const exemptions = [
    GuardrailExemption.cdkDeployment('hnb659fds', REASON),
    GuardrailExemption.role('deployer', REASON),
    GuardrailExemption.permissionSet('PlatformAdmin', REASON),
  ];

  const arns = exemptions.map((exemption) => exemption._deployerArns());

  expect(arns).toEqual([['arn:*:iam::*:role/cdk-hnb659fds-deploy-role-????????????-*'], [], []]);
});

test.each([
  ['role', 'admin*', 'roleName', 'the name of an IAM role, with its path and no wildcard'],
  ['role', '', 'roleName', 'the name of an IAM role, with its path and no wildcard'],
  ['role', 'a'.repeat(65), 'roleName', 'the name of an IAM role, with its path and no wildcard'],
  [
    'permissionSet',
    'a'.repeat(33),
    'permissionSetName',
    'the name of a permission set, at most 32 characters and no wildcard',
  ],
  ['cdkDeployment', 'hnb659fds-*', 'qualifier', 'a bootstrap qualifier of 1 to 10 lower-case letters and digits'],
] as const)('%s refuses the name "%s"', (factory, name, path, wanted) => {
  const exempting = (): GuardrailExemption => GuardrailExemption[factory](name, REASON);

  expect(exempting).toThrow(
    `${path} is "${name}", an exemption takes ${wanted}; name each role that needs the exemption on its own`,
  );
});

test.each(['role', 'permissionSet', 'cdkDeployment'] as const)('%s refuses to exempt without a reason', (factory) => {
  const exempting = (): GuardrailExemption => GuardrailExemption[factory]('admin', ' ');

  expect(exempting).toThrow(
    'reason is empty, an exemption says why it is needed; write the sentence that an auditor will ask for',
  );
});

test('a name that is just long enough is accepted', () => {
  const name = 'a'.repeat(64);

  const exemption = GuardrailExemption.role(name, REASON);

  expect(exemption.name).toBe(name);
});
