import { PipelineReference } from './pipeline-reference';
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

  /** The output of the step in which the file lies. */
  readonly outputName: string;

  /** Path of the file in the output, as `evaluation.json`. */
  readonly filePath: string;
}
