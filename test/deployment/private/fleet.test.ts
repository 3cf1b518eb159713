import { counted } from '../../../lib/deployment/private/fleet';

test.each([
  [1, 'INSTANCE_COUNT', '1 instance'],
  [2, 'INSTANCE_COUNT', '2 instances'],
  [1, 'COPY_COUNT', '1 copy'],
  [2, 'COPY_COUNT', '2 copies'],
] as const)('%p as %s reads %s', (count, unit, text) => {
  expect(counted(count, unit)).toBe(text);
});
