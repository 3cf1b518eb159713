import { Token } from 'aws-cdk-lib';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { check } from '../core';

/**
 * What was decided about the licence of a model that somebody else made. The statement is kept in the template's metadata.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-foundation-models-choose.html
 */
export class ModelLicence {
  /**
   * The end-user licence agreement of the model was accepted; SageMaker refuses a gated model otherwise.
   *
   * @param statement who accepted which licence, and why that is within its terms, as `Jane Doe (legal) accepted the Llama 3.1
   * Community License on 2026-10-02: internal use, fewer than 700 million users`
   */
  public static accepted(statement: string): ModelLicence {
    return new ModelLicence(statement, true);
  }

  /**
   * The model has no agreement that must be accepted.
   *
   * @param statement under which licence it may be used, as `Apache 2.0`
   */
  public static notNeeded(statement: string): ModelLicence {
    return new ModelLicence(statement, false);
  }

  private constructor(
    private readonly statement: string,
    private readonly accept: boolean,
  ) {
    check(undefined, (problems) => {
      if (Token.isUnresolved(statement) || statement.trim() !== '') return;
      problems.add({
        code: 'LicenceWithoutStatement',
        path: 'statement',
        got: 'is blank',
        wanted: 'an auditor reads there on which terms the model is used',
        remedy: accept ? 'write who accepted which licence, and why' : 'write the licence, as "Apache 2.0"',
      });
    });
  }

  /** @internal */
  public get _statement(): string {
    return this.statement;
  }

  /** @internal */
  public _render(): CfnModel.ModelAccessConfigProperty | undefined {
    return this.accept ? { acceptEula: true } : undefined;
  }
}
