import { Fn } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ModelData, ModelDataKind } from '../../../lib/deployment/private/model-data';
import { stackIn } from '../endpoints';
import { told } from '../served';

const PARTITION = { Ref: 'AWS::Partition' };

test.each<[ModelDataKind, string]>([
  ['archive', 's3://acme-models/abalone/model.tar.gz'],
  ['archive', `s3://acme-models/${Fn.importValue('Key')}`],
  ['archive', Fn.importValue('Model')],
  ['folder', 's3://acme-models/abalone/'],
  ['folder', Fn.importValue('Folder')],
  ['files', 's3://acme-models/abalone/'],
  ['files', 's3://acme-models/abalone/model.onnx'],
])('a model of the kind %s may lie at %s', (kind, url) => {
  const found = told((problems) => new ModelData(url, kind).check(problems, 'url'));

  expect(found).toEqual([]);
});

test.each([
  'acme-models/a',
  's3://acme-models',
  's3://acme-models/',
  's3:///a',
  `s3://acme-models/${'x'.repeat(1_008)}`,
])('no model lies at %s', (url) => {
  const found = told((problems) => new ModelData(url, 'files').check(problems, 'url'));

  expect(found).toEqual([
    `ModelDataMalformed: url is "${url}", models lie at s3://<bucket>/<key>, in 1024 characters or fewer; write it as "s3://acme-models/abalone/model.tar.gz"`,
  ]);
});

test.each([
  's3://acme-models/abalone/',
  's3://acme-models/abalone/model.onnx',
  `s3://${Fn.importValue('Bucket')}/model.zip`,
])('%s is no archive', (url) => {
  const found = told((problems) => new ModelData(url, 'archive').check(problems, 'url'));

  expect(found).toEqual([
    `ModelDataNotArchived: url is "${url}", SageMaker unpacks one archive whose name ends in .tar.gz; name the archive, or use ServingContainer.files for what is not packed`,
  ]);
});

test('a folder ends in a slash', () => {
  const found = told((problems) => new ModelData('s3://acme-models/abalone', 'folder').check(problems, 'url'));

  expect(found).toEqual([
    'PrefixWithoutSlash: url is "s3://acme-models/abalone", SageMaker takes a folder of models by a prefix that ends in a slash; write "s3://acme-models/abalone/"',
  ]);
});

test.each([
  ['s3://acme-models/abalone/', 'S3Prefix', 'None'],
  ['s3://acme-models/abalone/model.onnx', 'S3Object', 'None'],
  ['s3://acme-models/abalone/model.tar.gz', 'S3Object', 'Gzip'],
])('%s is brought as %s, compressed by %s', (s3Uri, s3DataType, compressionType) => {
  const source = new ModelData(s3Uri, 'files').source();

  expect(source).toEqual({ s3DataSource: { s3Uri, s3DataType, compressionType } });
});

test('an object may be read, and nothing beside it', () => {
  const stack = stackIn();

  const permissions = new ModelData('s3://acme-models/abalone/model.tar.gz', 'archive').permissions(stack);

  expect(stack.resolve(permissions)).toEqual([
    {
      actions: ['s3:GetObject'],
      resources: [{ 'Fn::Join': ['', ['arn:', PARTITION, ':s3:::acme-models/abalone/model.tar.gz']] }],
    },
  ]);
});

test('a folder may be listed and read, and nothing beside it', () => {
  const stack = stackIn();
  const { bucketName } = new s3.Bucket(stack, 'Models');
  const bucket = { Ref: stack.getLogicalId(stack.node.findChild('Models').node.defaultChild as s3.CfnBucket) };

  const permissions = new ModelData(`s3://${bucketName}/abalone/`, 'folder').permissions(stack);

  expect(stack.resolve(permissions)).toEqual([
    {
      actions: ['s3:GetObject'],
      resources: [{ 'Fn::Join': ['', ['arn:', PARTITION, ':s3:::', bucket, '/abalone/*']] }],
    },
    {
      actions: ['s3:ListBucket'],
      resources: [{ 'Fn::Join': ['', ['arn:', PARTITION, ':s3:::', bucket]] }],
      conditions: { StringLike: { 's3:prefix': 'abalone/*' } },
    },
  ]);
});

test('an address that only the deployment knows is taken apart there', () => {
  const stack = stackIn();

  const permissions = new ModelData(Fn.importValue('Models'), 'folder').permissions(stack);

  const imported = { 'Fn::ImportValue': 'Models' };
  const place = { 'Fn::Select': [1, { 'Fn::Split': ['s3://', imported] }] };
  expect(stack.resolve(permissions)).toEqual([
    { actions: ['s3:GetObject'], resources: [{ 'Fn::Join': ['', ['arn:', PARTITION, ':s3:::', place, '*']] }] },
    {
      actions: ['s3:ListBucket'],
      resources: [
        { 'Fn::Join': ['', ['arn:', PARTITION, ':s3:::', { 'Fn::Select': [2, { 'Fn::Split': ['/', imported] }] }]] },
      ],
    },
  ]);
});
