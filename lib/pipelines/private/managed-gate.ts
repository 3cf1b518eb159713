import { CheckStepOptions } from '../check-step-options';
import { ClarifyCheck } from '../clarify-check';
import { ClarifyCheckStep } from '../clarify-check-step';
import { GateOptions } from '../gate-options';
import { QualityCheck } from '../quality-check';
import { QualityCheckStep } from '../quality-check-step';
import { RunChoice } from '../run-choice';
import { GateResults } from './gate-results';

/** A gate that Model Monitor's analysis makes. */
export function qualityGate(stepName: string, options: GateOptions, check: QualityCheck): GateResults {
  const step = new QualityCheckStep(stepName, { ...checkOptions(options), check });
  const { properties } = step;

  return {
    step,
    statistics: properties.calculatedBaselineStatistics.asString,
    constraints: properties.calculatedBaselineConstraints.asString,
    violations: `${options.outputS3Uri.replace(/\/$/, '')}/constraint_violations.json`,
    nextStatistics: properties.baselineUsedForDriftCheckStatistics.asString,
    nextConstraints: properties.baselineUsedForDriftCheckConstraints.asString,
  };
}

/** A gate that Clarify makes; it draws limits, and no figures beside them. */
export function clarifyGate(
  stepName: string,
  options: GateOptions,
  datasetS3Uri: string,
  check: ClarifyCheck,
): GateResults {
  const { networkCallsReason } = options.engine._settings;
  const step = new ClarifyCheckStep(stepName, {
    ...checkOptions(options),
    check,
    datasetS3Uri,
    // Data is analysed in isolation, whatever other gates of the engine are allowed.
    networkCallsReason: check._asksModel ? networkCallsReason : undefined,
  });
  const { properties } = step;

  return {
    step,
    statistics: properties.calculatedBaselineConstraints.asString,
    constraints: properties.calculatedBaselineConstraints.asString,
    nextConstraints: properties.baselineUsedForDriftCheckConstraints.asString,
  };
}

/** Without a baseline there is nothing to compare with, so a run computes one, which the next ones then have. */
function checkOptions({ engine, ...options }: GateOptions): CheckStepOptions {
  const { displayName, description, cacheFor, outputS3Uri, baseline, failOnViolation, outputKeyArn } = options;
  const first = baseline === undefined;

  return {
    displayName,
    description,
    cacheFor,
    outputS3Uri,
    baseline,
    failOnViolation,
    outputKeyArn,
    skipCheck: first ? RunChoice.always() : options.skipCheck,
    registerNewBaseline: first ? RunChoice.always() : options.registerNewBaseline,
    compute: engine._settings.compute,
  };
}
