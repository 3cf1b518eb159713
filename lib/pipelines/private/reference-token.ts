import { IResolvable, Token } from 'aws-cdk-lib';
import { codedError, renderProblem } from '../../core';

/** A value in the pipeline definition language. */
export type DefinitionExpression = Record<string, unknown>;

/** The token that stands for a reference until the pipeline renders it. */
export class ReferenceToken implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(public readonly expression: () => DefinitionExpression) {}

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
