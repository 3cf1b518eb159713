import { Stack } from 'aws-cdk-lib';
import { JobEnvironment } from '../job-environment';

/** Where a step is rendered. */
export interface StepContext {
  readonly stack: Stack;
  readonly environment: JobEnvironment;
}
