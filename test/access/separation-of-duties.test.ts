import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Activity, Duty, Persona } from '../../lib/security';
import { deploysInProduction, dutiesOf } from './duties';
import { deploymentRole } from './platform-roles';
import { MARINE_DEV, MARINE_PROD, MARINE_TEST, referencePlatform, REGION } from './reference-platform';

const PLATFORM = referencePlatform();

/** Hundreds of requests, on a machine that may be busy. */
const TIMEOUT_MS = 60_000;

/** Roles whose policies AWS keeps, so that no template tells what they allow. */
const KEPT_BY_AWS = PLATFORM.roles.filter(({ unreadPolicies }) => unreadPolicies.length > 0);

const DEPLOYMENT_ROLES = [MARINE_DEV, MARINE_TEST, MARINE_PROD].map((account) => deploymentRole(account, REGION));
const ROLES = PLATFORM.roles.filter((role) => !KEPT_BY_AWS.includes(role));

/** The most that an intruder could show. */
const WITH_MFA = { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '60' };

test('AWS keeps the policies of services alone, and of nobody who works', () => {
  const trusted = KEPT_BY_AWS.map(({ trust }) => JSON.stringify(trust));

  expect(trusted.length).toBeLessThanOrEqual(1);
  expect(trusted.every((document) => /"Service":"config\.amazonaws\.com"/.test(document))).toBe(true);
});

test(
  'nobody approves who trains or deploys',
  async () => {
    const conflicts: string[] = [];

    for (const role of ROLES) {
      const duties = await dutiesOf(PLATFORM, role);
      if (duties.includes(Duty.APPROVE) && duties.length > 1) conflicts.push(`${role.name}: ${duties.join(', ')}`);
    }

    expect(conflicts).toEqual([]);
  },
  TIMEOUT_MS,
);

test.each(personas().map((persona) => [persona.name, persona] as const))(
  'the persona %s does its duties, and no others',
  async (name, persona) => {
    const roles = ROLES.filter(({ roleName, permissionSet = roleName }) => permissionSet.endsWith(`-${name}`));

    const duties = await Promise.all(roles.map((role) => dutiesOf(PLATFORM, role)));

    expect(roles.length).toBeGreaterThan(0);
    expect(new Set(duties.flat())).toEqual(new Set(persona.duties));
  },
  TIMEOUT_MS,
);

test(
  'nobody but the platform deploys in production, and whoever breaks the glass',
  async () => {
    const deploying: string[] = [];

    for (const role of [...ROLES, ...DEPLOYMENT_ROLES]) {
      if (await deploysInProduction(PLATFORM, role)) deploying.push(role.roleName);
    }

    expect(deploying).toEqual([
      'acme-ml-marine-life-prod-break-glass',
      `cdk-hnb659fds-cfn-exec-role-${MARINE_PROD}-${REGION}`,
    ]);
  },
  TIMEOUT_MS,
);

test(
  'nobody becomes another, so that nobody adds the duties of another to his own',
  async () => {
    const trustsMoreThanServices = ROLES.filter(({ trust }) =>
      /"(AWS|\*)":|"Principal":"\*"/.test(JSON.stringify(trust)),
    );
    const becoming: string[] = [];

    for (const who of ROLES) {
      for (const { arn } of trustsMoreThanServices) {
        const { decision } = await PLATFORM.decide({ who, action: 'sts:AssumeRole', resource: arn, context: WITH_MFA });
        if (decision === 'allowed') becoming.push(`${who.name} becomes ${arn}`);
      }
    }

    expect(trustsMoreThanServices.length).toBeGreaterThan(0);
    expect(becoming).toEqual([]);
  },
  TIMEOUT_MS,
);

/** The personas of people, on grounds that do not matter: what they are to do is the same everywhere. */
function personas(): Persona[] {
  const stack = new Stack(new App(), 'Personas');
  const key = kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:${REGION}:${MARINE_DEV}:key/1`);
  const role = iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${MARINE_DEV}:role/work`);
  const groups = [`arn:aws:sagemaker:${REGION}:${MARINE_DEV}:model-package-group/a`];
  const team = {
    dataBucket: s3.Bucket.fromBucketName(stack, 'Data', 'data'),
    useOfDataKey: Activity.useKey(key),
    namePrefix: 'a--',
    modelPackageGroupArns: groups,
  };
  const grounds = {
    ...team,
    network: {
      subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')],
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    },
    keys: [key],
  };

  return [
    Persona.dataScientist(team),
    Persona.dataEngineer({ ...team, databaseNames: ['a'], workgroupNames: ['a'] }),
    Persona.mlEngineer({ ...grounds, workRoles: [role] }),
    Persona.mlOpsEngineer(team),
    Persona.businessAnalyst({ ...grounds, executionRole: role }),
    Persona.platformEngineer('hnb659fds'),
    Persona.modelApprover(groups),
    Persona.auditor(),
  ];
}
