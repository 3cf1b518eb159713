import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { checkLength } from './private/value-checks';

const LONGEST_CARD = 100_000;

/** How far a card is when its version is registered. A pipeline cannot approve the card of its own model. */
export enum ModelPackageCardStatus {
  /** Still to be completed. */
  DRAFT = 'Draft',
  /** Complete, to be reviewed by somebody else. */
  PENDING_REVIEW = 'PendingReview',
}

/**
 * The card of a registered version: what the model is for, how it was made, what speaks against it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-details.html
 */
export interface ModelPackageCard {
  /**
   * The card in the schema of model package cards, as a JSON text of up to 100,000 characters. References stand in its texts:
   * `JSON.stringify({ training_details: { training_observations: parameter.asString } })`.
   */
  readonly content: string;

  /**
   * How far the card is.
   *
   * @default ModelPackageCardStatus.DRAFT
   */
  readonly status?: ModelPackageCardStatus;
}

/** Checks that a card is JSON and short enough. */
export function checkModelPackageCard(problems: Problems, path: string, card: ModelPackageCard | undefined): void {
  if (card === undefined) return;

  checkLength(problems, `${path}.content`, card.content, LONGEST_CARD);
  if (Token.isUnresolved(card.content) || isJsonObject(card.content)) return;
  problems.add({
    code: 'ModelCardMalformed',
    path: `${path}.content`,
    got: 'is no JSON object',
    wanted: 'SageMaker reads a card as JSON, in the schema of model package cards',
    remedy: 'write it with JSON.stringify(…)',
  });
}

/** The card as a registered version has it. */
export function renderModelPackageCard({ content, status }: ModelPackageCard): DefinitionExpression {
  return { ModelCardContent: content, ModelCardStatus: status ?? ModelPackageCardStatus.DRAFT };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);

    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
