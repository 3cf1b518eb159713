import { OptimizationTechnique } from '../../../lib/pipelines';
import { checkTechniques } from '../../../lib/pipelines/private/optimization-checks';
import { told } from './told';

const COMPILATION = OptimizationTechnique.compilation();
const QUANTIZATION = OptimizationTechnique.quantization();
const SHARDING = OptimizationTechnique.sharding();

test.each([
  ['ml.g5.2xlarge', [QUANTIZATION, COMPILATION]],
  ['ml.p5.48xlarge', [SHARDING]],
  ['ml.inf2.xlarge', [COMPILATION]],
])('%s takes its techniques', (instanceType, techniques) => {
  const found = told((problems) => checkTechniques(problems, 'step', instanceType, techniques));

  expect(found).toEqual([]);
});

test.each([
  [
    'ml.g5.2xlarge',
    [],
    'EntriesOutOfRange: step.techniques is empty, an optimisation applies 1 to 10 techniques; name one, such as OptimizationTechnique.quantization()',
  ],
  [
    'ml.g5.2xlarge',
    [SHARDING, QUANTIZATION],
    'ShardingNotAlone: step.techniques has sharding and quantization, SageMaker combines sharding with no other technique; optimise in one step, and divide the result in another',
  ],
  [
    'ml.m5.large',
    [QUANTIZATION],
    'InstanceTypeNotOptimised: step.deploymentInstanceType is "ml.m5.large", SageMaker optimises models for p4d, p4de, p5, p5e, p5en, g4dn, g5, g6, g6e, inf2, trn1, trn1n; write "ml.g5.2xlarge", or another of those',
  ],
  [
    'ml.trn1.2xlarge',
    [COMPILATION, QUANTIZATION],
    'TechniqueUnsupported: step.techniques has quantization for "ml.trn1.2xlarge", Inferentia and Trainium take models that are compiled, and nothing else; use OptimizationTechnique.compilation(), or an instance with GPUs',
  ],
])('%s with techniques that it does not take: %#', (instanceType, techniques, message) => {
  const found = told((problems) => checkTechniques(problems, 'step', instanceType, techniques));

  expect(found).toEqual([message]);
});
