/** Whether an error of the SDK has one of the names. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** What an error says. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether SageMaker says that an endpoint does not exist; it does so in the text of a validation error. */
export function isMissing(error: unknown): boolean {
  return (
    isNamed(error, 'ResourceNotFound') ||
    (isNamed(error, 'ValidationException') && /not found|could not find|does not exist/i.test(textOf(error)))
  );
}

/** Whether SageMaker refuses because something else is changing the endpoint just now; it will take the call later. */
export function isBusy(error: unknown): boolean {
  return (
    isNamed(error, 'ResourceInUse', 'ConflictException') ||
    (isNamed(error, 'ValidationException') && /in.progress|updating/i.test(textOf(error)))
  );
}
