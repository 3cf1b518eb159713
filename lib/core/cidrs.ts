import { Token } from 'aws-cdk-lib';
import { Problems } from './problems';

const NUMBER = '(0|[1-9]\\d{0,2})';
const CIDR = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}\\.${NUMBER}/${NUMBER}$`);

/** The sizes of block that something accepts, as prefixes. */
export interface CidrLimits {
  /** Who accepts them, as the subject of the message: `a VPC`. */
  readonly noun: string;
  /** Prefix of the largest block, as 16. */
  readonly largest: number;
  /** Prefix of the smallest block, as 28. */
  readonly smallest: number;
}

const VPC: CidrLimits = { noun: 'a VPC', largest: 16, smallest: 28 };

/** An IPv4 block as its first address and its size. */
export interface CidrBlock {
  /** First address, as an unsigned 32-bit number. */
  readonly first: number;
  /** Number of addresses; a power of two. */
  readonly size: number;
}

/** Reads `10.40.0.0/16`; undefined when it is no IPv4 block or its address is not the block's first. */
export function parseCidr(text: string): CidrBlock | undefined {
  const match = CIDR.exec(text);
  if (!match) return undefined;

  const [octets, prefix] = [match.slice(1, 5).map(Number), Number(match[5])];
  if (octets.some((octet) => octet > 255) || prefix > 32) return undefined;

  const first = octets.reduce((address, octet) => address * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, size } : undefined;
}

/** Writes a block as `10.40.0.0/16`. */
export function renderCidr(block: CidrBlock): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(block.first / 2 ** shift) % 256);

  return `${octets.join('.')}/${32 - Math.log2(block.size)}`;
}

/** Whether two blocks share an address. */
export function cidrsOverlap(a: CidrBlock, b: CidrBlock): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

/** Whether the outer block holds every address of the inner one. */
export function cidrContains(outer: CidrBlock, inner: CidrBlock): boolean {
  return outer.first <= inner.first && inner.first + inner.size <= outer.first + outer.size;
}

/** Checks that a value is an IPv4 block that a VPC accepts: /16 to /28, beginning at its own first address. */
export function checkVpcCidr(problems: Problems, path: string, value: string): void {
  checkCidr(problems, path, value, VPC);
}

/** Checks that a value is an IPv4 block of an accepted size, beginning at its own first address. */
export function checkCidr(problems: Problems, path: string, value: string, limits: CidrLimits): void {
  if (Token.isUnresolved(value)) return;

  const block = parseCidr(value);
  if (!block) {
    problems.add({
      code: 'CidrMalformed',
      path,
      got: `is "${value}"`,
      wanted: "an IPv4 block is four numbers up to 255 and a prefix, and begins at the block's first address",
      remedy: 'write a block such as "10.40.0.0/16"',
    });
    return;
  }

  const prefix = 32 - Math.log2(block.size);
  if (prefix >= limits.largest && prefix <= limits.smallest) return;
  problems.add({
    code: 'CidrSizeOutOfRange',
    path,
    got: `is "${value}"`,
    wanted: `${limits.noun} accepts /${limits.largest} to /${limits.smallest}`,
    remedy: `choose a prefix from /${limits.largest} to /${limits.smallest}`,
  });
}
