import { ContainerImage } from '@aws-cdk/aws-sagemaker-alpha';
import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { BuiltInAlgorithm, ImageAccelerator, NeoRuntime, ServingImage, ServingRepository } from '../../lib/deployment';
import { stackIn } from './endpoints';
import { IMAGE_URI, OUR_IMAGE, REPOSITORY_ARN } from './served';

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const CREDENTIALS_ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:registry-credentials';

const DLC = '763104351884.dkr.ecr.eu-west-1.amazonaws.com';

test.each([
  {
    image: ServingImage.xgboost('3.2-0'),
    uri: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
  },
  {
    image: ServingImage.scikitLearn('1.2-1'),
    uri: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
    acceleration: 'cpu',
  },
  {
    image: ServingImage.sparkMl('3.3'),
    uri: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-sparkml-serving:3.3',
  },
  {
    image: ServingImage.builtInAlgorithm(BuiltInAlgorithm.LINEAR_LEARNER),
    uri: '438346466558.dkr.ecr.eu-west-1.amazonaws.com/linear-learner:1',
  },
  {
    image: ServingImage.builtInAlgorithm(BuiltInAlgorithm.BLAZING_TEXT),
    uri: '685385470294.dkr.ecr.eu-west-1.amazonaws.com/blazingtext:1',
  },
  {
    image: ServingImage.builtInAlgorithm(BuiltInAlgorithm.DEEP_AR),
    uri: '224300973850.dkr.ecr.eu-west-1.amazonaws.com/forecasting-deepar:1',
  },
  {
    image: ServingImage.builtInAlgorithm(BuiltInAlgorithm.LATENT_DIRICHLET_ALLOCATION),
    uri: '999678624901.dkr.ecr.eu-west-1.amazonaws.com/lda:1',
  },
  {
    image: ServingImage.huggingFaceInference({ transformersVersion: '4.49.0' }),
    uri: `${DLC}/huggingface-pytorch-inference:2.6.0-transformers4.49.0-gpu-py312-cu124-ubuntu22.04`,
    acceleration: 'gpu',
  },
  {
    image: ServingImage.huggingFaceInference({ transformersVersion: '4.49.0', accelerator: ImageAccelerator.CPU }),
    uri: `${DLC}/huggingface-pytorch-inference:2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04`,
    acceleration: 'cpu',
  },
  {
    image: ServingImage.deepLearning(ServingRepository.DJL, '0.30.0-lmi12.0.0-cu124'),
    uri: `${DLC}/djl-inference:0.30.0-lmi12.0.0-cu124`,
    acceleration: 'gpu',
  },
  {
    image: ServingImage.deepLearning(ServingRepository.named('vllm'), '0.11.0-gpu-py312'),
    uri: `${DLC}/vllm:0.11.0-gpu-py312`,
    acceleration: 'gpu',
  },
  {
    image: ServingImage.neo(NeoRuntime.INFERENTIA_PYTORCH, '1.5.1-inf-py3'),
    uri: '802834080501.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-neo-pytorch:1.5.1-inf-py3',
    acceleration: 'inferentia',
  },
])('SageMaker pulls an image of its own by itself: $uri', ({ image, uri, acceleration }) => {
  const stack = stackIn();

  const bound = image._bind(stack);

  expect(bound).toEqual({ uri });
  expect(image._permissions(stack)).toEqual([]);
  expect(image._acceleration).toBe(acceleration);
});

test('every algorithm has a registry', () => {
  const stack = stackIn();

  const addresses = Object.values(BuiltInAlgorithm).map((each) => ServingImage.builtInAlgorithm(each)._bind(stack).uri);

  expect(new Set(addresses).size).toBe(16);
});

test.each([
  { algorithm: BuiltInAlgorithm.K_NEAREST_NEIGHBORS, singleModelOnly: false },
  { algorithm: BuiltInAlgorithm.RANDOM_CUT_FOREST, singleModelOnly: false },
  { algorithm: BuiltInAlgorithm.K_MEANS, singleModelOnly: true },
])('that $algorithm serves one model only: $singleModelOnly', ({ algorithm, singleModelOnly }) => {
  const image = ServingImage.builtInAlgorithm(algorithm);

  expect(image._singleModelOnly).toBe(singleModelOnly);
  expect(image._withoutModel).toBe(true);
});

