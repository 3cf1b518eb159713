import { Permission, Problems } from '../../core';
import { BaselineUse } from '../check-baseline';
import { CheckStepOptions } from '../check-step-options';
import { RunChoice } from '../run-choice';
import { checkVariables, PROCESSING_VARIABLES } from './environment-variables';
import { jobPermissions, PROCESSING_JOB } from './job-permissions';
import { checkCompute, instanceTypesOf } from './job-settings';
import { DefinitionExpression } from './reference-token';
import { StepContext } from './step-context';
import { checkS3Uri } from './value-checks';

/** Checks what every check step says; the path names the step. */
export function checkCheckStep(
  problems: Problems,
  path: string,
  options: CheckStepOptions,
  use: BaselineUse,
  ownVariables: Readonly<Record<string, string>> = {},
): void {
  const { baseline, skipCheck = RunChoice.never() } = options;

  checkS3Uri(problems, `${path}.outputS3Uri`, options.outputS3Uri);
  checkCompute(problems, path, options.compute, 'processing');
  checkVariables(
    problems,
    `${path}.environmentVariables`,
    PROCESSING_VARIABLES,
    options.environmentVariables,
    ownVariables,
  );
  baseline?._check(problems, `${path}.baseline`, use);
  if (baseline !== undefined || !skipCheck._neverHolds) return;
  problems.add({
    code: 'CheckWithoutBaseline',
    path: `${path}.baseline`,
    got: 'is missing, while no run skips the check',
    wanted: 'results are compared with something',
    remedy: 'give one, or set skipCheck to RunChoice.always() or to a parameter',
  });
}

/** What a check step says beside the arguments of its job. */
export function renderComparison(options: CheckStepOptions, use: BaselineUse): DefinitionExpression {
  const { baseline, skipCheck, failOnViolation, registerNewBaseline } = options;

  return {
    SkipCheck: (skipCheck ?? RunChoice.never())._render(),
    FailOnViolation: (failOnViolation ?? RunChoice.always())._render(),
    RegisterNewBaseline: (registerNewBaseline ?? RunChoice.never())._render(),
    ...baseline?._render(use),
  };
}

/** What the pipeline's role needs to run a check: its job, and to find the baseline. */
export function checkPermissions(context: StepContext, { compute, baseline }: CheckStepOptions): Permission[] {
  return [
    ...jobPermissions(context, PROCESSING_JOB, instanceTypesOf(compute)),
    ...(baseline?._permissions(context.stack) ?? []),
  ];
}
