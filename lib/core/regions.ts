import { Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { nearest } from './nearest';
import { Problems } from './problems';

const AVAILABILITY_ZONE_LETTER = /^[a-z]$/;

/** Checks that a value is the name of an AWS region that the CDK knows. */
export function checkRegion(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || regionNames().includes(value)) return;

  const [candidate] = nearest(value, regionNames());
  problems.add({
    code: 'RegionUnknown',
    path,
    got: `is "${value}"`,
    wanted: 'AWS has no such region',
    remedy: candidate ? `did you mean "${candidate}"` : 'write a region name such as "eu-west-1"',
  });
}

/** Checks that a value names an availability zone of the region, as `eu-west-1a`. */
export function checkAvailabilityZone(problems: Problems, path: string, value: string, region: string): void {
  if (Token.isUnresolved(value) || Token.isUnresolved(region)) return;
  if (value.startsWith(region) && AVAILABILITY_ZONE_LETTER.test(value.slice(region.length))) return;

  problems.add({
    code: 'AvailabilityZoneOutsideRegion',
    path,
    got: `is "${value}"`,
    wanted: `an availability zone of ${region} is the region's name and one letter`,
    remedy: `write a zone such as "${region}a"`,
  });
}

/** The partition a region lies in: `aws`, `aws-cn` or `aws-us-gov`; undefined for a region the CDK does not know. */
export function partitionOf(region: string): string | undefined {
  return RegionInfo.get(region).partition;
}

function regionNames(): string[] {
  return RegionInfo.regions.map((region) => region.name).sort();
}
