const GROUP_ID = /^(?:[0-9a-f]{10}-)?[A-Fa-f0-9]{8}(?:-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}$/;
const PERMISSION_SET_CHARACTERS = /^[\w+=,.@-]+$/;

/** Longest name of a permission set that IAM Identity Center accepts, in characters. */
export const PERMISSION_SET_NAME_LENGTH = 32;

/** What a permission set is called unless it is told otherwise: the team, or the platform, and the persona. */
export function permissionSetName(owner: string, persona: string): string {
  return `${owner}-${persona}`;
}

/** Whether a value is the id of a group of IAM Identity Center, of an older directory or of a newer one. */
export function isGroupId(value: string): boolean {
  return GROUP_ID.test(value);
}

/** Whether a name, however long, has only characters that names of permission sets may have, and one at least. */
export function hasPermissionSetCharacters(name: string): boolean {
  return PERMISSION_SET_CHARACTERS.test(name);
}
