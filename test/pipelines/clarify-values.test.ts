import { ClarifyValues } from '../../lib/pipelines';

test('text stays text and numbers stay numbers', () => {
  expect(ClarifyValues.ofText('1', 'yes')._render()).toEqual(['1', 'yes']);
  expect(ClarifyValues.ofNumbers(0, 1)._render()).toEqual([0, 1]);
});

test('a threshold is the only number', () => {
  expect(ClarifyValues.above(40)._render()).toEqual([40]);
});

test('a group has members', () => {
  expect(() => ClarifyValues.ofText()).toThrow(
    'ClarifyValuesEmpty: values is empty, a group without values has no members to compare; name at least one value of the column',
  );
});
