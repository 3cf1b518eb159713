import { Stack } from 'aws-cdk-lib';
import { ContainerImage, PipelineParameter, RegisterModelStep, RegisterModelStepProps } from '../../lib/pipelines';
import { pipelineIn, renderedIn, stackIn } from './definitions';

const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/marine-life-abalone';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a model is registered in its group, with its quality, to be approved by somebody else', () => {
  const rendered = renderedIn(stack, [registerWith({ customerMetadata: { dataset: 'abalone' } })]);

  expect(rendered).toEqual({
    Name: 'Register',
    Type: 'RegisterModel',
    Arguments: {
      ModelPackageGroupName: GROUP_ARN,
      ModelApprovalStatus: 'PendingManualApproval',
      InferenceSpecification: {
        Containers: [
          {
            Image: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
            ModelDataUrl: 's3://acme-models/model.tar.gz',
          },
        ],
        SupportedContentTypes: ['text/csv'],
        SupportedResponseMIMETypes: ['text/csv'],
        SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'],
      },
      ModelMetrics: {
        ModelQuality: {
          Statistics: { ContentType: 'application/json', S3Uri: 's3://acme-models/evaluation.json' },
        },
      },
      CustomerMetadataProperties: { dataset: 'abalone' },
    },
  });
});

test('a run may reject what it made', () => {
  const status = PipelineParameter.ofString('Status', { defaultValue: 'Rejected' });

  const rendered = renderedIn(stack, [registerWith({ approvalStatus: status.asString })], { parameters: [status] });

  expect(rendered.Arguments.ModelApprovalStatus).toEqual({ Get: 'Parameters.Status' });
});

test('an instance type newer than this library is registered without its escape', () => {
  const rendered = renderedIn(stack, [registerWith({ inferenceInstanceTypes: ['unlisted:ml.m9.large'] })]);

  expect(rendered.Arguments.InferenceSpecification).toMatchObject({
    SupportedRealtimeInferenceInstanceTypes: ['ml.m9.large'],
  });
});

test('a pipeline cannot approve its own model', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ approvalStatus: 'Approved' })]);

  expect(pipeline).toThrow(
    'PipelineApprovesItsModel: steps.Register.approvalStatus is "Approved", a pipeline registers a model as PendingManualApproval or Rejected; leave it out, and let the registry approve the version',
  );
});

test('a group is named by its ARN, because it may lie in another account', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ modelPackageGroupArn: 'marine-life-abalone' })]);

  expect(pipeline).toThrow(
    'ArnMalformed: steps.Register.modelPackageGroupArn is "marine-life-abalone", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  );
});

test('an instance type that no endpoint runs on is refused', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ inferenceInstanceTypes: ['ml.m5.large', 'ml.m5.huge'] })]);

  expect(pipeline).toThrow(
    'InstanceTypeNotOffered: steps.Register.inferenceInstanceTypes[1] is "ml.m5.huge", SageMaker offers no such type for hosting; the nearest are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge; a type newer than this library is written "unlisted:ml.m5.huge"',
  );
});

function registerWith(wished: Partial<RegisterModelStepProps>): RegisterModelStep {
  return new RegisterModelStep('Register', {
    modelPackageGroupArn: GROUP_ARN,
    image: ContainerImage.xgboost('3.2-0'),
    modelDataUrl: 's3://acme-models/model.tar.gz',
    contentTypes: ['text/csv'],
    responseTypes: ['text/csv'],
    inferenceInstanceTypes: ['ml.m5.large'],
    modelQualityS3Uri: 's3://acme-models/evaluation.json',
    ...wished,
  });
}
