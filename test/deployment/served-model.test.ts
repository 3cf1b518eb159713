import { Model } from '@aws-cdk/aws-sagemaker-alpha';
import { Fn } from 'aws-cdk-lib';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { ModelLicence, ServedModel, ServingContainer, ServingImage, ServingRepository } from '../../lib/deployment';
import { stackIn } from './endpoints';
import { ARCHIVE, container, IMAGE_URI, OUR_IMAGE, told } from './served';

const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone';
const ARCHIVES = 's3://acme-models/all/';

const CPU = ServingImage.scikitLearn('1.2-1');
const GPU = ServingImage.deepLearning(ServingRepository.PYTORCH, '2.6.0-gpu-py312');

const manyModels = (hostname?: string): ServingContainer =>
  ServingContainer.multiModel({ image: OUR_IMAGE, modelArchivesPrefix: ARCHIVES, hostname });

test.each([
  'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/3',
  'arn:aws-cn:sagemaker:cn-north-1:222222222222:model-package/abalone/120',
  Fn.importValue('ModelPackageArn'),
])('the version %s is served as the only container', (arn) => {
  const model = ServedModel.approvedPackage(arn);

  expect(model._render(stackIn())).toEqual({ primaryContainer: { modelPackageName: arn } });
  expect(model._kind).toBe('single');
});

