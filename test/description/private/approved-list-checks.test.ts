import { checkAccountId, Problems } from '../../../lib/core';
import { checkApproved } from '../../../lib/description/private/approved-list-checks';

test.each([
  [undefined, []],
  [['111111111111'], []],
  [['111111111111', '12'], ['AccountIdMalformed list[1]']],
  [[undefined, '12'], ['AccountIdMalformed list[1]']],
  [[], ['ApprovedListEmpty list']],
])('of the list %j is told %j', (list, told) => {
  const problems = new Problems();

  checkApproved(problems, 'list', list, checkAccountId);

  expect(problems.all.map(({ code, path }) => `${code} ${path}`)).toEqual(told);
});
