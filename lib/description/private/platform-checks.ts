import {
  Problems,
  checkAccountId,
  checkArn,
  checkAvailabilityZone,
  checkCidr,
  checkName,
  checkOrganizationId,
  checkOrganizationRootId,
  checkRegion,
  partitionOf,
} from '../../core';
import { IdentityDescription, IdentityProvider } from '../identity-description';
import { NetworkDescription } from '../network-description';
import { GuardrailExemption, OrganizationDescription } from '../organization-description';
import { PlatformAccounts, PlatformDescription } from '../platform-description';
import { Draft, eachKnown, whenKnown } from './draft';

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const MOST_ZONES = 6;
const FEWEST_ZONES = 2;

/** The address space is no VPC of its own, so it may be larger than one; the smallest still holds one stage's network. */
const ADDRESS_SPACE = { noun: "the platform's address space", largest: 8, smallest: 24 };

/** Checks what concerns the platform as a whole. */
export function checkPlatform(problems: Problems, platform: Draft<PlatformDescription>): void {
  whenKnown(platform.name, (name) => checkName(problems, 'name', name, 'platform'));
  whenKnown(platform.homeRegion, (region) => checkRegion(problems, 'homeRegion', region));
  checkPartition(problems, platform);
  checkAccounts(problems, platform.accounts ?? {});
  checkOrganization(problems, platform.organization ?? {});
  checkAddressSpace(problems, platform.network ?? {}, platform.homeRegion);
  checkIdentity(problems, platform.identity ?? {});
}

function checkPartition(problems: Problems, { partition, homeRegion }: Draft<PlatformDescription>): void {
  whenKnown(partition, (given) =>
    whenKnown(homeRegion, (region) => {
      const actual = partitionOf(region);
      if (actual === undefined || actual === given) return;
      problems.add({
        code: 'PartitionMismatch',
        path: 'partition',
        got: `is "${given}"`,
        wanted: `${region} lies in the partition "${actual}"`,
        remedy: `remove partition, or write "${actual}"`,
      });
    }),
  );
}

function checkAccounts(problems: Problems, accounts: Draft<PlatformAccounts>): void {
  for (const role of Object.keys(accounts) as (keyof PlatformAccounts)[]) {
    whenKnown(accounts[role], (account) => checkAccountId(problems, `accounts.${role}`, account));
  }
}

function checkOrganization(problems: Problems, { id, rootId, guardrails }: Draft<OrganizationDescription>): void {
  whenKnown(id, (given) => checkOrganizationId(problems, 'organization.id', given));
  whenKnown(rootId, (given) => checkOrganizationRootId(problems, 'organization.rootId', given));
  eachKnown(guardrails?.approvedRegions, (region, i) =>
    checkRegion(problems, `organization.guardrails.approvedRegions[${i}]`, region),
  );
  eachKnown(guardrails?.exemptions, (exemption, i) =>
    checkExemption(problems, `organization.guardrails.exemptions[${i}]`, exemption),
  );
}

function checkExemption(problems: Problems, path: string, { roleName, reason }: Draft<GuardrailExemption>): void {
  whenKnown(roleName, (name) => {
    if (ROLE_NAME.test(name)) return;
    problems.add({
      code: 'RoleNameMalformed',
      path: `${path}.roleName`,
      got: `is "${name}"`,
      wanted: 'the name of an IAM role is 1 to 64 letters, digits and +=,.@_-',
      remedy: 'write the name alone, neither its path nor its ARN',
    });
  });
  whenKnown(reason, (text) => {
    if (text.trim() !== '') return;
    problems.add({
      code: 'ExemptionWithoutReason',
      path: `${path}.reason`,
      got: 'is empty',
      wanted: 'an exemption from guardrails is only given for a reason, which ends up in the evidence',
      remedy: 'say why the role needs it, or remove the exemption',
    });
  });
}

function checkAddressSpace(problems: Problems, network: Draft<NetworkDescription>, region: string | undefined): void {
  whenKnown(network.cidr, (cidr) => checkCidr(problems, 'network.cidr', cidr, ADDRESS_SPACE));

  whenKnown(network.availabilityZones, (zones) => {
    if (zones.length >= FEWEST_ZONES && zones.length <= MOST_ZONES) return;
    problems.add({
      code: 'AvailabilityZoneCount',
      path: 'network.availabilityZones',
      got: `has ${zones.length} ${zones.length === 1 ? 'zone' : 'zones'}`,
      wanted: `a network spans ${FEWEST_ZONES} to ${MOST_ZONES} availability zones`,
      remedy: zones.length < FEWEST_ZONES ? 'add a zone of the home region' : `keep at most ${MOST_ZONES}`,
    });
  });
  eachKnown(network.availabilityZones, (zone, i) => {
    const path = `network.availabilityZones[${i}]`;
    whenKnown(region, (home) => {
      if (partitionOf(home) !== undefined) checkAvailabilityZone(problems, path, zone, home);
    });

    const first = network.availabilityZones?.indexOf(zone) ?? i;
    if (first === i) return;
    problems.add({
      code: 'AvailabilityZoneRepeated',
      path,
      got: `is "${zone}", which network.availabilityZones[${first}] is too`,
      wanted: 'each availability zone stands once',
      remedy: 'write another zone of the home region, or remove it',
    });
  });
}

function checkIdentity(problems: Problems, { provider, instanceArn }: Draft<IdentityDescription>): void {
  whenKnown(instanceArn, (arn) => checkArn(problems, 'identity.instanceArn', arn, 'sso'));

  if (provider === IdentityProvider.IDENTITY_CENTER && instanceArn === undefined) {
    problems.add({
      code: 'IdentityInstanceMissing',
      path: 'identity.instanceArn',
      got: 'is missing',
      wanted: 'IAM Identity Center needs the instance that holds the directory',
      remedy:
        'add the ARN from the settings page of IAM Identity Center, as "arn:aws:sso:::instance/ssoins-1234567890abcdef"',
    });
  }
  if (provider === IdentityProvider.IAM && instanceArn !== undefined) {
    problems.add({
      code: 'IdentityInstanceUnused',
      path: 'identity.instanceArn',
      got: 'is given',
      wanted: 'with the provider "iam" no instance is used',
      remedy: 'remove it, or set provider to "identity-center"',
    });
  }
}
