import { isCreating, isPlaced, isTagging, isUntagging } from '../../../lib/security/private/action-verbs';
import { allActivities } from '../all-activities';
import { workspaceIn } from '../workspace';
import { actionsOf, permittedIn } from './permissions';
import { referenced } from './service-authorization';

/** Writing, as the reference has it, that puts nothing anywhere. */
const REMOVES_OR_PASSES_ON =
  /:(Abort|AddTags|Batch(Delete|Stop)|Cancel|Decrypt$|Delete|Deregister|Disassociate|PassRole|Stop|Tag|Untag)/;

test('what the reference calls reading places nothing, and what it calls writing does, save what removes or passes on', async () => {
  const workspace = workspaceIn();
  const actions = [
    ...new Set(Object.values(allActivities(workspace)).flatMap((each) => actionsOf(permittedIn(workspace, each)))),
  ];

  const writing = await Promise.all(
    actions.map(async (action) =>
      (await referenced(action)).accessLevels.some((level) => !/^(Read|List)$/.test(level)),
    ),
  );

  expect(actions.filter(isPlaced)).toEqual(
    actions.filter((action, i) => writing[i] && !REMOVES_OR_PASSES_ON.test(action)),
  );
}, 60_000);

test.each([
  ['sagemaker:AddTags', { tagging: true, untagging: false, creating: false }],
  ['events:TagResource', { tagging: true, untagging: false, creating: false }],
  ['sagemaker:DeleteTags', { tagging: false, untagging: true, creating: false }],
  ['glue:UntagResource', { tagging: false, untagging: true, creating: false }],
  ['sagemaker:CreateModel', { tagging: false, untagging: false, creating: true }],
])('%s is told by its verb', (action, expected) => {
  const told = { tagging: isTagging(action), untagging: isUntagging(action), creating: isCreating(action) };

  expect(told).toEqual(expected);
});
