import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import {
  ContainerImage,
  DeepLearningRepository,
  HuggingFaceOptions,
  ImageAccelerator,
  PipelineParameter,
} from '../../lib/pipelines';
import { stackIn } from './definitions';

const XGBOOST = ContainerImage.xgboost('3.2-0');
const SCIKIT_LEARN = ContainerImage.scikitLearn('1.2-1');

test.each([
  {
    region: 'eu-west-1',
    image: XGBOOST,
    uri: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
    repositoryArn: 'arn:aws:ecr:eu-west-1:141502667606:repository/sagemaker-xgboost',
  },
  {
    region: 'us-east-1',
    image: SCIKIT_LEARN,
    uri: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
    repositoryArn: 'arn:aws:ecr:us-east-1:683313688378:repository/sagemaker-scikit-learn',
  },
  {
    region: 'cn-north-1',
    image: XGBOOST,
    uri: '450853457545.dkr.ecr.cn-north-1.amazonaws.com.cn/sagemaker-xgboost:3.2-0',
    repositoryArn: 'arn:aws-cn:ecr:cn-north-1:450853457545:repository/sagemaker-xgboost',
  },
  {
    region: 'us-gov-west-1',
    image: XGBOOST,
    uri: '414596584902.dkr.ecr.us-gov-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
    repositoryArn: 'arn:aws-us-gov:ecr:us-gov-west-1:414596584902:repository/sagemaker-xgboost',
  },
  {
    region: 'eu-west-1',
    image: ContainerImage.clarify(),
    uri: '131013547314.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-clarify-processing:1.0',
    repositoryArn: 'arn:aws:ecr:eu-west-1:131013547314:repository/sagemaker-clarify-processing',
  },
  {
    region: 'eu-central-1',
    image: ContainerImage.modelMonitor(),
    uri: '048819808253.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-model-monitor-analyzer',
    repositoryArn: 'arn:aws:ecr:eu-central-1:048819808253:repository/sagemaker-model-monitor-analyzer',
  },
  {
    region: 'us-east-1',
    image: ContainerImage.spark('3.5'),
    uri: '173754725891.dkr.ecr.us-east-1.amazonaws.com/sagemaker-spark-processing:3.5-cpu',
    repositoryArn: 'arn:aws:ecr:us-east-1:173754725891:repository/sagemaker-spark-processing',
  },
  {
    region: 'eusc-de-east-1',
    image: ContainerImage.spark('3.5', 'py312-v1.0'),
    uri: '713710892325.dkr.ecr.eusc-de-east-1.amazonaws.eu/sagemaker-spark-processing:3.5-cpu-py312-v1.0',
    repositoryArn: 'arn:aws-eusc:ecr:eusc-de-east-1:713710892325:repository/sagemaker-spark-processing',
  },
  {
    region: 'us-west-2',
    image: ContainerImage.deepLearning(DeepLearningRepository.PYTORCH_TRAINING, '2.10.0-gpu-py313'),
    uri: '763104351884.dkr.ecr.us-west-2.amazonaws.com/pytorch-training:2.10.0-gpu-py313',
    repositoryArn: 'arn:aws:ecr:us-west-2:763104351884:repository/pytorch-training',
  },
  {
    region: 'eu-south-1',
    image: ContainerImage.deepLearning(DeepLearningRepository.TENSORFLOW_INFERENCE, '2.19.0-cpu'),
    uri: '692866216735.dkr.ecr.eu-south-1.amazonaws.com/tensorflow-inference:2.19.0-cpu',
    repositoryArn: 'arn:aws:ecr:eu-south-1:692866216735:repository/tensorflow-inference',
  },
])("an image of SageMaker's own comes from the registry of $region: $uri", ({ region, image, uri, repositoryArn }) => {
  const stack = stackIn(region);

  expect(image._uri(stack)).toBe(uri);
  expect(image.repositoryArn(stack)).toBe(repositoryArn);
});

