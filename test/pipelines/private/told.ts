import { Problems, renderProblem } from '../../../lib/core';

/** What checks find, as users read it. */
export function told(checks: (problems: Problems) => void): string[] {
  const problems = new Problems();

  checks(problems);

  return problems.all.map(renderProblem);
}
