/** IAM actions of Canvas by verb, each list complete for its purpose and free of wildcards. */

export const OPEN_CANVAS = ['sagemaker:CreateApp', 'sagemaker:DeleteApp'];

export const CREATE_MODELS = [
  'sagemaker:CreateAutoMLJob',
  'sagemaker:CreateAutoMLJobV2',
  'sagemaker:CreateModel',
  'sagemaker:CreateProcessingJob',
  'sagemaker:CreateTrainingJob',
  'sagemaker:CreateTransformJob',
];

export const FOLLOW_MODELS = [
  'sagemaker:DescribeAutoMLJob',
  'sagemaker:DescribeAutoMLJobV2',
  'sagemaker:DescribeModel',
  'sagemaker:DescribeProcessingJob',
  'sagemaker:DescribeTrainingJob',
  'sagemaker:DescribeTransformJob',
  'sagemaker:StopAutoMLJob',
  'sagemaker:StopProcessingJob',
  'sagemaker:StopTrainingJob',
  'sagemaker:StopTransformJob',
];

export const KEEP_DATA = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'];

export const SCHEDULE_PREPARATION = [
  'sagemaker:CreatePipeline',
  'sagemaker:DeletePipeline',
  'sagemaker:DescribePipeline',
  'sagemaker:DescribePipelineExecution',
  'sagemaker:ListPipelineExecutionSteps',
  'sagemaker:StartPipelineExecution',
  'sagemaker:UpdatePipeline',
];

export const RUN_PREPARATION = [
  'sagemaker:CreateProcessingJob',
  'sagemaker:DescribeProcessingJob',
  'sagemaker:StopProcessingJob',
];

export const UNDERSTAND_DOCUMENTS = [
  'textract:AnalyzeDocument',
  'textract:AnalyzeExpense',
  'textract:AnalyzeID',
  'textract:GetDocumentAnalysis',
  'textract:GetExpenseAnalysis',
  'textract:StartDocumentAnalysis',
  'textract:StartExpenseAnalysis',
];

export const UNDERSTAND_TEXT = [
  'comprehend:BatchDetectDominantLanguage',
  'comprehend:BatchDetectEntities',
  'comprehend:BatchDetectSentiment',
  'comprehend:DetectDominantLanguage',
  'comprehend:DetectEntities',
  'comprehend:DetectPiiEntities',
  'comprehend:DetectSentiment',
];

export const UNDERSTAND_IMAGES = ['rekognition:DetectLabels', 'rekognition:DetectText'];

export const GENERATE_TEXT = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

export const CREATE_ENDPOINTS = ['sagemaker:CreateEndpoint', 'sagemaker:CreateEndpointConfig', 'sagemaker:CreateModel'];

export const MANAGE_ENDPOINTS = [
  'sagemaker:DeleteEndpoint',
  'sagemaker:DeleteEndpointConfig',
  'sagemaker:DeleteModel',
  'sagemaker:DescribeEndpoint',
  'sagemaker:DescribeEndpointConfig',
  'sagemaker:DescribeModel',
  'sagemaker:InvokeEndpoint',
  'sagemaker:UpdateEndpoint',
];
