import { Problems } from '../../core';
import { checkTextMap, MapLimits } from './value-checks';

/** Environment variables as a kind of job takes them. */
export interface VariableLimits extends MapLimits {
  readonly longestName: number;
}

/** What processing jobs take. */
export const PROCESSING_VARIABLES: VariableLimits = {
  most: 100,
  longestName: 256,
  longestValue: 256,
  noun: 'environment variables',
};

/** What training jobs take. */
export const TRAINING_VARIABLES: VariableLimits = { ...PROCESSING_VARIABLES, longestName: 512, longestValue: 512 };

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Checks the environment variables of a job; `own` are those that its step sets itself, and that count too. */
export function checkVariables(
  problems: Problems,
  path: string,
  limits: VariableLimits,
  given: Readonly<Record<string, string>> = {},
  own: Readonly<Record<string, string>> = {},
): void {
  checkTextMap(problems, path, { ...given, ...own }, limits);

  for (const name of Object.keys(given).filter((each) => !NAME.test(each) || each.length > limits.longestName)) {
    problems.add({
      code: 'VariableNameMalformed',
      path,
      got: `has "${name}"`,
      wanted: `the name of an environment variable is up to ${limits.longestName} letters, digits and underscores, the first no digit`,
      remedy: 'write one as "LOG_LEVEL"',
    });
  }
  for (const name of Object.keys(given).filter((each) => each in own)) {
    problems.add({
      code: 'EnvironmentVariableReserved',
      path: `${path}.${name}`,
      got: 'is given',
      wanted: 'the step sets this variable itself',
      remedy: 'leave it out',
    });
  }
}
