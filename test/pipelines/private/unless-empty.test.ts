import { unlessBlank, unlessEmpty } from '../../../lib/pipelines/private/unless-empty';

test('a list stays when it has items', () => {
  expect([unlessEmpty(), unlessEmpty([]), unlessEmpty(['a'])]).toEqual([undefined, undefined, ['a']]);
});

test('a structure stays when a member has a value, even one that is empty', () => {
  const members = [{}, { A: undefined }, { A: undefined, B: '' }];

  expect(members.map(unlessBlank)).toEqual([undefined, undefined, { B: '' }]);
});
