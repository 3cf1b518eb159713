import { Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import {
  CidrBlock,
  Problems,
  checkCidr,
  checkVpcCidr,
  cidrContains,
  cidrsOverlap,
  parseCidr,
  renderCidr,
  renderProblem,
} from '../../lib/core';

function told(value: string): string[] {
  const problems = new Problems();
  checkVpcCidr(problems, 'cidr', value);

  return problems.all.map(renderProblem);
}

function blocks(): fc.Arbitrary<CidrBlock> {
  return fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
    .map(([address, prefix]) => ({ first: address - (address % 2 ** (32 - prefix)), size: 2 ** (32 - prefix) }));
}

test.each([
  ['0.0.0.0/0', { first: 0, size: 2 ** 32 }],
  ['10.40.0.0/16', { first: 10 * 2 ** 24 + 40 * 2 ** 16, size: 2 ** 16 }],
  ['255.255.255.255/32', { first: 2 ** 32 - 1, size: 1 }],
])('%s is read', (text, block) => {
  expect(parseCidr(text)).toEqual(block);
});

test.each([
  '',
  '10.40.0.0',
  '10.40.0/16',
  '256.0.0.0/8',
  '10.0.0.0/33',
  '10.40.0.1/16',
  '010.0.0.0/8',
  '10.0.0.0/08',
  ' 10.0.0.0/8',
  'fd00::/8',
])('%j is no block', (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test('a block that is written is read as itself', () => {
  fc.assert(fc.property(blocks(), (block) => expect(parseCidr(renderCidr(block))).toEqual(block)));
});

test('two blocks overlap exactly when one holds the other', () => {
  fc.assert(
    fc.property(blocks(), blocks(), (a, b) => {
      expect(cidrsOverlap(a, b)).toBe(cidrContains(a, b) || cidrContains(b, a));
      expect(cidrsOverlap(a, b)).toBe(cidrsOverlap(b, a));
    }),
  );
});

test.each([
  ['10.40.0.0/16', '10.40.255.0/24', true, true],
  ['10.40.255.0/24', '10.40.0.0/16', true, false],
  ['10.40.0.0/24', '10.40.1.0/24', false, false],
  ['10.40.0.0/24', '10.40.0.0/24', true, true],
])('%s and %s: overlap %s, the first holds the second %s', (first, second, overlap, holds) => {
  const [a, b] = [parseCidr(first), parseCidr(second)] as [CidrBlock, CidrBlock];

  expect(cidrsOverlap(a, b)).toBe(overlap);
  expect(cidrContains(a, b)).toBe(holds);
});

test.each(['10.40.0.0/16', '10.40.0.0/28', '192.168.16.0/20'])('a VPC accepts %s', (value) => {
  expect(told(value)).toEqual([]);
});

test.each(['10.0.0.0/15', '10.40.0.0/29'])('a VPC does not accept %s', (value) => {
  expect(told(value)).toEqual([
    `CidrSizeOutOfRange: cidr is "${value}", a VPC accepts /16 to /28; choose a prefix from /16 to /28`,
  ]);
});

test.each(['10.40.0.5/16', 'ten'])('a VPC does not accept %s, which is no block', (value) => {
  expect(told(value)).toEqual([
    `CidrMalformed: cidr is "${value}", an IPv4 block is four numbers up to 255 and a prefix, and begins at the block's first address; write a block such as "10.40.0.0/16"`,
  ]);
});

test('other limits than those of a VPC can be held', () => {
  const problems = new Problems();

  checkCidr(problems, 'cidr', '10.0.0.0/7', { noun: 'the platform', largest: 8, smallest: 24 });

  expect(problems.all.map(renderProblem)).toEqual([
    'CidrSizeOutOfRange: cidr is "10.0.0.0/7", the platform accepts /8 to /24; choose a prefix from /8 to /24',
  ]);
});

test('a token passes', () => {
  expect(told(Token.asString({ Ref: 'Cidr' }))).toEqual([]);
});