test.each([
  { tagOrDigest: '1.4.2', suffix: ':1.4.2' },
  { tagOrDigest: `sha256:${'a'.repeat(64)}`, suffix: `@sha256:${'a'.repeat(64)}` },
])('an image of a repository of ours is named by $tagOrDigest', ({ tagOrDigest, suffix }) => {
  const stack = stackIn();
  const repositoryArn = 'arn:aws:ecr:eu-west-1:222222222222:repository/team/model';
  const repository = ecr.Repository.fromRepositoryArn(stack, 'Repository', repositoryArn);

  const image = ContainerImage.fromRepository(repository, tagOrDigest);

  expect(stack.resolve(image._uri(stack))).toEqual({
    'Fn::Join': ['', ['222222222222.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, `/team/model${suffix}`]],
  });
  expect(image.repositoryArn(stack)).toBe(repositoryArn);
});

test('an image that the app builds lies in its own repository', () => {
  const stack = stackIn();
  const asset = new DockerImageAsset(stack, 'Trainer', { directory: folderWithImage() });

  const image = ContainerImage.fromAsset(asset);

  expect(image._uri(stack)).toBe(asset.imageUri);
  expect(image.repositoryArn(stack)).toBe(asset.repository.repositoryArn);
});

test.each([
  {
    image: ContainerImage.huggingFaceTraining({ transformersVersion: '4.49.0' }),
    tag: 'huggingface-pytorch-training:2.5.1-transformers4.49.0-gpu-py311-cu124-ubuntu22.04',
  },
  {
    image: ContainerImage.huggingFaceInference({ transformersVersion: '4.26.0' }),
    tag: 'huggingface-pytorch-inference:1.13.1-transformers4.26.0-gpu-py39-cu117-ubuntu20.04',
  },
  {
    image: ContainerImage.huggingFaceInference({ transformersVersion: '4.26.0', accelerator: ImageAccelerator.CPU }),
    tag: 'huggingface-pytorch-inference:1.13.1-transformers4.26.0-cpu-py39-ubuntu20.04',
  },
  {
    image: ContainerImage.huggingFaceTraining({
      transformersVersion: '6.0.0',
      frameworkVersion: '3.0.0',
      pythonVersion: 'py314',
      platform: 'cu140-ubuntu26.04',
    }),
    tag: 'huggingface-pytorch-training:3.0.0-transformers6.0.0-gpu-py314-cu140-ubuntu26.04',
  },
  {
    image: ContainerImage.huggingFaceTraining({ transformersVersion: '4.49.0', platform: 'cu126-ubuntu22.04' }),
    tag: 'huggingface-pytorch-training:2.5.1-transformers4.49.0-gpu-py311-cu126-ubuntu22.04',
  },
])('an image of Hugging Face is known by its version of transformers: $tag', ({ image, tag }) => {
  expect(image._uri(stackIn())).toBe(`763104351884.dkr.ecr.eu-west-1.amazonaws.com/${tag}`);
});

test('a version of transformers that has no image is refused', () => {
  const image = () => ContainerImage.huggingFaceTraining({ transformersVersion: '4.48.1' });

  expect(image).toThrow(
    'HuggingFaceVersionUnknown: transformersVersion is "4.48.1", the versions known here are 4.26.0, 4.28.1, 4.36.0, 4.46.1, 4.48.0, 4.49.0, 4.55.0, 4.56.2, 5.3.0; take one of them, or give frameworkVersion, pythonVersion and platform as well',
  );
});

test.each<Partial<HuggingFaceOptions>>([
  { frameworkVersion: '3.0.0', pythonVersion: 'py314' },
  { frameworkVersion: '3.0.0', platform: 'cu140-ubuntu26.04' },
  { pythonVersion: 'py314', platform: 'cu140-ubuntu26.04' },
])('a version of transformers that is newer than this library needs all of its parts, not only %p', (options) => {
  const image = () => ContainerImage.huggingFaceTraining({ transformersVersion: 'newest', ...options });

  expect(image).toThrow(
    /^HuggingFaceVersionUnknown: .*; take one of them, or give frameworkVersion, pythonVersion and platform as well$/,
  );
});

test('images for training compute on graphics processors', () => {
  const image = () =>
    ContainerImage.huggingFaceTraining({ transformersVersion: '4.49.0', accelerator: ImageAccelerator.CPU });

  expect(image).toThrow(
    'HuggingFaceAcceleratorUnknown: accelerator is "cpu", transformers 4.49.0 comes for gpu here; use ImageAccelerator.GPU',
  );
});

test.each([
  { image: 'XGBoost', from: ContainerImage.xgboost, version: '1.7', example: '3.2-0' },
  { image: 'XGBoost', from: ContainerImage.xgboost, version: 'latest', example: '3.2-0' },
  { image: 'scikit-learn', from: ContainerImage.scikitLearn, version: '1.2-1-cpu-py3', example: '1.2-1' },
  { image: 'Spark', from: ContainerImage.spark, version: '3.5.0', example: '3.5' },
])('$image has no version $version', ({ from, version, example }) => {
  const image = () => from.call(ContainerImage, version);

  expect(image).toThrow(
    `ImageVersionMalformed: version is "${version}", SageMaker names the versions of this image as ${example}; copy one from the list of its versions`,
  );
});

test.each(['0.20.0', '0.23-1', '1.4-2-py312'])('scikit-learn has the version %s', (version) => {
  expect(ContainerImage.scikitLearn(version)._uri(stackIn())).toContain(`:${version}-cpu-py3`);
});

test('a version may be known at deployment only', () => {
  const version = PipelineParameter.ofString('Version').asString;

  expect(() => ContainerImage.xgboost(version)).not.toThrow();
});

test('an image may be known to a run only, as the one that AutoML chooses', () => {
  const repositoryArn = 'arn:aws:ecr:eu-west-1:141502667606:repository/sagemaker-autogluon';
  const uri = PipelineParameter.ofString('Image').asString;

  const image = ContainerImage.fromAddress(uri, repositoryArn);

  expect([image._uri(stackIn()), image.repositoryArn(stackIn())]).toEqual([uri, repositoryArn]);
});

test('a stack without a region cannot find the registry', () => {
  const stack = new Stack(new App(), 'Anywhere');

  const arn = () => XGBOOST.repositoryArn(stack);

  expect(arn).toThrow(
    'AlgorithmRegistryUnknown: sagemaker-xgboost is used in a stack without a region, each region has its own registry; give the stack env: { region }',
  );
});

test('a region without a registry is refused', () => {
  const stack = stackIn('mx-central-1');

  const arn = () => SCIKIT_LEARN.repositoryArn(stack);

  expect(arn).toThrow(
    'AlgorithmRegistryUnknown: sagemaker-scikit-learn is used in mx-central-1, SageMaker has no algorithm registry there; copy the image to a repository of your own and use ContainerImage.fromRepository',
  );
});

function folderWithImage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'container-image-'));
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\n');

  return folder;
}
