import { Problem, Problems } from '../../core';
import { parsePath } from './field-path';
import { YamlSource } from './yaml-source';

/** The problems of a description; each is given its place in the text when the description was read from one. */
export class DescriptionProblems extends Problems {
  constructor(private readonly source?: YamlSource) {
    super();
  }

  public override add(problem: Problem): void {
    super.add({ location: this.source?.locate(parsePath(problem.path)), ...problem });
  }

  /** Names another field in a message, with its line where the description has lines. */
  public mention(path: string): string {
    const location = this.source?.locate(parsePath(path));

    return location ? `${path} (line ${location.line})` : path;
  }
}
