import { instanceTypeOf } from '../../core';

const SIZE = /^ml\.([a-z][a-z0-9-]*)\.(medium|large|(\d*)xlarge)$/;

/** Types whose number of cores does not follow from their size. */
const IRREGULAR_CORES: Readonly<Record<string, number>> = { 'ml.c4.8xlarge': 36, 'ml.t2.medium': 2 };

const CORES_PER_XLARGE = 4;

const FOUR_TO_EIGHT = { '12xlarge': 4, '24xlarge': 4, '48xlarge': 8 };

/** The families with GPUs, and how many a size has where it is more than one. */
const GPUS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  g4dn: { '12xlarge': 4 },
  g5: FOUR_TO_EIGHT,
  g6: FOUR_TO_EIGHT,
  g6e: FOUR_TO_EIGHT,
  g7e: { '12xlarge': 2, '24xlarge': 4, '48xlarge': 8 },
  p2: { '8xlarge': 8, '16xlarge': 16 },
  p3: { '8xlarge': 4, '16xlarge': 8 },
  p4d: { '24xlarge': 8 },
  p4de: { '24xlarge': 8 },
  p5: { '48xlarge': 8 },
  p5e: { '48xlarge': 8 },
  p5en: { '48xlarge': 8 },
  'p6-b200': { '48xlarge': 8 },
  'p6-b300': { '48xlarge': 8 },
  'p6e-gb200': { '36xlarge': 4 },
};

/** Families without GPUs: every one but those whose name begins with g or p. */
const WITHOUT_GPU = /^[^gp]/;

/** What an instance computes with, in SageMaker's metrics. */
export type Processor = 'core' | 'gpu';

/** How many cores or GPUs an instance of the type has; undefined where that cannot be told. */
export function processorsOf(instanceType: string, processor: Processor): number | undefined {
  const size = SIZE.exec(instanceType);
  if (instanceTypeOf(instanceType) !== instanceType || !size) return undefined;

  return processor === 'gpu' ? gpusOf(size[1], size[2]) : coresOf(instanceType, size[2], size[3]);
}

function gpusOf(family: string, size: string): number | undefined {
  if (WITHOUT_GPU.test(family)) return 0;
  const counts = GPUS[family];

  return counts ? (counts[size] ?? 1) : undefined;
}

function coresOf(instanceType: string, size: string, multiple: string | undefined): number {
  if (IRREGULAR_CORES[instanceType] !== undefined) return IRREGULAR_CORES[instanceType];
  if (size === 'medium') return 1;
  if (size === 'large') return 2;

  return CORES_PER_XLARGE * Number(multiple === '' ? 1 : multiple);
}
