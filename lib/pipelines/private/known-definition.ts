import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { PipelineDefinition } from '../pipeline-definition';

/** What a pipeline does: the given definition, or its own if this library defines it. */
export function knownDefinition(
  pipeline: sagemaker.IPipeline,
  given: PipelineDefinition | undefined,
): PipelineDefinition | undefined {
  const { definition } = pipeline as { definition?: unknown };

  return given ?? (definition instanceof PipelineDefinition ? definition : undefined);
}
