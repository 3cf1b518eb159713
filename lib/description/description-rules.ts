import { Problems, check } from '../core';
import { PlatformDescription } from './platform-description';
import { problemsOf } from './private/checks';

/**
 * The rules that a description keeps.
 *
 * `PlatformFile.read` applies them with places in the file, and the platform applies them to whatever description it is
 * given; call them yourself to check a description that your program builds.
 */
export class DescriptionRules {
  /**
   * Checks a description. The folders of project code are not looked at, because a description in code lies nowhere.
   *
   * Throws one error that names every problem.
   */
  public static check(description: PlatformDescription): void {
    check(undefined, (problems) => DescriptionRules._check(problems, description));
  }

  /**
   * Adds what is wrong with a description to the problems of whoever is given it.
   *
   * @internal
   */
  public static _check(problems: Problems, description: PlatformDescription): void {
    problemsOf(description).forEach((problem) => problems.add(problem));
  }

  private constructor() {}
}
