import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { PipelineReference } from './pipeline-reference';
import { quoted } from './private/quoted-names';
import { DefinitionExpression } from './private/reference-token';

/** A value inside a JSON file that a processing step wrote. */
export class PropertyFileValue extends PipelineReference {
  /** @internal */
  public static _of(stepName: string, fileName: string, jsonPath: string): PropertyFileValue {
    return new PropertyFileValue(stepName, fileName, jsonPath);
  }

  private constructor(
    private readonly stepName: string,
    private readonly fileName: string,
    private readonly jsonPath: string,
  ) {
    super();
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return {
      'Std:JsonGet': {
        PropertyFile: { Get: `Steps.${this.stepName}.PropertyFiles.${this.fileName}` },
        Path: this.jsonPath,
      },
    };
  }
}

/** A JSON file that a processing step writes and later steps read. */
export interface PropertyFile {
  /** Name by which later steps know the file. */
  readonly fileName: string;

  /** The output of the step in which the file lies; one in S3. */
  readonly outputName: string;

  /** Path of the file in the output, as `evaluation.json`. */
  readonly filePath: string;
}

/** Checks that a property file lies in one of the outputs that its step has in S3. */
export function checkPropertyFile(
  problems: Problems,
  path: string,
  { outputName, filePath }: PropertyFile,
  outputNames: readonly string[],
): void {
  if (!outputNames.includes(outputName)) {
    problems.add({
      code: 'PropertyFileWithoutOutput',
      path: `${path}.outputName`,
      got: `is "${outputName}"`,
      wanted: outputNames.length > 0 ? `the step has the outputs ${quoted(outputNames)}` : 'the step has no outputs',
      remedy: 'name the output in which the file lies',
    });
  }
  if (Token.isUnresolved(filePath) || (filePath !== '' && !filePath.startsWith('/'))) return;
  problems.add({
    code: 'PropertyFilePathMalformed',
    path: `${path}.filePath`,
    got: `is "${filePath}"`,
    wanted: 'the path of a property file begins at its output',
    remedy: 'write it as "evaluation.json"',
  });
}

/** A property file as definitions write it. */
export function renderPropertyFile(file: PropertyFile): DefinitionExpression {
  return { PropertyFileName: file.fileName, OutputName: file.outputName, FilePath: file.filePath };
}
