import { App, Lazy, Stack } from 'aws-cdk-lib';
import { bindSageMakerImage, checkImageVersion, scikitLearnImage, xgboostImage } from '../../lib/core';

const XGBOOST = xgboostImage('3.2-0');

test.each([
  {
    region: 'eu-west-1',
    uri: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
    repositoryArn: 'arn:aws:ecr:eu-west-1:141502667606:repository/sagemaker-xgboost',
  },
  {
    region: 'cn-north-1',
    uri: '450853457545.dkr.ecr.cn-north-1.amazonaws.com.cn/sagemaker-xgboost:3.2-0',
    repositoryArn: 'arn:aws-cn:ecr:cn-north-1:450853457545:repository/sagemaker-xgboost',
  },
])('an image lies in the registry of $region', ({ region, uri, repositoryArn }) => {
  const stack = new Stack(new App(), 'Here', { env: { region } });

  const bound = bindSageMakerImage(stack, XGBOOST, 'Ours.fromRepository');

  expect(bound).toEqual({ uri, repositoryArn });
});

test('an image without a tag is named by its repository', () => {
  const stack = new Stack(new App(), 'Here', { env: { region: 'eu-west-1' } });
  const image = { registry: { 'eu-west-1': '111111111111' }, repository: 'analyser' };

  const { uri } = bindSageMakerImage(stack, image, 'Ours.fromRepository');

  expect(uri).toBe('111111111111.dkr.ecr.eu-west-1.amazonaws.com/analyser');
});

test('a stack without a region has no registry', () => {
  const stack = new Stack(new App(), 'Anywhere');

  const bind = () => bindSageMakerImage(stack, XGBOOST, 'Ours.fromRepository');

  expect(bind).toThrow(
    'AlgorithmRegistryUnknown: sagemaker-xgboost is used in a stack without a region, each region has its own registry; give the stack env: { region }',
  );
});

test('a region without a registry needs a copy of the image', () => {
  const stack = new Stack(new App(), 'Here', { env: { region: 'mx-central-1' } });

  const bind = () => bindSageMakerImage(stack, scikitLearnImage('1.2-1'), 'Ours.fromRepository');

  expect(bind).toThrow(
    'AlgorithmRegistryUnknown: sagemaker-scikit-learn is used in mx-central-1, SageMaker has no algorithm registry there; copy the image to a repository of your own and use Ours.fromRepository',
  );
});

test.each([xgboostImage, scikitLearnImage])('%p has no version of another form', (image) => {
  const made = () => image('latest');

  expect(made).toThrow(/^ImageVersionMalformed: version is "latest", SageMaker names the versions of this image as /);
});

test('a version that only a deployment knows is not judged', () => {
  const version = Lazy.string({ produce: () => '3.5' });

  expect(() => checkImageVersion(version, /^\d$/, '3')).not.toThrow();
});
