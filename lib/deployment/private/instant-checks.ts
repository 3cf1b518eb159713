import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Checks that a text is a moment, the same wherever it is read. */
export function checkInstant(problems: Problems, path: string, text: string): void {
  if (Token.isUnresolved(text) || isInstant(text)) return;

  problems.add({
    code: 'InstantMalformed',
    path,
    got: `is "${text}"`,
    wanted: 'it takes a date, a time and a time zone as ISO 8601 writes them',
    remedy: 'write one as "2026-12-01T08:00:00Z"',
  });
}

/** Whether a text is a moment. */
export function isInstant(text: string): boolean {
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text));
}
