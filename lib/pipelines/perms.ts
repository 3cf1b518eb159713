/** IAM actions on pipelines, by verb. */

export const START = ['sagemaker:StartPipelineExecution'];

export const READ = [
  'sagemaker:DescribePipeline',
  'sagemaker:DescribePipelineExecution',
  'sagemaker:ListPipelineExecutions',
  'sagemaker:ListPipelineExecutionSteps',
];
