import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import * as kms from 'aws-cdk-lib/aws-kms';
import { BuiltInAlgorithm, ModelLicence, ServingContainer, ServingImage } from '../../lib/deployment';
import { stackIn } from './endpoints';
import { ARCHIVE, container, IMAGE_URI, OUR_IMAGE, REPOSITORY_ARN, told } from './served';

const SOURCE = 's3://acme-models/abalone/sourcedir.tar.gz';
const VERSION_ARN = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/3';
const REFERENCE_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:hub-content/acme/ModelReference/llama/1.0.0';
const JUMP_START = 's3://jumpstart-private-cache-prod-eu-west-1/llama/artifacts/';
const PARTITION = { Ref: 'AWS::Partition' };
const SCIKIT_LEARN = ServingImage.scikitLearn('1.2-1');
const LICENCE = ModelLicence.accepted('Jane Doe (legal) accepted the Llama 3.1 Community License: internal use');

const CODE = {
  SAGEMAKER_PROGRAM: 'inference.py',
  SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
  SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
};

test.each<{ container: ServingContainer; rendered: CfnModel.ContainerDefinitionProperty }>([
  {
    container: ServingContainer.archive({ image: OUR_IMAGE, modelDataUrl: ARCHIVE, environment: { LEVEL: '1' } }),
    rendered: { image: IMAGE_URI, modelDataUrl: ARCHIVE, environment: { LEVEL: '1' } },
  },
  {
    container: ServingContainer.archive({ image: OUR_IMAGE, hostname: 'predict' }),
    rendered: { image: IMAGE_URI, containerHostname: 'predict' },
  },
  {
    container: ServingContainer.files({ image: OUR_IMAGE, modelDataUrl: 's3://acme-models/llama/' }),
    rendered: {
      image: IMAGE_URI,
      modelDataSource: {
        s3DataSource: { s3Uri: 's3://acme-models/llama/', s3DataType: 'S3Prefix', compressionType: 'None' },
      },
    },
  },
  {
    container: ServingContainer.script({ image: OUR_IMAGE, entryPoint: 'inference.py', modelDataUrl: ARCHIVE }),
    rendered: { image: IMAGE_URI, modelDataUrl: ARCHIVE, environment: CODE },
  },
  {
    container: ServingContainer.script({
      image: OUR_IMAGE,
      entryPoint: 'inference.py',
      sourceArchiveUrl: SOURCE,
      environment: { LEVEL: '1' },
    }),
    rendered: { image: IMAGE_URI, environment: { LEVEL: '1', ...CODE, SAGEMAKER_SUBMIT_DIRECTORY: SOURCE } },
  },
  {
    container: ServingContainer.registered({
      modelPackageArn: VERSION_ARN,
      inferenceSpecificationName: 'gpu',
      image: OUR_IMAGE,
    }),
    rendered: { modelPackageName: VERSION_ARN, inferenceSpecificationName: 'gpu' },
  },
  {
    container: ServingContainer.multiModel({ image: OUR_IMAGE, modelArchivesPrefix: 's3://acme-models/all/' }),
    rendered: {
      image: IMAGE_URI,
      mode: 'MultiModel',
      modelDataUrl: 's3://acme-models/all/',
      multiModelConfig: { modelCacheSetting: 'Enabled' },
    },
  },
  {
    container: ServingContainer.multiModel({
      image: OUR_IMAGE,
      modelArchivesPrefix: 's3://acme-models/all/',
      cacheModels: false,
    }),
    rendered: {
      image: IMAGE_URI,
      mode: 'MultiModel',
      modelDataUrl: 's3://acme-models/all/',
      multiModelConfig: { modelCacheSetting: 'Disabled' },
    },
  },
  {
    container: ServingContainer.jumpStart({
      image: OUR_IMAGE,
      modelId: 'llama',
      modelDataUrl: JUMP_START,
      licence: LICENCE,
    }),
    rendered: {
      image: IMAGE_URI,
      modelDataSource: {
        s3DataSource: {
          s3Uri: JUMP_START,
          s3DataType: 'S3Prefix',
          compressionType: 'None',
          modelAccessConfig: { acceptEula: true },
        },
      },
    },
  },
  {
    container: ServingContainer.hub({
      image: OUR_IMAGE,
      hubContentArn: REFERENCE_ARN,
      modelDataUrl: 's3://jumpstart-cache-prod-eu-west-1/bert/model.tar.gz',
      licence: ModelLicence.notNeeded('Apache 2.0'),
    }),
    rendered: {
      image: IMAGE_URI,
      modelDataSource: {
        s3DataSource: {
          s3Uri: 's3://jumpstart-cache-prod-eu-west-1/bert/model.tar.gz',
          s3DataType: 'S3Object',
          compressionType: 'Gzip',
          hubAccessConfig: { hubContentArn: REFERENCE_ARN },
        },
      },
    },
  },
  {
    container: ServingContainer.compiled({ image: OUR_IMAGE, modelDataUrl: ARCHIVE, instanceFamily: 'ml.c5' }),
    rendered: { image: IMAGE_URI, modelDataUrl: ARCHIVE },
  },
  {
    container: ServingContainer.optimised({
      image: OUR_IMAGE,
      modelDataUrl: 's3://acme-models/llama/',
      instanceFamily: 'ml.g5',
    }),
    rendered: {
      image: IMAGE_URI,
      modelDataSource: {
        s3DataSource: { s3Uri: 's3://acme-models/llama/', s3DataType: 'S3Prefix', compressionType: 'None' },
      },
    },
  },
])('a container is rendered as $rendered', ({ container, rendered }) => {
  const stack = stackIn();

  const definition = container._render(stack);

  expect(definition).toEqual(rendered);
  expect(told((problems) => container._check(problems, 'container'))).toEqual([]);
});

