import { CompilationArchiveOptions, CompilationSource, NeoFramework } from '../../lib/pipelines';
import { told } from './private/told';

const ARCHIVE: CompilationArchiveOptions = {
  modelS3Uri: 's3://acme-models/abalone/model.tar.gz',
  framework: NeoFramework.PYTORCH,
};

test('an archive is told with its framework and its inputs', () => {
  const source = CompilationSource.archive({ ...ARCHIVE, frameworkVersion: '2.0', dataInputConfig: '[[1,3,8,8]]' });

  expect(source._arguments).toEqual({ modelS3Uri: ARCHIVE.modelS3Uri });
  expect(source._render()).toEqual({
    InputConfig: { Framework: 'PYTORCH', FrameworkVersion: '2.0', DataInputConfig: '[[1,3,8,8]]' },
  });
});

test('a registered version tells these itself', () => {
  const source = CompilationSource.modelPackage('arn:aws:sagemaker:eu-west-1:111111111111:model-package/abalone/7');

  expect(source._arguments).toEqual({
    modelPackageArn: 'arn:aws:sagemaker:eu-west-1:111111111111:model-package/abalone/7',
  });
  expect(source._render()).toEqual({});
});

test.each<[string, Partial<CompilationArchiveOptions>, string]>([
  [
    'a folder',
    { modelS3Uri: 's3://acme-models/abalone/' },
    'ModelNotArchived: source.modelS3Uri is "s3://acme-models/abalone/", Neo unpacks one archive whose name ends in .tar.gz; name the archive',
  ],
  [
    'a version that is none',
    { frameworkVersion: 'two' },
    'FrameworkVersionMalformed: source.frameworkVersion is "two", a version is a digit, a dot and up to 8 letters, digits and dots; write "2.0"',
  ],
  [
    'a version of a framework that has none',
    { framework: NeoFramework.XGBOOST, frameworkVersion: '1.3' },
    'FrameworkVersionUnsupported: source.frameworkVersion is "1.3" of XGBOOST, Neo takes versions of MXNET, PYTORCH, TENSORFLOW, TFLITE; leave it out',
  ],
  [
    'inputs that are no JSON',
    { dataInputConfig: '{data}' },
    'JsonTextMalformed: source.dataInputConfig is "{data}", SageMaker reads JSON of 1 to 16384 characters; write it as {"data": [1, 3, 224, 224]}',
  ],
  [
    'inputs that nobody tells',
    { framework: NeoFramework.ONNX },
    'DataInputConfigMissing: source.dataInputConfig is missing, a model of ONNX does not tell names and shapes of its inputs; write it as {"data": [1, 3, 224, 224]}',
  ],
])('%s', (_, wished, message) => {
  const source = CompilationSource.archive({ ...ARCHIVE, ...wished });

  const found = told((problems) => source._check(problems, 'source'));

  expect(found).toEqual([message]);
});

test.each(['2.0', '1.5.1', '2.12345678'])('version %s is one', (frameworkVersion) => {
  const source = CompilationSource.archive({ ...ARCHIVE, frameworkVersion });

  const found = told((problems) => source._check(problems, 'source'));

  expect(found).toEqual([]);
});
