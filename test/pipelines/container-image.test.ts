import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, TrainingStep } from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';

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
])("an image of SageMaker's own comes from the registry of $region", ({ region, image, uri, repositoryArn }) => {
  const stack = stackIn(region);

  expect(uriIn(stack, image)).toBe(uri);
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

  expect(uriIn(stack, image)).toBe(`222222222222.dkr.ecr.eu-west-1.{"Ref":"AWS::URLSuffix"}/team/model${suffix}`);
  expect(image.repositoryArn(stack)).toBe(repositoryArn);
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

function uriIn(stack: Stack, image: ContainerImage): string {
  const step = new TrainingStep('Train', {
    image,
    channels: [{ channelName: 'train', s3Uri: 's3://acme-data/train' }],
    outputS3Uri: 's3://acme-data/models',
  });
  const specification = renderedIn(stack, [step]).Arguments.AlgorithmSpecification as { TrainingImage: string };

  return specification.TrainingImage;
}