test('whoever pulls from a repository of ours needs it, and to enter the registry', () => {
  const stack = stackIn();

  const permissions = OUR_IMAGE._permissions(stack);

  expect(OUR_IMAGE._render(stack)).toEqual({ image: IMAGE_URI, imageConfig: undefined });
  expect(permissions).toEqual([
    { actions: PULL, resources: [REPOSITORY_ARN] },
    { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
  ]);
});

test.each([
  { tagOrDigest: '1.4.2', suffix: ':1.4.2' },
  { tagOrDigest: `sha256:${'a'.repeat(64)}`, suffix: `@sha256:${'a'.repeat(64)}` },
])('an image of a repository is named by $tagOrDigest', ({ tagOrDigest, suffix }) => {
  const stack = stackIn();
  const repository = ecr.Repository.fromRepositoryArn(stack, 'Repository', REPOSITORY_ARN);

  const bound = ServingImage.fromRepository(repository, tagOrDigest)._bind(stack);

  expect(stack.resolve(bound)).toEqual({
    uri: {
      'Fn::Join': ['', ['111111111111.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, `/abalone${suffix}`]],
    },
    repositoryArn: REPOSITORY_ARN,
  });
});

test('an image that the app builds lies in its own repository', () => {
  const stack = stackIn();
  const asset = new DockerImageAsset(stack, 'Server', { directory: __dirname, file: 'served.ts' });

  const bound = ServingImage.fromAsset(asset)._bind(stack);

  expect(bound).toEqual({ uri: asset.imageUri, repositoryArn: asset.repository.repositoryArn });
});

test("an image of CDK's alpha library is bound once in a stack", () => {
  const stack = stackIn();
  const repository = ecr.Repository.fromRepositoryArn(stack, 'Repository', REPOSITORY_ARN);
  const image = ServingImage.fromContainerImage(ContainerImage.fromEcrRepository(repository, '1.4.2'));

  const bound = image._bind(stack);

  expect(bound.repositoryArn).toBe(REPOSITORY_ARN);
  expect(image._bind(stack)).toBe(bound);
});

test('an image of a private registry is pulled through the network', () => {
  const image = ServingImage.fromPrivateRegistry('registry.acme.example/abalone:1.4.2');

  const rendered = image._render(stackIn());

  expect(rendered).toEqual({
    image: 'registry.acme.example/abalone:1.4.2',
    imageConfig: { repositoryAccessMode: 'Vpc', repositoryAuthConfig: undefined },
  });
  expect(image._pulledThroughVpc).toBe(true);
  expect(image._permissions(stackIn())).toEqual([]);
});

test('a function tells name and password of a private registry', () => {
  const stack = stackIn();
  const credentials = lambda.Function.fromFunctionArn(stack, 'Credentials', CREDENTIALS_ARN);
  const image = ServingImage.fromPrivateRegistry('registry.acme.example/abalone:1.4.2', credentials);

  const { imageConfig } = image._render(stack);

  expect(imageConfig).toEqual({
    repositoryAccessMode: 'Vpc',
    repositoryAuthConfig: { repositoryCredentialsProviderArn: CREDENTIALS_ARN },
  });
  expect(image._permissions(stack)).toEqual([{ actions: ['lambda:InvokeFunction'], resources: [CREDENTIALS_ARN] }]);
});

test('an address goes with the ARN of its repository', () => {
  const image = () => ServingImage.fromAddress(IMAGE_URI, 'abalone');

  expect(image).toThrow(
    'ArnMalformed: repositoryArn is "abalone", an ARN of ecr reads arn:<partition>:ecr:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  );
});

test('a version of Spark ML has the form that SageMaker gives it', () => {
  const image = () => ServingImage.sparkMl('3.3.0');

  expect(image).toThrow(
    'ImageVersionMalformed: version is "3.3.0", SageMaker names the versions of this image as 3.3; copy one from the list of its versions',
  );
});

test("a region without SageMaker's image needs a copy of it", () => {
  const stack = new Stack(new App(), 'Here', { env: { region: 'eu-central-2' } });
  const image = ServingImage.builtInAlgorithm(BuiltInAlgorithm.LATENT_DIRICHLET_ALLOCATION);

  const bind = () => image._bind(stack);

  expect(bind).toThrow(
    'AlgorithmRegistryUnknown: lda is used in eu-central-2, SageMaker has no algorithm registry there; copy the image to a repository of your own and use ServingImage.fromRepository',
  );
});
