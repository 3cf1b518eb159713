/** Verbs of actions that put nothing anywhere: they read, stop, delete, tag or pass on. */
const UNPLACED_VERBS = [
  'Abort',
  'AccessUI',
  'AddTags',
  'Analyze',
  'BatchCheck',
  'BatchDelete',
  'BatchDescribe',
  'BatchDetect',
  'BatchGet',
  'BatchStop',
  'Cancel',
  'Check',
  'Decrypt',
  'Delete',
  'Deregister',
  'Describe',
  'Detect',
  'Disassociate',
  'Filter',
  'GenerateService',
  'Get',
  'Invoke',
  'List',
  'Lookup',
  'PassRole',
  'Query',
  'Retrieve',
  'Search',
  'Select',
  'Stop',
  'Tag',
  'Untag',
];

const TAGGING = /^(AddTags|TagResource|TagResources)$/;
const UNTAGGING = /^(DeleteTags|UntagResource|UntagResources)$/;

/** Whether the action creates, starts, updates or writes something, and so decides where it runs and how it is encrypted. */
export function isPlaced(action: string): boolean {
  return !UNPLACED_VERBS.some((verb) => verbOf(action).startsWith(verb));
}

/** Whether the action gives tags to what may exist already. */
export function isTagging(action: string): boolean {
  return TAGGING.test(verbOf(action));
}

/** Whether the action takes tags away. */
export function isUntagging(action: string): boolean {
  return UNTAGGING.test(verbOf(action));
}

/** Whether the action creates something that did not exist. */
export function isCreating(action: string): boolean {
  return verbOf(action).startsWith('Create');
}

function verbOf(action: string): string {
  return action.slice(action.indexOf(':') + 1);
}
