import { IFragmentConcatenator, IResolvable, ITokenMapper, Token, Tokenization } from 'aws-cdk-lib';
import { DefinitionExpression, ReferenceToken } from './reference-token';

/**
 * Writes a value in the pipeline definition language: references become `{"Get": …}`, strings that hold references become
 * `{"Std:Join": …}`, CloudFormation tokens stay for CloudFormation, entries without a value disappear.
 */
export function renderDefinition(value: unknown): unknown {
  if (typeof value === 'string') return renderString(value);
  if (typeof value === 'number') return renderNumber(value);
  if (Array.isArray(value)) return value.map(renderDefinition);
  if (value === null || typeof value !== 'object' || Tokenization.isResolvable(value)) return value;

  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, renderDefinition(entry)]),
  );
}

/** Writes a text as a join in any case, where the language takes nothing else. */
export function joinParts(text: string): DefinitionExpression {
  return joined(partsIn(text));
}

function renderString(text: string): unknown {
  if (!Token.isUnresolved(text)) return text;

  const parts = partsIn(text);
  if (parts.length > 1) return joined(parts);
  return typeof parts[0] === 'string' ? text : renderDefinition(parts[0].expression());
}

function joined(parts: Part[]): DefinitionExpression {
  const values = parts.map((part) => (typeof part === 'string' ? part : renderDefinition(part.expression())));

  return { 'Std:Join': { On: '', Values: values } };
}

function renderNumber(value: number): unknown {
  const token = Tokenization.reverseNumber(value);

  return token instanceof ReferenceToken ? renderDefinition(token.expression()) : value;
}

/** A reference inside a string; not a token, so that CDK leaves it as it is. */
interface ReferencePart {
  readonly expression: () => DefinitionExpression;
}

/** A piece of a string: a reference, or text in which CloudFormation tokens may stand. */
type Part = string | ReferencePart;

/** Takes references out of their tokens; other tokens are CloudFormation's. */
class ReferenceMapper implements ITokenMapper {
  public mapToken(token: IResolvable): IResolvable | ReferencePart {
    return token instanceof ReferenceToken ? { expression: token.expression } : token;
  }
}

/** Keeps the pieces of a string apart; CDK's own concatenators would join them into a CloudFormation expression. */
class PartList implements IFragmentConcatenator {
  public join(left: unknown, right: unknown): Part[] {
    const [parts, [next]] = [partsOf(left), partsOf(right)];
    const last = parts.at(-1);

    return typeof last === 'string' && typeof next === 'string'
      ? [...parts.slice(0, -1), last + next]
      : [...parts, next];
  }
}

/** The pieces of a text: references, and what stands between them. */
function partsIn(text: string): Part[] {
  return partsOf(Tokenization.reverseString(text).mapTokens(new ReferenceMapper()).join(new PartList()));
}

function partsOf(piece: unknown): Part[] {
  if (piece === undefined) return [];

  return Array.isArray(piece) ? (piece as Part[]) : [piece as Part];
}
