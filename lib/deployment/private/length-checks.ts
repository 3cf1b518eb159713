import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

/** Checks that a text is there, and not too long. */
export function checkTextLength(problems: Problems, path: string, text: string | undefined, longest: number): void {
  if (text === undefined || Token.isUnresolved(text) || (text.length >= 1 && text.length <= longest)) return;

  problems.add({
    code: 'TextLengthOutOfRange',
    path,
    got: text === '' ? 'is empty' : `has ${text.length} characters`,
    wanted: `SageMaker takes 1 to ${longest} characters`,
    remedy: text === '' ? 'write something there' : 'shorten it',
  });
}

/** Checks that a list has entries, and not too many. */
export function checkListLength<Entry>(
  problems: Problems,
  path: string,
  list: readonly Entry[] | undefined,
  most: number,
): void {
  if (list === undefined || Token.isUnresolved(list) || (list.length >= 1 && list.length <= most)) return;

  problems.add({
    code: 'ListLengthOutOfRange',
    path,
    got: list.length === 0 ? 'is empty' : `has ${list.length} entries`,
    wanted: `SageMaker takes 1 to ${most} entries`,
    remedy: list.length === 0 ? 'leave the option out, or name an entry' : 'leave out those that are not needed',
  });
}
