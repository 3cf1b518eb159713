import { Activity } from '../../../lib/security';
import { Permission, permissionOf, Workspace } from '../workspace';

/** What an activity permits in the workspace, statement by statement. */
export function permittedIn({ stack }: Workspace, activity: Activity): Permission[] {
  return activity._render(stack).map(({ statement }) => permissionOf(stack, statement));
}

/** Every action of the permissions, in their order. */
export function actionsOf(permissions: Permission[]): string[] {
  return permissions.flatMap(({ actions }) => actions);
}

/** The permissions that name the action. */
export function permissionsFor(permissions: Permission[], action: string): Permission[] {
  return permissions.filter(({ actions }) => actions.includes(action));
}

/** How an empty list is refused. */
export function withoutResources(path: string): string {
  return `ActivityWithoutResources: ${path} is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out`;
}

/** How a name prefix is refused. */
export function prefixMalformed(namePrefix: string): string {
  return `NamePrefixMalformed: namePrefix is "${namePrefix}", names begin with 1 to 63 letters, digits and hyphens, the first no hyphen; give what all names begin with, as "marine-life-"`;
}
