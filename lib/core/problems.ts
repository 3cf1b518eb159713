import { IConstruct } from 'constructs';
import { codedError } from './errors';

/** Where in a file a problem stands; lines and columns count from one. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * One thing that is wrong, told so that the reader can mend it without asking.
 *
 * Rendered as `Code: path got, wanted; remedy`, lower case, no full stop.
 */
export interface Problem {
  /** PascalCase name of the situation; part of the public contract. */
  readonly code: string;
  /** The field, as `teams[0].projects[1].name`, or the construct's property. */
  readonly path: string;
  /** What was found, as a phrase with its verb: `is 60 %`, `is missing`, `appears twice`. */
  readonly got: string;
  /** What is allowed: `SageMaker accepts 1 to 50 %`. */
  readonly wanted: string;
  /** What to do about it: `use linear({ step: 50 })`. */
  readonly remedy: string;
  /** Where it stands, when it comes from a file. */
  readonly location?: SourceLocation;
}

/** The error's name when several problems are thrown together; a single problem throws under its own code. */
const SEVERAL_PROBLEMS = 'SeveralProblems';

/** Renders a problem as the one line that a user reads. */
export function renderProblem(problem: Problem): string {
  const { code, path, got, wanted, remedy, location } = problem;
  const where = location ? `${location.file}:${location.line}:${location.column} ` : '';

  return `${where}${code}: ${path} ${got}, ${wanted}; ${remedy}`;
}

/** Collects problems and throws them once, so that a user mends them all in one round. */
export class Problems {
  private readonly collected: Problem[] = [];

  /** The problems so far, in the order they were found. */
  get all(): readonly Problem[] {
    return this.collected;
  }

  public add(problem: Problem): void {
    this.collected.push(problem);
  }

  /** Throws one error that names every problem; does nothing when there is none. */
  public throwIfAny(scope?: IConstruct): void {
    const [first, ...others] = this.collected;
    if (first === undefined) return;
    if (others.length === 0) throw codedError(first.code, renderProblem(first), scope);

    const lines = this.collected.map((problem) => `  ${renderProblem(problem)}`);
    throw codedError(SEVERAL_PROBLEMS, [`${lines.length} problems:`, ...lines].join('\n'), scope);
  }
}

/** Runs checks against a fresh collector and throws what they found: the usual first beat of a constructor. */
export function check(scope: IConstruct | undefined, checks: (problems: Problems) => void): void {
  const problems = new Problems();

  checks(problems);

  problems.throwIfAny(scope);
}
