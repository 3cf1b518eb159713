import { Token } from 'aws-cdk-lib';
import { nearest, Problems } from '../../core';
import { quoted } from './quoted-names';
import { RenderedParameter } from './rendered-definition';
import { checkLength } from './value-checks';

const LONGEST_VALUE = 1_024;

/** A fact of a schedule that EventBridge Scheduler writes into a value when it fires. */
const SCHEDULE_FACT = '<aws.scheduler.';

/** What texts of a type look like, and how a message tells it. */
const TYPES: Readonly<Record<string, { readonly fits: (text: string) => boolean; readonly says: string }>> = {
  String: { fits: () => true, says: 'text' },
  Integer: { fits: (text) => /^-?\d+$/.test(text), says: 'a whole number, as "10"' },
  Float: { fits: (text) => text.trim() !== '' && Number.isFinite(Number(text)), says: 'a number, as "0.5"' },
  Boolean: { fits: (text) => /^(true|false)$/i.test(text), says: '"true" or "false"' },
};

/** A parameter as a definition declares it, with what values of it may be. */
export interface DeclaredParameter extends RenderedParameter {
  readonly Type: string;
}

/** Checks that names are those of parameters. */
export function checkParameterNames(
  problems: Problems,
  path: string,
  names: readonly string[],
  declared: readonly DeclaredParameter[],
): void {
  const known = declared.map((parameter) => parameter.Name);

  for (const name of names.filter((given) => !known.includes(given))) {
    const [candidate] = nearest(name, known);
    problems.add({
      code: 'ParameterUnknown',
      path: `${path}.${name}`,
      got: 'is given',
      wanted: 'the pipeline has no such parameter',
      remedy: candidate === undefined ? 'leave it out' : `did you mean "${candidate}"`,
    });
  }
}

/** Checks that every parameter without a default has a value. */
export function checkNoneMissing(
  problems: Problems,
  path: string,
  given: readonly string[],
  declared: readonly DeclaredParameter[],
): void {
  for (const { Name: name, DefaultValue: value } of declared) {
    if (value !== undefined || given.includes(name)) continue;
    problems.add({
      code: 'ParameterValueMissing',
      path,
      got: `lacks "${name}"`,
      wanted: 'the parameter has no default, and nobody is there to give it a value',
      remedy: 'give one here, or give the parameter a default',
    });
  }
}

/** Checks that values are such as their parameters take. */
export function checkParameterValues(
  problems: Problems,
  path: string,
  values: Readonly<Record<string, string>>,
  declared: readonly DeclaredParameter[],
): void {
  for (const [name, text] of Object.entries(values)) {
    if (isKnownLater(text)) continue;
    checkLength(problems, `${path}.${name}`, text, LONGEST_VALUE);
    const parameter = declared.find((candidate) => candidate.Name === name);
    if (parameter) checkValue(problems, `${path}.${name}`, text, parameter);
  }
}

/** Whether CloudFormation or EventBridge Scheduler completes a text. */
export function isKnownLater(text: string): boolean {
  return Token.isUnresolved(text) || text.includes(SCHEDULE_FACT);
}

/** Whether EventBridge Scheduler completes a text. */
export function hasScheduleFact(text: string): boolean {
  return text.includes(SCHEDULE_FACT);
}

function checkValue(problems: Problems, path: string, text: string, parameter: DeclaredParameter): void {
  const { Type: type, EnumValues: allowed } = parameter;

  if (!TYPES[type].fits(text)) {
    problems.add({
      code: 'ParameterValueMistyped',
      path,
      got: `is "${text}"`,
      wanted: `the parameter takes ${TYPES[type].says}`,
      remedy: 'write such a value',
    });
  }
  if (allowed === undefined || allowed.includes(text) || allowed.some((value) => Token.isUnresolved(value))) return;
  problems.add({
    code: 'ParameterValueNotAllowed',
    path,
    got: `is "${text}"`,
    wanted: `the allowed values are ${quoted(allowed)}`,
    remedy: 'choose one of them',
  });
}
