/** What was taken out of a selection of detective controls, and why. */
export interface DetectiveOmission {
  /** Name of what does not watch, as `macie`, `SageMaker.6` or `SAGEMAKER_MODEL_IN_VPC`. */
  readonly name: string;

  /** Why it does not. It stands in the template's metadata. */
  readonly reason: string;
}
