import { Problems } from '../../core';
import { eachKnown, whenKnown } from './draft';

/** Checks each entry of a list of what is approved, and that there is one: an empty list would approve nothing. */
export function checkApproved(
  problems: Problems,
  path: string,
  list: readonly (string | undefined)[] | undefined,
  checkEntry: (problems: Problems, path: string, value: string) => void,
): void {
  eachKnown(list, (value, i) => checkEntry(problems, `${path}[${i}]`, value));
  whenKnown(list, (values) => {
    if (values.length > 0) return;
    problems.add({
      code: 'ApprovedListEmpty',
      path,
      got: 'is empty',
      wanted: 'a list of what is approved names something, or nothing could be done',
      remedy: 'name one, or remove the key',
    });
  });
}
