import { hasPermissionSetCharacters, isGroupId, PERMISSION_SET_NAME_LENGTH, permissionSetName } from '../../lib/core';

const GROUP = 'a1b2c3d4-5678-90ab-cdef-1234567890ab';

test.each([
  [GROUP, true],
  [GROUP.toUpperCase(), true],
  [`0123456789-${GROUP}`, true],
  [`01234567ab-${GROUP}`, true],
  ['', false],
  ['data-scientists', false],
  [GROUP.slice(1), false],
  [`${GROUP}0`, false],
  [`012345678-${GROUP}`, false],
])('that "%s" is the id of a group is %s', (id, expected) => {
  expect(isGroupId(id)).toBe(expected);
});

test.each([
  ['a', true],
  ['Ann_+=,.@-1', true],
  ['x'.repeat(PERMISSION_SET_NAME_LENGTH + 1), true],
  ['', false],
  ['Ann & Ben', false],
  ['approver/prod', false],
  ['größe', false],
])('that "%s" may be in the name of a permission set is %s', (name, expected) => {
  expect(hasPermissionSetCharacters(name)).toBe(expected);
});

test('a permission set is called after its owner and its persona', () => {
  expect(permissionSetName('marine-life', 'auditor')).toBe('marine-life-auditor');
});
