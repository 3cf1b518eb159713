import { Token } from 'aws-cdk-lib';
import { CfnInferenceExperimentProps } from 'aws-cdk-lib/aws-sagemaker';
import { Problems } from '../core';
import { checkTextLength } from './private/length-checks';

/** SageMaker keeps so many characters of why a test was ended. */
const LONGEST_REASON = 1024;

/**
 * Where a shadow test is meant to be, whatever its schedule says.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopInferenceExperiment.html
 */
export class ShadowTestState {
  /** It runs, even before its schedule says so. */
  public static running(): ShadowTestState {
    return new ShadowTestState('Running');
  }

  /**
   * It has shown what it was for, and ends early.
   *
   * @param reason what it has shown: 1 to 1,024 characters
   */
  public static completed(reason: string): ShadowTestState {
    return new ShadowTestState('Completed', reason);
  }

  /**
   * It is broken off; what it has shown so far counts for nothing.
   *
   * @param reason why: 1 to 1,024 characters
   */
  public static cancelled(reason: string): ShadowTestState {
    return new ShadowTestState('Cancelled', reason);
  }

  private constructor(
    private readonly desired: 'Running' | 'Completed' | 'Cancelled',
    private readonly reason?: string,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { reason } = this;
    if (reason === undefined || Token.isUnresolved(reason)) return;

    checkTextLength(problems, path, reason.trim() && reason, LONGEST_REASON);
  }

  /** @internal */
  public _render(): Pick<CfnInferenceExperimentProps, 'desiredState' | 'statusReason'> {
    return { desiredState: this.desired, statusReason: this.reason };
  }
}
