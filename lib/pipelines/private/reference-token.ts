import { IResolvable, Token, Tokenization } from 'aws-cdk-lib';
import { codedError, renderProblem } from '../../core';
import { ValueType } from '../value-type';

/** A value in the pipeline definition language. */
export type DefinitionExpression = Record<string, unknown>;

/** The token that stands for a reference until the pipeline renders it; it knows the kind of its value where that is known. */
export class ReferenceToken implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(
    public readonly expression: () => DefinitionExpression,
    public readonly valueType?: ValueType,
  ) {}

  /** Only a pipeline knows what a reference means; anything else that resolves one has put it outside a pipeline. */
  public resolve(): never {
    const problem = {
      code: 'ReferenceOutsidePipeline',
      path: JSON.stringify(this.expression()),
      got: 'is used outside a pipeline definition',
      wanted: 'its value exists only while the pipeline runs',
      remedy: 'use it in the arguments of a step',
    };
    throw codedError(problem.code, renderProblem(problem));
  }

  public toString(): string {
    return Token.asString(this);
  }
}

/** The reference that is the whole of a text or number; undefined where there is none, or text around it. */
export function wholeReference(value: string | number): ReferenceToken | undefined {
  if (typeof value === 'number') return asReference(Tokenization.reverseNumber(value));
  const fragments = Tokenization.reverseString(value);

  return fragments.length === 1 ? asReference(fragments.firstToken) : undefined;
}

/** The references in a text, in their order. */
export function referencesIn(text: string): ReferenceToken[] {
  return Tokenization.reverseString(text).tokens.flatMap((token) => asReference(token) ?? []);
}

function asReference(token: IResolvable | undefined): ReferenceToken | undefined {
  return token instanceof ReferenceToken ? token : undefined;
}