test('the role may read the model, decrypt it and pull the image', () => {
  const stack = stackIn();
  const modelDataKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1');

  const permissions = container({ modelDataKey })._permissions(stack);

  expect(stack.resolve(permissions)).toEqual([
    {
      actions: ['s3:GetObject'],
      resources: [{ 'Fn::Join': ['', ['arn:', PARTITION, ':s3:::acme-models/abalone/model.tar.gz']] }],
    },
    { actions: ['kms:Decrypt'], resources: ['arn:aws:kms:eu-west-1:111111111111:key/1'] },
    {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [REPOSITORY_ARN],
    },
    { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
  ]);
});

test.each([
  {
    container: ServingContainer.script({
      image: SCIKIT_LEARN,
      entryPoint: 'inference.py',
      modelDataUrl: ARCHIVE,
      sourceArchiveUrl: SOURCE,
    }),
    read: ['acme-models/abalone/model.tar.gz', 'acme-models/abalone/sourcedir.tar.gz'],
  },
  {
    container: ServingContainer.registered({ modelPackageArn: VERSION_ARN, modelDataUrl: 's3://acme-models/abalone/' }),
    read: ['acme-models/abalone/*'],
  },
  { container: ServingContainer.registered({ modelPackageArn: VERSION_ARN }), read: [] },
])('the role may read $read', ({ container, read }) => {
  const stack = stackIn();

  const permissions = container._permissions(stack).filter(({ actions }) => actions.includes('s3:GetObject'));

  expect(stack.resolve(permissions.flatMap(({ resources }) => resources))).toEqual(
    read.map((place) => ({ 'Fn::Join': ['', ['arn:', PARTITION, `:s3:::${place}`]] })),
  );
});

test('what was decided about a licence goes with the model', () => {
  const options = { image: OUR_IMAGE, modelDataUrl: JUMP_START, licence: LICENCE };

  const licences = [
    ServingContainer.jumpStart({ ...options, modelId: 'llama' }),
    ServingContainer.hub({ ...options, hubContentArn: REFERENCE_ARN }),
    container(),
  ].flatMap(({ _licences }) => _licences);

  expect(licences).toEqual([
    { model: 'llama', statement: 'Jane Doe (legal) accepted the Llama 3.1 Community License: internal use' },
    { model: REFERENCE_ARN, statement: 'Jane Doe (legal) accepted the Llama 3.1 Community License: internal use' },
  ]);
});

test.each([
  { container: container(), looseFiles: false, compiledFor: undefined },
  {
    container: ServingContainer.compiled({ image: OUR_IMAGE, modelDataUrl: ARCHIVE, instanceFamily: 'ml.c5' }),
    looseFiles: false,
    compiledFor: 'ml.c5',
  },
  {
    container: ServingContainer.optimised({
      image: OUR_IMAGE,
      modelDataUrl: 's3://acme-models/llama/',
      instanceFamily: 'ml.g5',
    }),
    looseFiles: true,
    compiledFor: 'ml.g5',
  },
])(
  'the endpoint learns what a container suits: $compiledFor, $looseFiles',
  ({ container, looseFiles, compiledFor }) => {
    expect(container._looseFiles).toBe(looseFiles);
    expect(container._compiledFor).toBe(compiledFor);
  },
);

test('all mistakes of a container are told at once, each at its place', () => {
  const wrong = ServingContainer.script({
    image: SCIKIT_LEARN,
    entryPoint: '/inference.py',
    modelDataUrl: 's3://acme-models/abalone/',
    environment: { SAGEMAKER_PROGRAM: 'other.py', '1ST': 'x' },
    hostname: 'a_b',
  });

  const found = told((problems) => wrong._check(problems, 'model.container'));

  expect(found).toEqual([
    'ModelDataNotArchived: model.container.modelDataUrl is "s3://acme-models/abalone/", SageMaker unpacks one archive whose name ends in .tar.gz; name the archive, or use ServingContainer.files for what is not packed',
    'EntryPointMalformed: model.container.entryPoint is "/inference.py", the script is named from the root of what brings it; write it as "inference.py"',
    'EnvironmentVariableReserved: model.container.environment.SAGEMAKER_PROGRAM is given, this kind of container sets the variable itself; leave it out',
    'VariableNameMalformed: model.container.environment has "1ST", the name of an environment variable is up to 1024 letters, digits and underscores, the first no digit; write one as "LOG_LEVEL"',
    'ContainerNameMalformed: model.container.hostname is "a_b", it is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
  ]);
});

test.each([
  {
    container: ServingContainer.archive({ image: ServingImage.builtInAlgorithm(BuiltInAlgorithm.K_MEANS) }),
    problem:
      'AlgorithmWithoutModel: c.modelDataUrl is missing, the container of a built-in algorithm has no model of its own; name the archive that the training job left',
  },
  {
    container: ServingContainer.multiModel({
      image: ServingImage.builtInAlgorithm(BuiltInAlgorithm.K_MEANS),
      modelArchivesPrefix: 's3://acme-models/all/',
    }),
    problem:
      'ImageServesOneModel: c.image is a built-in algorithm whose container serves one model, XGBoost, linear learner, k-nearest neighbours and random cut forest serve several; serve each model by an endpoint or an inference component of its own',
  },
  {
    container: ServingContainer.compiled({ image: OUR_IMAGE, modelDataUrl: ARCHIVE, instanceFamily: 'ml_c5' }),
    problem:
      'InstanceFamilyMalformed: c.instanceFamily is "ml_c5", a family of instances reads ml.<family>; write it as "ml.c5", without a size',
  },
  {
    container: ServingContainer.registered({ modelPackageArn: VERSION_ARN, inferenceSpecificationName: '' }),
    problem:
      'ContainerNameMalformed: c.inferenceSpecificationName is "", it is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
  },
])('a container that cannot be served is refused: $problem', ({ container, problem }) => {
  const found = told((problems) => container._check(problems, 'c'));

  expect(found).toEqual([problem]);
});

test('an isolated container cannot fetch a script, but everything else is brought to it', () => {
  const script = ServingContainer.script({ image: OUR_IMAGE, entryPoint: 'a.py', sourceArchiveUrl: SOURCE });
  const isolated = { isolated: true, inVpc: true };

  const found = told((problems) => {
    script._checkPlacement(problems, 'script', isolated);
    container()._checkPlacement(problems, 'archive', isolated);
    script._checkPlacement(problems, 'connected', { isolated: false, inVpc: true });
  });

  expect(found).toEqual([
    'ScriptBeyondIsolation: script.sourceArchiveUrl is given, the container fetches this archive by itself, and network isolation leaves it no network; put the script into the folder "code" of the model\'s archive, and leave sourceArchiveUrl out',
  ]);
});

test('a private registry is reached through subnets', () => {
  const image = ServingImage.fromPrivateRegistry('registry.acme.example/abalone:1.4.2');
  const ours = ServingContainer.archive({ image });

  const found = told((problems) => {
    ours._checkPlacement(problems, 'serverless', { isolated: false, inVpc: false });
    ours._checkPlacement(problems, 'instances', { isolated: true, inVpc: true });
  });

  expect(found).toEqual([
    "RegistryBeyondReach: serverless.image lies in a private registry, SageMaker reaches it through the model's subnets, and this model has none; copy the image to ECR and use ServingImage.fromRepository, or serve the model on instances in subnets",
  ]);
});
