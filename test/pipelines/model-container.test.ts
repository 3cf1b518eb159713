import { Stack } from 'aws-cdk-lib';
import { ContainerImage, ModelContainer, PipelineParameter } from '../../lib/pipelines';
import { stackIn } from './definitions';
import { told } from './private/told';

const image = ContainerImage.xgboost('3.2-0');
const IMAGE_URI = '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0';
const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a container serves the model of an archive', () => {
  const container = ModelContainer.of({
    image,
    modelDataUrl: 's3://acme-models/model.tar.gz',
    environment: { WORKERS: '2' },
    hostname: 'predict',
  });

  const rendered = container._render(stack);

  expect(rendered).toEqual({
    ContainerHostname: 'predict',
    Image: IMAGE_URI,
    ModelDataUrl: 's3://acme-models/model.tar.gz',
    Environment: { WORKERS: '2' },
  });
});

test('a container serves a model of loose files', () => {
  const container = ModelContainer.uncompressed({ image, modelDataPrefix: 's3://acme-models/large/' });

  const rendered = container._render(stack);

  expect(rendered).toMatchObject({
    ModelDataSource: {
      S3DataSource: { S3Uri: 's3://acme-models/large/', S3DataType: 'S3Prefix', CompressionType: 'None' },
    },
  });
});

test.each([
  [undefined, 'Enabled'],
  [false, 'Disabled'],
])('a container serves many models, kept in memory: %s', (cacheModels, setting) => {
  const container = ModelContainer.multiModel({ image, modelArchivesPrefix: 's3://acme-models/many/', cacheModels });

  const rendered = container._render(stack);

  expect(rendered).toMatchObject({
    Mode: 'MultiModel',
    ModelDataUrl: 's3://acme-models/many/',
    MultiModelConfig: { ModelCacheSetting: setting },
  });
});

test('a container is that of a registered version, of whose group the role is allowed the versions', () => {
  const version = PipelineParameter.ofString('Version').asString;
  const container = ModelContainer.registered({ modelPackageGroupArn: GROUP_ARN, modelPackageArn: version });

  const [rendered, permissions] = [container._render(stack), container._permissions(stack)];

  expect(rendered).toEqual({ ModelPackageName: version });
  expect(permissions).toEqual([
    {
      actions: ['sagemaker:CreateModel', 'sagemaker:DescribeModelPackage'],
      resources: ['arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/*'],
    },
  ]);
});

test('the registry keeps what Inference Recommender needs, a model does not', () => {
  const container = ModelContainer.of({
    image,
    framework: {
      framework: 'XGBOOST',
      frameworkVersion: '3.2.0',
      nearestModelName: 'xgboost',
      dataInputConfig: '{"input":[1,10]}',
    },
  });

  const [registered, created] = [container._renderForRegistry(stack), container._render(stack)];

  expect(registered).toEqual({
    Image: IMAGE_URI,
    Framework: 'XGBOOST',
    FrameworkVersion: '3.2.0',
    NearestModelName: 'xgboost',
    ModelInput: { DataInputConfig: '{"input":[1,10]}' },
  });
  expect(created).toEqual({ Image: IMAGE_URI });
});

test.each([
  ModelContainer.uncompressed({ image, modelDataPrefix: 's3://acme-models/large' }),
  ModelContainer.multiModel({ image, modelArchivesPrefix: 's3://acme-models/large' }),
])('a folder of models is named with its slash', (container) => {
  const found = toldOf(container);

  expect(found).toEqual([
    expect.stringMatching(
      /^PrefixWithoutSlash: container\.\w+ is "s3:\/\/acme-models\/large", SageMaker takes a folder of models by a prefix that ends in a slash; write "s3:\/\/acme-models\/large\/"$/,
    ),
  ]);
});

test.each(['2.1', '2.1.0', '3.2.0-1'])('%s is the version of a framework', (frameworkVersion) => {
  const found = toldOf(ModelContainer.of({ image, framework: { framework: 'XGBOOST', frameworkVersion } }));

  expect(found).toEqual([]);
});

test.each(['2', '12.1', '2.1.0-with-more'])('%s is no version of a framework', (frameworkVersion) => {
  const found = toldOf(ModelContainer.of({ image, framework: { framework: 'XGBOOST', frameworkVersion } }));

  expect(found).toEqual([
    `FrameworkVersionMalformed: container.framework.frameworkVersion is "${frameworkVersion}", SageMaker takes one digit, a dot and more, in 3 to 10 characters; write one as "2.1.0", or leave it out`,
  ]);
});

test('a container without a proper name, archive and group is told all three', () => {
  const found = [
    ...toldOf(ModelContainer.of({ image, modelDataUrl: 'model.tar.gz', hostname: '-predict' })),
    ...toldOf(ModelContainer.registered({ modelPackageGroupArn: 'abalone', modelPackageArn: `${GROUP_ARN}/1` })),
  ];

  expect(found).toEqual([
    'S3UriMalformed: container.modelDataUrl is "model.tar.gz", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
    'NameMalformed: container.hostname is "-predict", a name is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
    'ArnMalformed: container.modelPackageGroupArn is "abalone", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  ]);
});

function toldOf(container: ModelContainer): string[] {
  return told((problems) => container._check(problems, 'container'));
}
