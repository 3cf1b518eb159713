import { Duration, Lazy, Size } from 'aws-cdk-lib';
import {
  ComponentsVariantOptions,
  InstanceOptions,
  ProductionVariant,
  ServerlessVariantOptions,
} from '../../../lib/deployment';
import {
  checkComponents,
  checkHardware,
  checkServerless,
  checkVariantName,
  checkWeight,
} from '../../../lib/deployment/private/variant-checks';
import { version } from '../endpoints';
import { told } from '../served';

const UNKNOWN = Lazy.number({ produce: () => 3 });
const MANY_TYPES = ['ml.c5.xlarge', 'ml.c6i.xlarge', 'ml.c7i.xlarge', 'ml.m6i.xlarge', 'ml.m7i.xlarge'];

test.each(['a', 'Champion', 'model-2', 'a--b', 'x'.repeat(63)])('"%s" is a name of a variant', (name) => {
  expect(told((problems) => checkVariantName(problems, 'variantName', name))).toEqual([]);
});

test.each(['', '-a', 'a-', 'a_b', 'x'.repeat(64), `a${'-'.repeat(62)}b`])('"%s" is none', (name) => {
  expect(told((problems) => checkVariantName(problems, 'variantName', name))).toEqual([
    `VariantNameMalformed: variantName is "${name}", a variant name is 1 to 63 letters, digits and hyphens between them; write one such as "Champion"`,
  ]);
});

test('a name is known at synth', () => {
  const name = Lazy.string({ produce: () => 'Champion' });

  expect(told((problems) => checkVariantName(problems, 'variantName', name))).toEqual([
    'VariantNameUnknownAtSynth: variantName is a token, alarms, scaling and weights name the variant, so that it must be known at synth; write the name as text, such as "Champion"',
  ]);
});

test.each([0, 0.1, 1_000, UNKNOWN])('%p is a weight', (weight) => {
  expect(told((problems) => checkWeight(problems, 'weight', weight))).toEqual([]);
});

test.each([-0.1, NaN, Infinity])('%p is no weight', (weight) => {
  expect(told((problems) => checkWeight(problems, 'weight', weight))).toEqual([
    `VariantWeightNegative: weight is ${weight}, a weight is a share of the requests, 0 or more; write 0 for a variant that gets none`,
  ]);
});

test.each<InstanceOptions>([
  {},
  { instanceType: Lazy.string({ produce: () => 'ml.m5.large' }), volumeSize: Size.gibibytes(30) },
  { volumeSize: Size.gibibytes(1) },
  { volumeSize: Size.mebibytes(512 * 1_024) },
  { volumeSize: Size.gibibytes(UNKNOWN) },
  { downloadTimeout: Duration.minutes(1), startupTimeout: Duration.hours(1) },
  { fallbackPools: poolsOf('ml.c5.xlarge'), provisionTimeout: Duration.minutes(5) },
  { fallbackPools: poolsOf(...MANY_TYPES.slice(0, 4)), provisionTimeout: Duration.hours(2) },
])('instances may be: %j', (hardware) => {
  expect(hardwareTold(hardware)).toEqual([]);
});

test.each<{ hardware: InstanceOptions; problem: string }>([
  {
    hardware: { fallbackPools: poolsOf('ml.c5.xlarge', 'ml.c5.xlarge') },
    problem:
      'InstancePoolRepeated: v.fallbackPools[1].instanceType is "ml.c5.xlarge" again, each pool is of a type of its own; name another type',
  },
  {
    hardware: { fallbackPools: poolsOf('ml.m5.large') },
    problem:
      'InstancePoolRepeated: v.fallbackPools[0].instanceType is "ml.m5.large" again, each pool is of a type of its own; name another type',
  },
  {
    hardware: { instanceType: 'ml.c5.large', fallbackPools: poolsOf('unlisted:ml.c5.large') },
    problem:
      'InstancePoolRepeated: v.fallbackPools[0].instanceType is "ml.c5.large" again, each pool is of a type of its own; name another type',
  },
  {
    hardware: { fallbackPools: poolsOf(...MANY_TYPES) },
    problem:
      'InstancePoolsTooMany: v.fallbackPools has 5, SageMaker takes 5 types, the first included; name 4 or fewer',
  },
  {
    hardware: { provisionTimeout: Duration.minutes(10) },
    problem:
      'ProvisionTimeoutWithoutPools: v.provisionTimeout is 10 minutes, it limits how long SageMaker tries one pool after the other, and there is one type only; give fallbackPools, or leave it out',
  },
  {
    hardware: { instanceType: 'ml.g5.xlarge', volumeSize: Size.gibibytes(30) },
    problem:
      'VolumeOnLocalStorage: v.volumeSize is given, ml.g5.xlarge stores data on its own disks, whose size is fixed; leave it out, or choose a type without local disks',
  },
  {
    hardware: { volumeSize: Size.gibibytes(513) },
    problem: 'NumberOutOfRange: v.volumeSize is 513, it takes 1 to 512 whole GiB; write 512',
  },
  {
    hardware: { volumeSize: Size.mebibytes(512) },
    problem: 'NumberOutOfRange: v.volumeSize is 0.5, it takes 1 to 512 whole GiB; write 1',
  },
  {
    hardware: { downloadTimeout: Duration.seconds(59) },
    problem:
      'DurationOutOfRange: v.downloadTimeout is 59 seconds, it takes 1 minute to 1 hour; use Duration.seconds(60)',
  },
  {
    hardware: { startupTimeout: Duration.seconds(3_601) },
    problem:
      'DurationOutOfRange: v.startupTimeout is 1 hour 1 second, it takes 1 minute to 1 hour; use Duration.seconds(3600)',
  },
  {
    hardware: { fallbackPools: poolsOf('ml.c5.xlarge'), provisionTimeout: Duration.minutes(4) },
    problem:
      'DurationOutOfRange: v.provisionTimeout is 4 minutes, it takes 5 minutes to 2 hours; use Duration.seconds(300)',
  },
  {
    hardware: { fallbackPools: poolsOf('ml.c5.xlarge'), provisionTimeout: Duration.minutes(121) },
    problem:
      'DurationOutOfRange: v.provisionTimeout is 2 hours 1 minute, it takes 5 minutes to 2 hours; use Duration.seconds(7200)',
  },
  {
    hardware: { fallbackPools: poolsOf('ml.c5.huge') },
    problem:
      'InstanceTypeNotOffered: v.fallbackPools[0].instanceType is "ml.c5.huge", SageMaker offers no such type for hosting; the nearest are ml.c5.large, ml.c5.xlarge, ml.c5.2xlarge; a type newer than this library is written "unlisted:ml.c5.huge"',
  },
])('instances may not be: $problem', ({ hardware, problem }) => {
  expect(hardwareTold(hardware)).toEqual([problem]);
});

