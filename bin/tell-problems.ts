import { Errors } from 'aws-cdk-lib';

/**
 * Runs something and, when it refuses what the user gave, tells the problems without a stack trace and exits with 1.
 *
 * Anything else is a fault of ours and keeps its stack trace.
 */
export function tellProblems(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!Errors.isValidationError(error)) throw error;

    console.error(error.message);
    process.exit(1);
  }
}
