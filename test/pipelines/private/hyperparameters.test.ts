import {
  ContainerImage,
  Distribution,
  TrainingChannel,
  TrainingJobOptions,
  TrainingScript,
} from '../../../lib/pipelines';
import {
  checkHyperparameters,
  hyperparameterNames,
  renderHyperparameters,
} from '../../../lib/pipelines/private/hyperparameters';
import { told } from './told';

const SCRIPT = TrainingScript.fromFolder('s3://acme-code/', 'train.py');

test('a job without hyperparameters says nothing of them', () => {
  expect(renderHyperparameters('eu-west-1', jobWith({}))).toBeUndefined();
  expect(hyperparameterNames(jobWith({}))).toEqual([]);
});

test('those that the script and the distribution set stand beside those of the job', () => {
  const job = jobWith({
    hyperparameters: { eta: '0.2' },
    script: SCRIPT,
    distribution: Distribution.parameterServer(),
  });

  expect(renderHyperparameters('eu-west-1', job)).toEqual({
    eta: '0.2',
    sagemaker_program: '"train.py"',
    sagemaker_submit_directory: '"/opt/ml/input/data/code"',
    sagemaker_region: '"eu-west-1"',
    sagemaker_container_log_level: '20',
    sagemaker_parameter_server_enabled: 'true',
  });
  expect(hyperparameterNames(job)).toHaveLength(6);
});

test.each([
  { count: 96, script: SCRIPT },
  { count: 100, script: undefined },
])('$count hyperparameters are accepted', ({ count, script }) => {
  expect(toldOf({ hyperparameters: many(count), script })).toEqual([]);
});

test('those of the script count as well', () => {
  expect(toldOf({ hyperparameters: many(97), script: SCRIPT })).toEqual([
    'EntriesOutOfRange: hyperparameters has 101 entries, SageMaker takes up to 100 hyperparameters, those of the script and the distribution included; bring some of them in a file of the script',
  ]);
});

test('names and values have an end', () => {
  const name = 'a'.repeat(257);

  expect(toldOf({ hyperparameters: { eta: 'a'.repeat(2500), tree: 'a'.repeat(2501), [name]: '1' } })).toEqual([
    'TextTooLong: hyperparameters.tree has 2501 characters, SageMaker takes up to 2500; shorten it',
    `TextTooLong: hyperparameters.${name} has a name of 257 characters, SageMaker takes up to 256; shorten it`,
  ]);
});

test('what the script sets is not set twice', () => {
  expect(toldOf({ hyperparameters: { sagemaker_program: 'other.py' }, script: SCRIPT })).toEqual([
    'HyperparameterReserved: hyperparameters.sagemaker_program is given, the script or the distribution of the job sets it; leave it out',
  ]);
  expect(toldOf({ hyperparameters: { sagemaker_program: 'other.py' } })).toEqual([]);
});

function many(count: number): Record<string, string> {
  return Object.fromEntries([...Array(count).keys()].map((i) => [`parameter${i}`, `${i}`]));
}

function jobWith(wished: Partial<TrainingJobOptions>): TrainingJobOptions {
  return {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [TrainingChannel.fromS3('train', 's3://acme-data/train')],
    outputS3Uri: 's3://acme-data/models',
    ...wished,
  };
}

function toldOf(wished: Partial<TrainingJobOptions>): string[] {
  return told((problems) => checkHyperparameters(problems, 'hyperparameters', jobWith(wished), 100));
}
