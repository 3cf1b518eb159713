import { quoted } from '../../../lib/pipelines/private/quoted-names';

test.each([
  { names: ['train'], list: '"train"' },
  { names: ['train', 'test'], list: '"train", "test"' },
])('$names are listed as $list', ({ names, list }) => {
  expect(quoted(names)).toBe(list);
});
