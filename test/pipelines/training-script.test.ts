import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { PipelineParameter, TrainingScript } from '../../lib/pipelines';
import { renderDefinition } from '../../lib/pipelines/private/rendering';
import { environmentIn, stackIn } from './definitions';
import { told } from './private/told';

test('an archive reaches the isolated container as a channel, and the toolkit finds the script in it', () => {
  const script = TrainingScript.fromArchive('s3://acme-code/abalone/sourcedir.tar.gz', 'train.py');

  expect(toldOf(script)).toEqual([]);
  expect(script._hyperparameters('eu-west-1')).toEqual({
    sagemaker_program: '"train.py"',
    sagemaker_submit_directory: '"/opt/ml/input/data/code/sourcedir.tar.gz"',
    sagemaker_region: '"eu-west-1"',
    sagemaker_container_log_level: '20',
  });
  expect(renderDefinition(script._channel._render())).toMatchObject({
    ChannelName: 'code',
    DataSource: { S3DataSource: { S3Uri: 's3://acme-code/abalone/sourcedir.tar.gz' } },
  });
});

test('a folder brings the script among other files', () => {
  const script = TrainingScript.fromFolder('s3://acme-code/abalone/', 'src/train.py');

  expect(toldOf(script)).toEqual([]);
  expect(script._hyperparameters('eu-west-1')).toMatchObject({
    sagemaker_program: '"src/train.py"',
    sagemaker_submit_directory: '"/opt/ml/input/data/code"',
  });
});

test('a script of the app is uploaded, and the jobs may read it', () => {
  const stack = stackIn();
  const asset = new Asset(stack, 'Script', { path: join(__dirname, 'definitions.ts') });
  const script = TrainingScript.fromAsset(asset);

  script._bind({ stack, environment: environmentIn(stack) });

  expect(toldOf(script)).toEqual([]);
  expect(script._hyperparameters('eu-west-1')).toMatchObject({
    sagemaker_program: `"${asset.assetHash}.ts"`,
    sagemaker_submit_directory: '"/opt/ml/input/data/code"',
  });
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'))).toContain(
    `:s3:::${asset.s3BucketName}/*`,
  );
});

test('a folder of the app cannot be uploaded as a script, because it would be zipped', () => {
  const asset = new Asset(stackIn(), 'Script', { path: join(__dirname, 'private') });

  expect(toldOf(TrainingScript.fromAsset(asset))).toEqual([
    'ScriptAssetZipped: script is an asset of a folder, or a zip archive, the containers unpack gzipped tar archives only; make an asset of one file, or use TrainingScript.fromArchive(…)',
  ]);
});

test('a script may lie in S3 already', () => {
  const script = TrainingScript.fromFile('s3://acme-code/abalone/train.py');

  expect(toldOf(script)).toEqual([]);
  expect(script._hyperparameters('eu-west-1')).toMatchObject({
    sagemaker_program: '"train.py"',
    sagemaker_submit_directory: '"/opt/ml/input/data/code"',
  });
});

test('a folder may be chosen by a run', () => {
  const code = PipelineParameter.ofString('Code');

  expect(toldOf(TrainingScript.fromFolder(`${code.asString}/`, 'train.py'))).toEqual([]);
});

test('the name of a file is known', () => {
  const code = PipelineParameter.ofString('Code');

  expect(toldOf(TrainingScript.fromArchive(code.asString, 'train.py'))).toEqual([
    'ScriptFileUnknown: script.s3Uri ends in what only a run or a deployment knows, the container is told the name of the file, which is the last part of its address; end the address in a file name, or use TrainingScript.fromFolder(…)',
  ]);
  expect(toldOf(TrainingScript.fromFile('s3://acme-code/abalone/'))).toEqual([
    'ScriptFileUnknown: script.s3Uri is "s3://acme-code/abalone/", the container is told the name of the file, which is the last part of its address; end the address in a file name, or use TrainingScript.fromFolder(…)',
  ]);
});

test('a folder ends in a slash', () => {
  const code = PipelineParameter.ofString('Code');

  expect(toldOf(TrainingScript.fromFolder('s3://acme-code/abalone', 'train.py'))).toEqual([
    'PrefixWithoutSlash: script.s3Uri is "s3://acme-code/abalone", without a slash at its end it would bring the files of every folder that begins alike; end it in "/"',
  ]);
  expect(toldOf(TrainingScript.fromFolder(code.asString, 'train.py'))).toEqual([
    'PrefixWithoutSlash: script.s3Uri does not end in a slash, without a slash at its end it would bring the files of every folder that begins alike; end it in "/"',
  ]);
});

test.each(['', '/opt/ml/code/train.py'])('"%s" is no script of an archive', (entryPoint) => {
  expect(toldOf(TrainingScript.fromArchive('s3://acme-code/sourcedir.tar.gz', entryPoint))).toEqual([
    `EntryPointMalformed: script.entryPoint is "${entryPoint}", the script is named from the root of what brings it; write it as "train.py"`,
  ]);
});

function toldOf(script: TrainingScript): string[] {
  return told((problems) => script._check(problems, 'script'));
}
