import { OptimizationTechnique } from '../../lib/pipelines';
import { told } from './private/told';

const DATA = 's3://acme-data/chats/';

test.each([
  [
    OptimizationTechnique.quantization({ environment: { OPTION_QUANTIZE: 'awq' } }),
    { ModelQuantizationConfig: { OverrideEnvironment: { OPTION_QUANTIZE: 'awq' } } },
  ],
  [OptimizationTechnique.compilation({ imageUri: 'lmi:1' }), { ModelCompilationConfig: { Image: 'lmi:1' } }],
  [OptimizationTechnique.sharding(), { ModelShardingConfig: {} }],
  [OptimizationTechnique.speculativeDecoding(), { ModelSpeculativeDecodingConfig: { Technique: 'EAGLE' } }],
  [
    OptimizationTechnique.speculativeDecoding({ trainingDataS3Uri: DATA }),
    {
      ModelSpeculativeDecodingConfig: {
        Technique: 'EAGLE',
        TrainingDataSource: { S3Uri: DATA, S3DataType: 'S3Prefix' },
      },
    },
  ],
  [
    OptimizationTechnique.speculativeDecoding({ trainingManifestS3Uri: DATA }),
    {
      ModelSpeculativeDecodingConfig: {
        Technique: 'EAGLE',
        TrainingDataSource: { S3Uri: DATA, S3DataType: 'ManifestFile' },
      },
    },
  ],
])('a technique is told in a member of its own: %#', (technique, expected) => {
  expect(technique._render()).toEqual(expected);
});

test.each([
  [
    OptimizationTechnique.speculativeDecoding({ trainingDataS3Uri: DATA, trainingManifestS3Uri: DATA }),
    'TrainingDataNamedTwice: technique has trainingDataS3Uri and trainingManifestS3Uri, a draft model learns from a folder, or from what a manifest names; leave one of them out',
  ],
  [
    OptimizationTechnique.sharding({ imageUri: 'x'.repeat(256) }),
    'TextTooLong: technique.imageUri has 256 characters, SageMaker takes up to 255; shorten it',
  ],
])('what contradicts itself is refused: %#', (technique, message) => {
  const found = told((problems) => technique._check(problems, 'technique'));

  expect(found).toEqual([message]);
});
