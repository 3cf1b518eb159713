import { RunChoice } from '../run-choice';
import { ReferenceToken, wholeReference } from './reference-token';

/** A value that the analysis scripts are told; a list is told value by value. */
export type Setting = string | number | boolean | RunChoice | readonly (string | number)[] | undefined;

/**
 * Settings as the analysis scripts read them, as `--max-drift=0.1`; those without a value are left out.
 *
 * A reference becomes part of a longer text by the name before it, and so reaches the script as text, whatever its type.
 */
export function analysisArguments(settings: Readonly<Record<string, Setting>>): string[] {
  return Object.entries(settings).flatMap(([name, setting]) =>
    [setting].flat().flatMap((value) => (value === undefined ? [] : [`--${name}=${settingText(value)}`])),
  );
}

/** A value as text; a reference stays one. */
export function settingText(value: string | number | boolean | RunChoice): string {
  if (typeof value === 'string' || typeof value === 'boolean') return `${value}`;
  if (typeof value === 'number') return wholeReference(value)?.toString() ?? `${value}`;

  const choice = value._render();
  return typeof choice === 'boolean' ? `${choice}` : new ReferenceToken(() => choice).toString();
}