test.each(['abalone/3', 'arn:aws:s3:::acme-models/abalone', ''])('"%s" is no ARN of SageMaker', (arn) => {
  const model = () => ServedModel.approvedPackage(arn);

  expect(model).toThrow(
    `ArnMalformed: modelPackageArn is "${arn}", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
  );
});

test.each([GROUP_ARN, 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone', `${GROUP_ARN}/3`])(
  '%s names no version',
  (arn) => {
    const model = () => ServedModel.approvedPackage(arn);

    expect(model).toThrow(
      `ModelVersionMalformed: modelPackageArn is "${arn}", an endpoint serves one version, whose ARN ends in :model-package/<group>/<version>; name a version of the group, as modelPackageArn(version) of a ModelPackageGroup does`,
    );
  },
);

test.each([
  { model: ServedModel.of(container()), kind: 'single' },
  { model: ServedModel.of(manyModels()), kind: 'multiModel' },
  { model: ServedModel.multiModel({ image: OUR_IMAGE, modelArchivesPrefix: ARCHIVES }), kind: 'multiModel' },
])('a model in one container is a $kind model', ({ model, kind }) => {
  const rendered = model._render(stackIn());

  expect(model._kind).toBe(kind);
  expect(rendered).toEqual({ primaryContainer: expect.objectContaining({ image: IMAGE_URI }) });
});

test('a pipeline passes requests from container to container', () => {
  const model = ServedModel.inferencePipeline([container(), manyModels()]);

  const rendered = model._render(stackIn());

  expect(model._kind).toBe('inferencePipeline');
  expect(rendered).toEqual({
    containers: [expect.objectContaining({ modelDataUrl: ARCHIVE }), expect.objectContaining({ mode: 'MultiModel' })],
    inferenceExecutionConfig: { mode: 'Serial' },
  });
  expect(told((problems) => model._check(problems, 'model'))).toEqual([]);
});

test('containers that are called directly have hostnames', () => {
  const model = ServedModel.multiContainer([container({ hostname: 'a' }), container({ hostname: 'b' })]);

  const rendered = model._render(stackIn());

  expect(model._kind).toBe('multiContainer');
  expect(rendered).toEqual({
    containers: ['a', 'b'].map((containerHostname) => expect.objectContaining({ containerHostname })),
    inferenceExecutionConfig: { mode: 'Direct' },
  });
  expect(told((problems) => model._check(problems, 'model'))).toEqual([]);
});

test('a model that exists is served under its name, and nothing is made or allowed for it', () => {
  const stack = stackIn();
  const exists = new CfnModel(stack, 'Model', { primaryContainer: { image: IMAGE_URI } });

  const model = ServedModel.fromModelRef(exists);

  expect(model._kind).toBe('existing');
  expect(stack.resolve(model._existingModelName)).toEqual({
    'Fn::Select': [
      1,
      { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', stack.resolve(exists.modelRef.modelArn)] }] }] },
    ],
  });
  expect(model._permissions(stack)).toEqual([]);
  expect(model._acceleration).toBeUndefined();
  expect(told((problems) => model._check(problems, 'model'))).toEqual([]);
});

test("a model of CDK's alpha library is served under its name", () => {
  const exists = Model.fromModelName(stackIn(), 'Model', 'abalone');

  const model = ServedModel.fromModel(exists);

  expect(model._kind).toBe('existing');
  expect(model._existingModelName).toBe('abalone');
});

test('a model needs what its most demanding container needs', () => {
  const pipeline = ServedModel.inferencePipeline([
    ServingContainer.archive({ image: CPU, modelDataUrl: ARCHIVE }),
    ServingContainer.archive({ image: GPU, modelDataUrl: ARCHIVE }),
    ServingContainer.compiled({ image: CPU, modelDataUrl: ARCHIVE, instanceFamily: 'ml.g5' }),
    ServingContainer.files({ image: CPU, modelDataUrl: 's3://acme-models/llama/' }),
  ]);

  expect(pipeline._acceleration).toBe('gpu');
  expect(pipeline._compiledFor).toBe('ml.g5');
  expect(pipeline._looseFiles).toBe(true);
  expect(ServedModel.of(ServingContainer.archive({ image: CPU }))._acceleration).toBe('cpu');
});

test('licences and permissions are those of all containers', () => {
  const stack = stackIn();
  const licensed = ServingContainer.jumpStart({
    image: CPU,
    modelId: 'bert',
    modelDataUrl: 's3://jumpstart-cache-prod-eu-west-1/bert/',
    licence: ModelLicence.notNeeded('Apache 2.0'),
  });

  const model = ServedModel.inferencePipeline([container(), licensed]);

  expect(model._licences).toEqual([{ model: 'bert', statement: 'Apache 2.0' }]);
  expect(model._permissions(stack)).toEqual([...container()._permissions(stack), ...licensed._permissions(stack)]);
});

test('mistakes are told where the containers stand', () => {
  const wrong = container({ hostname: 'a_b' });
  const script = ServingContainer.script({
    image: OUR_IMAGE,
    entryPoint: 'a.py',
    sourceArchiveUrl: 's3://acme-models/code.tar.gz',
  });
  const placement = { isolated: true, inVpc: true };

  const found = told((problems) => {
    ServedModel.of(wrong)._check(problems, 'variants[0].model');
    ServedModel.inferencePipeline([container({ hostname: 'a' }), wrong])._check(problems, 'variants[1].model');
    ServedModel.multiModel({ image: OUR_IMAGE, modelArchivesPrefix: 's3://a/b' })._check(problems, 'variants[2].model');
    ServedModel.inferencePipeline([container(), script])._checkPlacement(problems, 'variants[3].model', placement);
  });

  expect(found.map((problem) => problem.split(' ', 2)[1])).toEqual([
    'variants[0].model.container.hostname',
    'variants[1].model.containers[1].hostname',
    'variants[2].model.modelArchivesPrefix',
    'variants[3].model.containers[1].sourceArchiveUrl',
  ]);
});

test('a pipeline has 2 containers or more, and one of them at most serves many models', () => {
  const found = told((problems) => {
    ServedModel.inferencePipeline([container()])._check(problems, 'short');
    ServedModel.inferencePipeline([manyModels(), manyModels()])._check(problems, 'many');
  });

  expect(found).toEqual([
    'ContainerCountOutOfRange: short.containers has 1, several containers of a model are 2 to 15; use ServedModel.of for a single one',
    'MultiModelContainerMisplaced: many.containers[1] serves many models, one container of a pipeline at most may do that; serve these models by an endpoint of their own, with ServedModel.multiModel',
  ]);
});

test('containers that are called directly are 2 or more, told apart, and serve one model each', () => {
  const found = told((problems) => {
    ServedModel.multiContainer([])._check(problems, 'empty');
    ServedModel.multiContainer([container(), manyModels('a')])._check(problems, 'wrong');
  });

  expect(found).toEqual([
    'ContainerCountOutOfRange: empty.containers is empty, several containers of a model are 2 to 15; use ServedModel.of for a single one',
    'ContainerWithoutHostname: wrong.containers[0].hostname is missing, a request names the container that it is for by its hostname; give each container one, such as "predict"',
    'MultiModelContainerMisplaced: wrong.containers[1] serves many models, containers that are called directly serve one model each; serve these models by an endpoint of their own, with ServedModel.multiModel',
  ]);
});
