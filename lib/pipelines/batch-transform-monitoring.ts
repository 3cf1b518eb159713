import { check } from '../core';
import { PipelineStep } from './pipeline-step';
import { TransformStep } from './transform-step';

/** The types of steps that look at data: SageMaker's own checks, and a script of yours. */
const CHECKS = ['QualityCheck', 'ClarifyCheck', 'Processing'];

/**
 * A transform job, and a check of what goes into it or comes out of it. Give its `steps` to the pipeline, or to a branch.
 *
 * A check that fails ends the run: before the job, nothing is predicted; after it, nothing that waits for the check goes on.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-batch-transform.html
 */
export class BatchTransformMonitoring {
  /**
   * The check looks at the input, and the job waits for it: data quality, explainability, or a script of yours. Checks of model
   * quality and bias need predictions, so they come after the job.
   */
  public static before(transform: TransformStep, checkStep: PipelineStep): BatchTransformMonitoring {
    const monitoring = new BatchTransformMonitoring(checkStep, [checkStep, transform]);

    transform.dependsOn(checkStep);
    return monitoring;
  }

  /** The check looks at the predictions, `transform.properties.outputS3Uri`, or at what the job captured. */
  public static after(transform: TransformStep, checkStep: PipelineStep): BatchTransformMonitoring {
    const monitoring = new BatchTransformMonitoring(checkStep, [transform, checkStep]);

    checkStep.dependsOn(transform);
    return monitoring;
  }

  private constructor(
    checkStep: PipelineStep,
    /** Job and check, in the order in which they run. */
    public readonly steps: PipelineStep[],
  ) {
    check(undefined, (problems) => {
      if (CHECKS.includes(checkStep._type)) return;
      problems.add({
        code: 'StepChecksNothing',
        path: `steps.${checkStep.stepName}`,
        got: `is of type ${checkStep._type}`,
        wanted: `a batch is checked by a step of type ${CHECKS.join(', ')}`,
        remedy: 'give a check step, or a processing step that runs a check of yours',
      });
    });
  }
}
