import {
  Problems,
  checkAccountId,
  checkAvailabilityZone,
  checkCidr,
  checkName,
  checkRegion,
  partitionOf,
} from '../../core';
import { NetworkDescription } from '../network-description';
import { PlatformAccounts, PlatformDescription } from '../platform-description';
import { Draft, eachKnown, whenKnown } from './draft';

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
  checkAddressSpace(problems, platform.network ?? {}, platform.homeRegion);
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
