import { Problems } from '../../core';
import { checkEntries, checkLength } from './value-checks';

const MOST_WORDS = 100;
const LONGEST_WORD = 256;

/** Checks the command of a job's container, and its arguments. */
export function checkCommand(
  problems: Problems,
  path: string,
  entrypoint: readonly string[],
  containerArguments: readonly string[] = [],
): void {
  if (entrypoint.length === 0) {
    problems.add({
      code: 'ProcessingWithoutCommand',
      path: `${path}.entrypoint`,
      got: 'is empty',
      wanted: 'a processing job needs a command to run',
      remedy: "give one, such as ['python3', '/opt/ml/processing/code/preprocess.py']",
    });
  }
  for (const [prop, words] of Object.entries({ entrypoint, arguments: containerArguments })) {
    checkEntries(problems, `${path}.${prop}`, words.length, {
      code: 'CommandTooLong',
      least: 0,
      most: MOST_WORDS,
      wanted: `SageMaker takes up to ${MOST_WORDS} words`,
      remedy: 'put them in a file that the job gets as an input',
    });
    words.forEach((word, i) => checkLength(problems, `${path}.${prop}[${i}]`, word, LONGEST_WORD));
  }
}
