import { Token } from 'aws-cdk-lib';
import { Problems } from './problems';

const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;
const ORGANIZATION_ROOT_ID = /^r-[0-9a-z]{4,32}$/;
const ORGANIZATIONAL_UNIT_ID = /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/;
const ROOT_OF_UNIT = /^ou-([0-9a-z]{4,32})-/;

/** Kinds of VPC resources that are known by an id. */
const VPC_RESOURCES = { vpc: 'VPC', subnet: 'subnet', rtb: 'route table' } as const;

/** Checks that a value is the id of an AWS organization. */
export function checkOrganizationId(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || ORGANIZATION_ID.test(value)) return;

  problems.add({
    code: 'OrganizationIdMalformed',
    path,
    got: `is "${value}"`,
    wanted: 'an organization id is "o-" and 10 to 32 lower-case letters and digits',
    remedy: 'copy it from the settings page of AWS Organizations, as "o-a1b2c3d4e5"',
  });
}

/** Whether a value is the id of an organization's root. */
export function isOrganizationRootId(value: string): boolean {
  return ORGANIZATION_ROOT_ID.test(value);
}

/** Checks that a value is the id of an organization's root. */
export function checkOrganizationRootId(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || isOrganizationRootId(value)) return;

  problems.add({
    code: 'OrganizationRootIdMalformed',
    path,
    got: `is "${value}"`,
    wanted: 'the id of a root is "r-" and 4 to 32 lower-case letters and digits',
    remedy: 'copy it from the account tree of AWS Organizations, as "r-ab12"',
  });
}

/** Whether a value is the id of an organisational unit. */
export function isOrganizationalUnitId(value: string): boolean {
  return ORGANIZATIONAL_UNIT_ID.test(value);
}

/** Checks that a value is the id of an organisational unit. */
export function checkOrganizationalUnitId(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || isOrganizationalUnitId(value)) return;

  problems.add({
    code: 'OrganizationalUnitIdMalformed',
    path,
    got: `is "${value}"`,
    wanted: 'the id of an organisational unit is "ou-", the four or more characters of its root, "-" and 8 to 32 more',
    remedy: 'copy it from the account tree of AWS Organizations, as "ou-ab12-1a2b3c4d"',
  });
}

/** Whether an organisational unit hangs below a root, as far as the two ids tell. */
export function isBelowRoot(unitId: string, rootId: string): boolean {
  const [, root] = ROOT_OF_UNIT.exec(unitId) ?? [];
  if (root === undefined || !isOrganizationRootId(rootId)) return true;

  return `r-${root}` === rootId;
}

/** Checks that a value is the id of a VPC, a subnet or a route table, by the id's prefix. */
export function checkVpcResourceId(
  problems: Problems,
  path: string,
  value: string,
  prefix: keyof typeof VPC_RESOURCES,
): void {
  if (Token.isUnresolved(value) || new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(value)) return;

  problems.add({
    code: 'ResourceIdMalformed',
    path,
    got: `is "${value}"`,
    wanted: `the id of a ${VPC_RESOURCES[prefix]} is "${prefix}-" and 8 or 17 hexadecimal digits`,
    remedy: `copy the id from the VPC console, as "${prefix}-0a1b2c3d4e5f67890"`,
  });
}
