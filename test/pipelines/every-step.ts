import { Stack } from 'aws-cdk-lib';
import { Definition, definitionOf, Example, Examples, pipelineIn, stackIn } from './definitions';
import { EVERY_CALL_STEP } from './every-call-step';
import { EVERY_CHECK_STEP } from './every-check-step';
import { EVERY_CONDITION } from './every-condition';
import { EVERY_GATE } from './every-gate';
import { EVERY_JOB_STEP } from './every-job-step';
import { EVERY_MODEL_STEP } from './every-model-step';
import { EVERY_PROCESSING_STEP } from './every-processing-step';

/**
 * Every type of step with the fewest props, and with all that it takes: `<type>/smallest`, `<type>/fullest`, and further forms
 * that a step takes only apart from those; gates by class and engine.
 */
export const EXAMPLES: Examples = {
  ...EVERY_PROCESSING_STEP,
  ...EVERY_CHECK_STEP,
  ...EVERY_JOB_STEP,
  ...EVERY_MODEL_STEP,
  ...EVERY_CALL_STEP,
  ...EVERY_CONDITION,
  ...EVERY_GATE,
};

/** The definitions of all examples, as SageMaker gets them. */
export function everyStep(): Record<string, Definition> {
  return Object.fromEntries(Object.entries(EXAMPLES).map(([name, make]) => [name, definitionFrom(make)]));
}

/** The definition of one of them. */
export function definitionFrom(make: (stack: Stack) => Example): Definition {
  const stack = stackIn();
  const { steps, ...wished } = make(stack);
  pipelineIn(stack, steps, wished);

  return definitionOf(stack);
}

// Tests in other languages run this file and read what it prints.
if (require.main === module) console.log(JSON.stringify(everyStep()));
