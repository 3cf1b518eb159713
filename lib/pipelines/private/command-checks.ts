import { Problems } from '../../core';
import { checkEntries, checkLength, ValueRange } from './value-checks';

const LONGEST_WORD = 256;

const WORDS: ValueRange = {
  code: 'CommandTooLong',
  least: 0,
  most: 100,
  wanted: 'SageMaker takes up to 100 words',
  remedy: 'put them in a file that the job gets as an input',
};

/** What a job's container runs; without it, what its image says. */
export interface ContainerCommand {
  readonly entrypoint?: readonly string[];
  readonly arguments?: readonly string[];
}

/** Checks the words of a container's command, and of its arguments. */
export function checkCommand(problems: Problems, path: string, command: ContainerCommand): void {
  for (const prop of ['entrypoint', 'arguments'] as const) {
    const words = command[prop] ?? [];

    checkEntries(problems, `${path}.${prop}`, words.length, WORDS);
    words.forEach((word, i) => checkLength(problems, `${path}.${prop}[${i}]`, word, LONGEST_WORD));
  }
}
