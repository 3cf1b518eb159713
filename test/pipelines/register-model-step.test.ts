import { Stack } from 'aws-cdk-lib';
import {
  ContainerImage,
  ModelContainer,
  PipelineParameter,
  RegisterModelStep,
  RegisterModelStepProps,
} from '../../lib/pipelines';
import { permissionsOf, pipelineIn, renderedIn, stackIn } from './definitions';

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
      MetadataProperties: { GeneratedBy: { Get: 'Execution.PipelineExecutionArn' } },
      CustomerMetadataProperties: { dataset: 'abalone' },
    },
  });
});

test('a version keeps all that is known of it', () => {
  const rendered = renderedIn(stack, [
    registerWith({
      modelPackageDescription: 'Age of abalones',
      transformInstanceTypes: ['ml.m5.xlarge'],
      source: { commitId: '1a2b3c', repository: 'https://git.acme.example/abalone', projectId: 'p-1' },
      card: { content: '{}' },
      stage: { stage: 'Development', status: 'PendingApproval', description: 'awaits the risk officer' },
      domain: 'MACHINE_LEARNING',
      task: 'REGRESSION',
      samplePayloadUrl: 's3://acme-models/payload.tar.gz',
      driftCheckBaselines: { biasConfigS3Uri: 's3://acme-models/bias.json' },
    }),
  ]);

  expect(rendered.Arguments).toMatchObject({
    ModelPackageDescription: 'Age of abalones',
    InferenceSpecification: { SupportedTransformInstanceTypes: ['ml.m5.xlarge'] },
    MetadataProperties: { CommitId: '1a2b3c', Repository: 'https://git.acme.example/abalone', ProjectId: 'p-1' },
    ModelCard: { ModelCardContent: '{}', ModelCardStatus: 'Draft' },
    ModelLifeCycle: {
      Stage: 'Development',
      StageStatus: 'PendingApproval',
      StageDescription: 'awaits the risk officer',
    },
    Domain: 'MACHINE_LEARNING',
    Task: 'REGRESSION',
    SamplePayloadUrl: 's3://acme-models/payload.tar.gz',
    DriftCheckBaselines: {
      Bias: { ConfigFile: { ContentType: 'application/json', S3Uri: 's3://acme-models/bias.json' } },
    },
  });
});

test('a model may serve batches only', () => {
  const rendered = renderedIn(stack, [
    registerWith({ inferenceInstanceTypes: undefined, transformInstanceTypes: ['unlisted:ml.m9.xlarge'] }),
  ]);

  expect(rendered.Arguments.InferenceSpecification).toMatchObject({
    SupportedTransformInstanceTypes: ['ml.m9.xlarge'],
  });
  expect(rendered.Arguments.InferenceSpecification).not.toHaveProperty('SupportedRealtimeInferenceInstanceTypes');
});

test('SageMaker may be told not to look at the model, for a reason', () => {
  const step = registerWith({ skipValidationReason: 'the image lies in another account' });

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments.SkipModelValidation).toBe('All');
  expect(step._relaxations).toEqual([{ setting: 'skipValidation', reason: 'the image lies in another account' }]);
});

test('a later step finds the version', () => {
  const { properties } = registerWith({});

  const found = [properties.modelPackageArn._render(), properties.modelPackageVersion._render()];

  expect(found).toEqual([{ Get: 'Steps.Register.ModelPackageArn' }, { Get: 'Steps.Register.ModelPackageVersion' }]);
});

test('the role may register undecided versions of the group', () => {
  const versions = ['arn:aws:sagemaker:eu-west-1:222222222222:model-package/marine-life-abalone/*'];

  const permissions = permissionsOf(stack, registerWith({}));

  expect(permissions).toEqual([
    {
      actions: ['sagemaker:CreateModelPackage'],
      resources: [GROUP_ARN, ...versions],
      conditions: {
        StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
      },
    },
    { actions: ['sagemaker:DescribeModelPackage'], resources: versions },
    {
      actions: ['sagemaker:AddTags'],
      resources: versions,
      conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateModelPackage' } },
    },
  ]);
});