test.each<Partial<ServerlessVariantOptions>>([
  { memory: Size.gibibytes(1), maxConcurrency: 1 },
  { memory: Size.mebibytes(6_144), maxConcurrency: 200 },
  { memory: Size.gibibytes(UNKNOWN), maxConcurrency: UNKNOWN },
])('a variant without instances may have: %j', (options) => {
  expect(serverlessTold(options)).toEqual([]);
});

test.each([
  { memory: Size.mebibytes(1_023), mebibytes: 1_023 },
  { memory: Size.mebibytes(1_536), mebibytes: 1_536 },
  { memory: Size.gibibytes(7), mebibytes: 7_168 },
  { memory: Size.kibibytes(512), mebibytes: 0.5 },
])('$mebibytes MiB of memory are not offered', ({ memory, mebibytes }) => {
  expect(serverlessTold({ memory })).toEqual([
    `ServerlessMemoryNotOffered: v.memory is ${mebibytes} MiB, SageMaker offers 1 to 6 whole GiB; write a size such as Size.gibibytes(2)`,
  ]);
});

test.each([
  { maxConcurrency: 0, remedy: 1 },
  { maxConcurrency: 201, remedy: 200 },
])('$maxConcurrency requests side by side are not offered', ({ maxConcurrency, remedy }) => {
  expect(serverlessTold({ maxConcurrency })).toEqual([
    `NumberOutOfRange: v.maxConcurrency is ${maxConcurrency}, it takes 1 to 200 whole requests; write ${remedy}`,
  ]);
});

test.each<ComponentsVariantOptions>([
  {},
  { minInstances: 0, maxInstances: 1 },
  { minInstances: 3, maxInstances: 3 },
  { minInstances: UNKNOWN, maxInstances: 1 },
  { maxInstances: UNKNOWN },
  { fallbackPools: poolsOf('ml.c5.xlarge') },
])('components may share: %j', (options) => {
  expect(told((problems) => checkComponents(problems, 'v', options))).toEqual([]);
});

test.each<{ options: ComponentsVariantOptions; problem: string }>([
  {
    options: { minInstances: -1 },
    problem: 'NumberOutOfRange: v.minInstances is -1, it takes 0 or more whole instances; write 0',
  },
  {
    options: { minInstances: 0, maxInstances: 0 },
    problem: 'NumberOutOfRange: v.maxInstances is 0, it takes 1 or more whole instances; write 1',
  },
  {
    options: { maxInstances: 1 },
    problem: 'NumberOutOfRange: v.maxInstances is 1, it takes 2 or more whole instances; write 2',
  },
  {
    options: { minInstances: UNKNOWN, maxInstances: 0 },
    problem: 'NumberOutOfRange: v.maxInstances is 0, it takes 1 or more whole instances; write 1',
  },
  {
    options: { minInstances: UNKNOWN },
    problem:
      'ScalingBoundUnknownAtSynth: v.maxInstances is missing, it defaults to twice the fewest instances, which are known at deployment only; give maxInstances',
  },
  {
    options: { fallbackPools: [{ instanceType: 'ml.c5.xlarge', model: version(1) }] },
    problem:
      'InstancePoolWithModel: v.fallbackPools[0].model is given, inference components bring models of their own; leave it out',
  },
])('components may not share: $problem', ({ options, problem }) => {
  expect(told((problems) => checkComponents(problems, 'v', options))).toEqual([problem]);
});

function poolsOf(...instanceTypes: string[]): { instanceType: string }[] {
  return instanceTypes.map((instanceType) => ({ instanceType }));
}

function hardwareTold(hardware: InstanceOptions): string[] {
  const { _instanceTypes: types } = ProductionVariant.components(hardware);

  return told((problems) => checkHardware(problems, 'v', hardware, types));
}

function serverlessTold(options: Partial<ServerlessVariantOptions>): string[] {
  const usual = { model: version(1), memory: Size.gibibytes(2), maxConcurrency: 10 };

  return told((problems) => checkServerless(problems, 'v', { ...usual, ...options }));
}
