import * as events from 'aws-cdk-lib/aws-events';

/** Which steps a rule is about, and what it does. */
export interface StepEventOptions extends events.OnEventOptions {
  /**
   * Names of the steps.
   *
   * @default - every step of the pipeline
   */
  readonly stepNames?: string[];
}