test('a run may reject what it made', () => {
  const status = PipelineParameter.ofString('Status', { allowedValues: ['PendingManualApproval', 'Rejected'] });

  const rendered = renderedIn(stack, [registerWith({ approvalStatus: status.asString })], { parameters: [status] });

  expect(rendered.Arguments.ModelApprovalStatus).toEqual({ Get: 'Parameters.Status' });
});

test('an instance type newer than this library is registered without its escape', () => {
  const rendered = renderedIn(stack, [registerWith({ inferenceInstanceTypes: ['unlisted:ml.m9.large'] })]);

  expect(rendered.Arguments.InferenceSpecification).toMatchObject({
    SupportedRealtimeInferenceInstanceTypes: ['ml.m9.large'],
  });
});

test.each([
  ['approvalStatus', { approvalStatus: 'Approved' }],
  ['stage.status', { stage: { stage: 'Production', status: 'Approved' } }],
])('a pipeline cannot approve its own model by %s', (prop, wished) => {
  const pipeline = () => pipelineIn(stack, [registerWith(wished)]);

  expect(pipeline).toThrow(
    `PipelineApprovesItsModel: steps.Register.${prop} is "Approved", a pipeline registers a model that somebody else approves; leave it to the registry, with another status or none`,
  );
});

test.each([
  [
    'multiModel',
    ModelContainer.multiModel({ image: ContainerImage.xgboost('3.2-0'), modelArchivesPrefix: 's3://acme-models/' }),
  ],
  ['registered', ModelContainer.registered({ modelPackageGroupArn: GROUP_ARN, modelPackageArn: `${GROUP_ARN}/1` })],
])('a container of many models, or of a version, is not registered: %s', (kind, container) => {
  const pipeline = () => pipelineIn(stack, [registerWith({ containers: [container] })]);

  expect(pipeline).toThrow(
    `ContainerNotRegistrable: steps.Register.containers[0] is ModelContainer.${kind}(…), a registered version keeps an image and its one model; use ModelContainer.of(…) or ModelContainer.uncompressed(…)`,
  );
});

test('a model that runs on nothing is refused', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ inferenceInstanceTypes: [] })]);

  expect(pipeline).toThrow(
    "ModelWithoutInstanceTypes: steps.Register has neither inferenceInstanceTypes nor transformInstanceTypes, whoever deploys a model needs to know what it runs on; add inferenceInstanceTypes: ['ml.m5.large'], or transformInstanceTypes for batches",
  );
});

test('an instance type that no transform job runs on is refused', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ transformInstanceTypes: ['ml.t2.medium'] })]);

  expect(pipeline).toThrow(
    /^InstanceTypeNotOffered: steps\.Register\.transformInstanceTypes\[0\] is "ml\.t2\.medium", SageMaker offers no such type for transform;/,
  );
});

test('more than 50 facts about a version are refused', () => {
  const customerMetadata = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`fact${i}`, 'known']));

  const pipeline = () => pipelineIn(stack, [registerWith({ customerMetadata })]);

  expect(pipeline).toThrow(
    'TooManyEntries: steps.Register.customerMetadata has 51 entries, SageMaker takes up to 50 facts about a version; leave out those that are not needed',
  );
});

test('a commit that is no commit is refused for its length', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ source: { commitId: 'x'.repeat(1_025) } })]);

  expect(pipeline).toThrow(
    'TextTooLong: steps.Register.source.commitId has 1025 characters, SageMaker takes up to 1024; shorten it',
  );
});

test('a stage has a proper name', () => {
  const pipeline = () => pipelineIn(stack, [registerWith({ stage: { stage: 'In production', status: 'Pending' } })]);

  expect(pipeline).toThrow(
    'NameMalformed: steps.Register.stage.stage is "In production", a name is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
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
    containers: [
      ModelContainer.of({
        image: ContainerImage.xgboost('3.2-0'),
        modelDataUrl: 's3://acme-models/model.tar.gz',
      }),
    ],
    contentTypes: ['text/csv'],
    responseTypes: ['text/csv'],
    inferenceInstanceTypes: ['ml.m5.large'],
    metrics: { modelQuality: { statisticsS3Uri: 's3://acme-models/evaluation.json' } },
    ...wished,
  });
}
