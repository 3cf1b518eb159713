import { Lazy, Token } from 'aws-cdk-lib';
import { eachKnown, whenKnown } from '../../../lib/description/private/draft';

describe('whenKnown', () => {
  test.each(['text', '', 0, false])('runs the check on %j', (value) => {
    const check = jest.fn();

    whenKnown(value, check);

    expect(check).toHaveBeenCalledWith(value);
  });

  test.each([
    ['nothing', undefined],
    ['a text token', Lazy.string({ produce: () => 'later' })],
    ['a number token', Token.asNumber({ Ref: 'Parameter' })],
    ['a list token', Token.asList({ Ref: 'Parameter' })],
    ['a text with a token in it', `prefix-${Token.asString({ Ref: 'Parameter' })}`],
  ])('leaves %s alone', (_, value) => {
    const check = jest.fn();

    whenKnown<unknown>(value, check);

    expect(check).not.toHaveBeenCalled();
  });
});

test('eachKnown runs the check on the entries that are there, with their places', () => {
  const check = jest.fn();

  eachKnown(['a', undefined, Token.asString({ Ref: 'Parameter' }), 'b'], check);

  expect(check.mock.calls).toEqual([
    ['a', 0],
    ['b', 3],
  ]);
});

test('eachKnown leaves a list alone that is not there', () => {
  const check = jest.fn();

  eachKnown(undefined, check);

  expect(check).not.toHaveBeenCalled();
});
