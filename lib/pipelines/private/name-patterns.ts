import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { DefinitionExpression } from './reference-token';
import { renderDefinition } from './rendering';

/** A name as policies write it: `*` stands for each part that only a run knows. */
export function namePattern(name: string | DefinitionExpression): string {
  return patternIn(renderDefinition(name));
}

/** Whether a name is a result of an earlier step, whole. */
export function isStepResult(name: string): boolean {
  const { Get: path } = renderDefinition(name) as { Get?: unknown };

  return typeof path === 'string' && path.startsWith('Steps.');
}

/** The spellings of a name in ARNs: SageMaker writes the names of some resources in lower case there. */
export function spellings(name: string): string[] {
  const pattern = namePattern(name);

  return Token.isUnresolved(pattern) ? [pattern] : [...new Set([pattern, pattern.toLowerCase()])];
}

/** Checks that a name which a run completes has a beginning that policies can hold on to. */
export function checkNameBounded(problems: Problems, path: string, name: string): void {
  if (!namePattern(name).startsWith('*')) return;

  problems.add({
    code: 'NameUnbounded',
    path,
    got: 'begins with what only a run knows',
    wanted: "the pipeline's role is allowed what begins with a known text only",
    remedy: 'put a text in front, as `abalone-${parameter.asString}`',
  });
}

function patternIn(rendered: unknown): string {
  if (typeof rendered === 'string') return rendered;

  const { Values: values } = (rendered as { 'Std:Join'?: { Values: unknown[] } })['Std:Join'] ?? {};
  return values ? values.map(patternIn).join('') : '*';
}
