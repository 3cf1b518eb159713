import { App, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { claimName, physicalName } from '../../lib/core';

const PARTS = fc.array(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/), { minLength: 1, maxLength: 6 });

describe('a physical name', () => {
  test('is its parts, joined', () => {
    expect(physicalName(['acme', 'marine-life', 'abalone'], { maxLength: 63 })).toBe('acme-marine-life-abalone');
  });

  test('is joined by another separator on request', () => {
    expect(physicalName(['acme', 'marine'], { maxLength: 63, separator: '/' })).toBe('acme/marine');
  });

  test('may fill its limit', () => {
    expect(physicalName(['a'.repeat(31), 'b'.repeat(31)], { maxLength: 63 })).toHaveLength(63);
  });

  test('is cut at its limit and ends in a hash', () => {
    const name = physicalName(['acme', 'a-very-long-team-name', 'a-very-long-project-name'], { maxLength: 32 });

    expect(name).toMatch(/^acme-a-very-long-team-n-[0-9a-f]{8}$/);
  });

  test('does not end its readable part in a separator', () => {
    expect(physicalName(['abcdef', 'ghijklmnopqrst'], { maxLength: 16 })).toMatch(/^abcdef-[0-9a-f]{8}$/);
  });

  test('keeps a token, whose length is not known, whole', () => {
    const account = Token.asString({ Ref: 'AWS::AccountId' });

    expect(physicalName(['acme', account], { maxLength: 12 })).toBe(`acme-${account}`);
  });

  test('never passes its limit', () => {
    fc.assert(
      fc.property(PARTS, fc.integer({ min: 12, max: 64 }), (parts, maxLength) => {
        expect(physicalName(parts, { maxLength }).length).toBeLessThanOrEqual(maxLength);
      }),
    );
  });

  test('is the same for the same parts', () => {
    fc.assert(
      fc.property(PARTS, (parts) => {
        expect(physicalName(parts, { maxLength: 24 })).toBe(physicalName([...parts], { maxLength: 24 }));
      }),
    );
  });

  test('differs where the joined parts differ', () => {
    fc.assert(
      fc.property(PARTS, PARTS, (a, b) => {
        fc.pre(a.join('-') !== b.join('-'));

        expect(physicalName(a, { maxLength: 24 })).not.toBe(physicalName(b, { maxLength: 24 }));
      }),
    );
  });

  test('differs where only the part that is cut off differs', () => {
    const long = 'x'.repeat(60);

    const names = ['a', 'b', 'c'].map((end) => physicalName([long, end], { maxLength: 32 }));

    expect(new Set(names).size).toBe(3);
  });
});

describe('a claim to a name', () => {
  test('gives the name', () => {
    const stack = new Stack(new App(), 'Registry');

    expect(claimName(stack, 'bucket', 'aws://1/eu-west-1', 'acme-data')).toBe('acme-data');
  });

  test('is refused when another construct has the name', () => {
    const stack = new Stack(new App(), 'Registry');
    const [first, second] = [new Construct(stack, 'First'), new Construct(stack, 'Second')];
    claimName(first, 'bucket', 'aws://1/eu-west-1', 'acme-data');

    expect(() => claimName(second, 'bucket', 'aws://1/eu-west-1', 'acme-data')).toThrow(
      'NameTaken: Registry/Second wants the bucket name "acme-data" in aws://1/eu-west-1, which Registry/First has, no two of a kind share a name there; give one of the two another name',
    );
  });

  test.each([
    ['is of another kind', 'role', 'aws://1/eu-west-1', 'acme-data'],
    ['is for another environment', 'bucket', 'aws://2/eu-west-1', 'acme-data'],
    ['is to another name', 'bucket', 'aws://1/eu-west-1', 'acme-logs'],
  ])('is accepted when it %s', (_, kind, environment, name) => {
    const stack = new Stack(new App(), 'Registry');
    claimName(new Construct(stack, 'First'), 'bucket', 'aws://1/eu-west-1', 'acme-data');

    expect(claimName(new Construct(stack, 'Second'), kind, environment, name)).toBe(name);
  });

  test('may be repeated by its owner', () => {
    const stack = new Stack(new App(), 'Registry');
    claimName(stack, 'bucket', 'aws://1/eu-west-1', 'acme-data');

    expect(claimName(stack, 'bucket', 'aws://1/eu-west-1', 'acme-data')).toBe('acme-data');
  });

  test('is known to its app only', () => {
    claimName(new Stack(new App(), 'First'), 'bucket', 'aws://1/eu-west-1', 'acme-data');

    expect(claimName(new Stack(new App(), 'Second'), 'bucket', 'aws://1/eu-west-1', 'acme-data')).toBe('acme-data');
  });

  test('passes for a token', () => {
    const stack = new Stack(new App(), 'Registry');
    const name = Token.asString({ Ref: 'Name' });
    claimName(new Construct(stack, 'First'), 'bucket', 'aws://1/eu-west-1', name);

    expect(claimName(new Construct(stack, 'Second'), 'bucket', 'aws://1/eu-west-1', name)).toBe(name);
  });
});
