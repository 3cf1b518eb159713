import * as events from 'aws-cdk-lib/aws-events';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { pipelineArns } from './pipeline-arns';

/** The states of an execution and of a step, as events name them. */
export type Status = 'Executing' | 'Succeeded' | 'Failed' | 'Stopped';

/** A rule for executions of a pipeline that come into one of the states. */
export function executionRule(
  pipeline: sagemaker.IPipeline,
  id: string,
  statuses: readonly Status[],
  options: events.OnEventOptions = {},
): events.Rule {
  return ruleFor(pipeline, id, options, {
    source: ['aws.sagemaker'],
    detailType: ['SageMaker Model Building Pipeline Execution Status Change'],
    detail: { pipelineArn: pipelineArns(pipeline), currentPipelineExecutionStatus: statuses },
  });
}

/** A rule for steps of a pipeline that come into one of the states; of all steps, or of those named. */
export function stepRule(
  pipeline: sagemaker.IPipeline,
  id: string,
  statuses: readonly Status[],
  { stepNames, ...options }: events.OnEventOptions & { readonly stepNames?: readonly string[] } = {},
): events.Rule {
  return ruleFor(pipeline, id, options, {
    source: ['aws.sagemaker'],
    detailType: ['SageMaker Model Building Pipeline Execution Step Status Change'],
    detail: {
      pipelineArn: pipelineArns(pipeline),
      currentStepStatus: statuses,
      ...(stepNames && { stepName: stepNames }),
    },
  });
}

function ruleFor(
  pipeline: sagemaker.IPipeline,
  id: string,
  { crossStackScope, eventPattern, target, ...options }: events.OnEventOptions,
  pattern: events.EventPattern,
): events.Rule {
  const rule = new events.Rule(crossStackScope ?? pipeline, id, options);
  rule.addEventPattern(pattern);
  rule.addEventPattern(eventPattern);
  rule.addTarget(target);

  return rule;
}
