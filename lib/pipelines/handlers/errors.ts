/** SageMaker or the handler will not run the job, now or later; its text is for whoever reads why the step failed. */
export class JobRefused extends Error {}

/** Whether an error of the SDK has one of the names. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** Whether something does not exist. SageMaker says so by an error of its own or, of some things, in the text of another. */
export function isMissing(error: unknown): boolean {
  if (isNamed(error, 'ResourceNotFound')) return true;

  return isNamed(error, 'ValidationException') && /not found|could not find|does not exist/i.test(textOf(error));
}

/** What an error says. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
