import { UnscopedValidationError, ValidationError } from 'aws-cdk-lib/core/lib/errors';
import { IConstruct } from 'constructs';

type ErrorName = ConstructorParameters<typeof ValidationError>[0];

/**
 * The error of this library under its public code.
 *
 * With a scope it also carries the construct's path, which the CDK CLI prints.
 * This file is the only one that touches CDK's internal error classes.
 */
export function codedError(code: string, message: string, scope?: IConstruct): Error {
  const name = code as ErrorName;

  return scope ? new ValidationError(name, message, scope) : new UnscopedValidationError(name, message);
}
