import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

/** How long a text of JSON may be, and how one looks. */
export interface JsonTextLimits {
  readonly least: number;
  readonly most: number;
  readonly example: string;
}

/** Checks that a text is JSON of any kind. */
export function checkJsonText(
  problems: Problems,
  path: string,
  text: string | undefined,
  { least, most, example }: JsonTextLimits,
): void {
  if (text === undefined || Token.isUnresolved(text)) return;
  if (isJson(text) && text.length >= least && text.length <= most) return;

  problems.add({
    code: 'JsonTextMalformed',
    path,
    got: text.length > most ? `has ${text.length} characters` : `is "${text}"`,
    wanted: `SageMaker reads JSON of ${least} to ${most} characters`,
    remedy: `write it as ${example}`,
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
