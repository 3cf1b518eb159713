import { Problems, repeatedIn } from '../../core';

/** The part of a step whose names must differ. */
export interface NamedParts {
  /** The prop that holds them, as `inputs`. */
  readonly prop: string;
  /** One of them with its article, as `an input`. */
  readonly noun: string;
  readonly names: readonly string[];
}

/** Checks that the names of a step's inputs, outputs or channels differ. */
export function checkDistinct(problems: Problems, path: string, { prop, noun, names }: NamedParts): void {
  for (const name of repeatedIn(names)) {
    problems.add({
      code: 'StepPartNameTaken',
      path: `${path}.${prop}`,
      got: `has "${name}" more than once`,
      wanted: `the name of ${noun} is unique in its step`,
      remedy: 'rename all but one',
    });
  }
}
