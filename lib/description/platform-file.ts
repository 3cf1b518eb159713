import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { Problem, check } from '../core';
import { PlatformDescription } from './platform-description';
import { problemsOf } from './private/checks';
import { YamlSource } from './private/yaml-source';

/**
 * A platform description in a YAML file.
 *
 * Begin the file with `# yaml-language-server: $schema=` and the path of `lib/description/platform.schema.json`,
 * and an editor completes its keys and explains them.
 */
export class PlatformFile {
  /**
   * Reads a description and checks all of it that can be known before deployment.
   *
   * Throws one error that names every problem with its file, line and column.
   *
   * @param path the YAML file, absolute or relative to the current folder
   */
  public static read(path: string): PlatformFile {
    const source = new YamlSource(path, contentOf(path));
    refuse(source.malformed);

    const data = source.toData();
    const folder = dirname(resolve(path));
    refuse(problemsOf(data, { source, folder }));
    return new PlatformFile(data as PlatformDescription, folder);
  }

  /**
   * Writes a description as YAML, so that a program can generate a file for people to keep.
   *
   * Reading the text gives an equal description. It is not checked here: `DescriptionRules.check` does that.
   */
  public static render(description: PlatformDescription): string {
    return stringify(description, { lineWidth: 0, aliasDuplicateObjects: false });
  }

  /** What the file describes. */
  public readonly description: PlatformDescription;

  /** The absolute folder of the file; the paths of project code are relative to it. */
  public readonly folder: string;

  private constructor(description: PlatformDescription, folder: string) {
    this.description = description;
    this.folder = folder;
  }
}

function refuse(problems: readonly Problem[]): void {
  check(undefined, (found) => problems.forEach((problem) => found.add(problem)));
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    refuse([unreadable(path, (error as NodeJS.ErrnoException).code ?? 'unknown')]);
    throw error;
  }
}

function unreadable(path: string, reason: string): Problem {
  const wanted = 'a description is read from a YAML file';
  const problem = { code: 'FileNotFound', path: `"${path}"`, wanted };

  switch (reason) {
    case 'ENOENT':
      return { ...problem, got: 'does not exist', remedy: 'correct the path, which is relative to the current folder' };
    case 'EISDIR':
      return { ...problem, got: 'is a folder', remedy: `name the file in it, as "${join(path, 'platform.yaml')}"` };
    default:
      return {
        ...problem,
        got: `cannot be read (${reason})`,
        remedy: 'correct the path, or the rights to read the file',
      };
  }
}
