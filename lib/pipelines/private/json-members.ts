import { Problem } from '../../core';
import { DefinitionExpression } from './reference-token';

/** Says what is wrong with a JSON text. */
type Tell = (told: Omit<Problem, 'path'>) => void;

/** Reads the JSON text of an object; tells why it is none, and then has no members. */
export function parseMembers(json = '{}', tell: Tell = () => undefined): DefinitionExpression {
  const value = parsed(json, tell);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as DefinitionExpression;

  if (value !== undefined) {
    tell({
      code: 'JsonNotAnObject',
      got: `is the text of ${Array.isArray(value) ? 'a list' : `${JSON.stringify(value)}`}`,
      wanted: 'members have names',
      remedy: 'give the text of an object, as JSON.stringify({ … })',
    });
  }
  return {};
}

function parsed(json: string, tell: Tell): unknown {
  try {
    return JSON.parse(json);
  } catch {
    tell({
      code: 'JsonMalformed',
      got: 'is no JSON',
      wanted: 'it is the JSON text of an object',
      remedy: 'give what JSON.stringify({ … }) returns',
    });
    return undefined;
  }
}
