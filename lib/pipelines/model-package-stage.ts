import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { checkUndecided } from './private/undecided';
import { checkHyphenated, checkLength } from './private/value-checks';

/**
 * Where a registered version stands in its life.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-staging-construct.html
 */
export interface ModelPackageStage {
  /** The stage, as `Development`: 1 to 63 letters, digits and hyphens. */
  readonly stage: string;

  /** How far it is in the stage, as `PendingApproval`: 1 to 63 letters, digits and hyphens; never `Approved`. */
  readonly status: string;

  /**
   * Why it is there, up to 1,024 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** Checks a stage, which a pipeline may set but not pass. */
export function checkModelPackageStage(problems: Problems, path: string, stage: ModelPackageStage | undefined): void {
  if (stage === undefined) return;

  checkHyphenated(problems, `${path}.stage`, stage.stage);
  checkHyphenated(problems, `${path}.status`, stage.status);
  checkUndecided(problems, `${path}.status`, stage.status);
  checkLength(problems, `${path}.description`, stage.description, 1_024);
}

/** The stage as a registered version has it. */
export function renderModelPackageStage({ stage, status, description }: ModelPackageStage): DefinitionExpression {
  return { Stage: stage, StageStatus: status, StageDescription: description };
}
