import { Token } from 'aws-cdk-lib';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';

/** The ARN of a pipeline in every spelling: SageMaker writes it in lower case in some places, as the name is given in others. */
export function pipelineArns({ pipelineArn: arn, pipelineName: name }: sagemaker.IPipeline): string[] {
  const lower = name.toLowerCase();
  if (Token.isUnresolved(name) || lower === name || !arn.endsWith(`/${name}`)) return [arn];

  return [arn, `${arn.slice(0, -name.length)}${lower}`];
}

/** ARNs of all executions of a pipeline. */
export function executionArns(pipeline: sagemaker.IPipeline): string[] {
  return pipelineArns(pipeline).map((arn) => `${arn}/execution/*`);
}
