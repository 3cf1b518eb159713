import { checkInstanceType, instanceTypeOf, Problems } from '../../core';
import { OptimizationTechnique } from '../optimization-technique';
import { checkEntries } from './value-checks';

/** Families of instances that SageMaker optimises models for. */
const GPU_FAMILIES = ['p4d', 'p4de', 'p5', 'p5e', 'p5en', 'g4dn', 'g5', 'g6', 'g6e'];
const NEURON_FAMILIES = ['inf2', 'trn1', 'trn1n'];
const FAMILIES = [...GPU_FAMILIES, ...NEURON_FAMILIES];

/** Checks what is done to a model, and for which instances. */
export function checkTechniques(
  problems: Problems,
  path: string,
  instanceType: string,
  techniques: readonly OptimizationTechnique[],
): void {
  checkEntries(problems, `${path}.techniques`, techniques.length, {
    least: 1,
    most: 10,
    wanted: 'an optimisation applies 1 to 10 techniques',
    remedy: 'name one, such as OptimizationTechnique.quantization()',
  });
  techniques.forEach((technique, i) => technique._check(problems, `${path}.techniques[${i}]`));
  checkSharding(problems, path, techniques);
  checkInstances(problems, path, instanceType, techniques);
}

function checkSharding(problems: Problems, path: string, techniques: readonly OptimizationTechnique[]): void {
  const others = techniques.filter(({ _kind: kind }) => kind !== 'sharding');
  if (others.length === techniques.length || others.length === 0) return;

  problems.add({
    code: 'ShardingNotAlone',
    path: `${path}.techniques`,
    got: `has sharding and ${others.map(({ _kind: kind }) => kind).join(', ')}`,
    wanted: 'SageMaker combines sharding with no other technique',
    remedy: 'optimise in one step, and divide the result in another',
  });
}

function checkInstances(
  problems: Problems,
  path: string,
  instanceType: string,
  techniques: readonly OptimizationTechnique[],
): void {
  const family = /^ml\.([^.]+)\./.exec(instanceTypeOf(instanceType))?.[1];
  const before = problems.all.length;
  checkInstanceType(problems, `${path}.deploymentInstanceType`, instanceType, 'hosting');
  if (family === undefined || problems.all.length > before) return;

  const unsupported = techniques.find(({ _kind: kind }) => kind !== 'compilation');
  if (!FAMILIES.includes(family)) {
    problems.add({
      code: 'InstanceTypeNotOptimised',
      path: `${path}.deploymentInstanceType`,
      got: `is "${instanceType}"`,
      wanted: `SageMaker optimises models for ${FAMILIES.join(', ')}`,
      remedy: 'write "ml.g5.2xlarge", or another of those',
    });
  } else if (NEURON_FAMILIES.includes(family) && unsupported) {
    problems.add({
      code: 'TechniqueUnsupported',
      path: `${path}.techniques`,
      got: `has ${unsupported._kind} for "${instanceType}"`,
      wanted: 'Inferentia and Trainium take models that are compiled, and nothing else',
      remedy: 'use OptimizationTechnique.compilation(), or an instance with GPUs',
    });
  }
}
