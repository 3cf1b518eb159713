import { check } from '../core';
import { DetectiveOmission } from './detective-omission';
import { checkOmission } from './private/omissions';
import { FOUNDATIONAL_STANDARD, SAGEMAKER_CONTROLS } from './private/security-hub-control-table';

/**
 * Which controls of Security Hub watch SageMaker.
 *
 * They come from three standards: AI Security Best Practices has most of them, the Resource Tagging Standard has
 * `SageMaker.6` and `SageMaker.7`. The Foundational Security Best Practices watch everything else. A standard is enabled
 * as long as one of its controls is selected; whatever else it holds is enabled with it.
 *
 * A selection is never changed: what takes out gives a new one.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html
 */
export class SecurityHubControls {
  /** `SageMaker.1` to `SageMaker.25`. */
  public static all(): SecurityHubControls {
    return new SecurityHubControls(Object.keys(SAGEMAKER_CONTROLS), []);
  }

  private constructor(
    /** Ids of the controls, as `SageMaker.1`. */
    public readonly controlIds: string[],
    /** What was taken out, and why. */
    public readonly omissions: DetectiveOmission[],
  ) {}

  /**
   * The selection without a control.
   *
   * Throws when the selection has none of the id, and when the reason is empty.
   *
   * @param controlId id of the control, as `SageMaker.6`
   * @param reason why it does not watch; it ends up in the template
   */
  public without(controlId: string, reason: string): SecurityHubControls {
    check(undefined, (problems) =>
      checkOmission(problems, { kind: 'SecurityHubControl', name: controlId, present: this.controlIds, reason }),
    );

    return new SecurityHubControls(
      this.controlIds.filter((id) => id !== controlId),
      [...this.omissions, { name: controlId, reason }],
    );
  }

  /** What a control demands, in words: `models are isolated from the network`. Undefined for an unknown id. */
  public demandOf(controlId: string): string | undefined {
    return SAGEMAKER_CONTROLS[controlId]?.demand;
  }

  /**
   * The standards that bring the controls.
   *
   * @internal
   */
  public _standards(): string[] {
    const standards = this.controlIds.map((id) => SAGEMAKER_CONTROLS[id].standard);

    return [...new Set([FOUNDATIONAL_STANDARD, ...standards])];
  }
}
