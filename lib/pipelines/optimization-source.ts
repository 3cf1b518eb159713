import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { checkHyphenated, checkS3Uri } from './private/value-checks';

/** Files of a model in S3. */
export interface OptimizationFilesOptions {
  /** Address of the folder that the model's files lie in, unpacked. */
  readonly modelS3Uri: string;

  /**
   * Who accepted which licence of the model, and why its use is within the terms. SageMaker refuses a gated model without; the
   * statement is kept in the template's metadata.
   *
   * @default - no licence is accepted
   */
  readonly acceptedLicence?: string;
}

/** What is optimised. */
export class OptimizationSource {
  /** Files in S3. */
  public static files({ modelS3Uri, acceptedLicence }: OptimizationFilesOptions): OptimizationSource {
    return new OptimizationSource({ modelS3Uri }, acceptedLicence);
  }

  /**
   * A model that SageMaker knows, such as one that an earlier step made.
   *
   * @param modelName name of the model, as `model.properties.modelName.asString`
   */
  public static model(modelName: string): OptimizationSource {
    return new OptimizationSource({ modelName });
  }

  private constructor(
    /** @internal */
    public readonly _arguments: Record<string, string>,
    /** @internal */
    public readonly _acceptedLicence?: string,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { modelS3Uri, modelName } = this._arguments;
    const licence = this._acceptedLicence;

    checkS3Uri(problems, `${path}.modelS3Uri`, modelS3Uri);
    checkHyphenated(problems, `${path}.modelName`, modelName);
    if (licence === undefined || Token.isUnresolved(licence) || licence.trim() !== '') return;
    problems.add({
      code: 'LicenceWithoutStatement',
      path: `${path}.acceptedLicence`,
      got: 'is blank',
      wanted: 'an auditor reads there on which terms the model is used',
      remedy: 'write who accepted which licence, and why',
    });
  }

  /** @internal */
  public _render(): object {
    if (this._arguments.modelS3Uri === undefined) return {};

    return { S3: { ModelAccessConfig: this._acceptedLicence === undefined ? undefined : { AcceptEula: true } } };
  }
}
