import { Duration, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import { checkInstanceType, hasLocalStorage, Problems } from '../../core';
import { ComponentsVariantOptions, InstanceOptions, ServerlessVariantOptions } from '../variant-options';
import { checkDurationRange, checkWholeNumber } from './range-checks';

const VARIANT_NAME = /^(?!.{64})[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
const MOST_POOLS = 5;
const MOST_CONCURRENCY = 200;
const LARGEST_VOLUME_GIB = 512;
const SERVERLESS_MEMORY_MIB = [1024, 2048, 3072, 4096, 5120, 6144];
const START = { least: Duration.minutes(1), most: Duration.hours(1) };
const PROVISION = { least: Duration.minutes(5), most: Duration.hours(2) };

/** Checks the name of a variant, which alarms, scaling and weights write down. */
export function checkVariantName(problems: Problems, path: string, name: string): void {
  if (Token.isUnresolved(name)) {
    problems.add({
      code: 'VariantNameUnknownAtSynth',
      path,
      got: 'is a token',
      wanted: 'alarms, scaling and weights name the variant, so that it must be known at synth',
      remedy: 'write the name as text, such as "Champion"',
    });
    return;
  }
  if (VARIANT_NAME.test(name)) return;

  problems.add({
    code: 'VariantNameMalformed',
    path,
    got: `is "${name}"`,
    wanted: 'a variant name is 1 to 63 letters, digits and hyphens between them',
    remedy: 'write one such as "Champion"',
  });
}

/** Checks the share of the requests that a variant gets. */
export function checkWeight(problems: Problems, path: string, weight: number): void {
  if (Token.isUnresolved(weight) || (Number.isFinite(weight) && weight >= 0)) return;

  problems.add({
    code: 'VariantWeightNegative',
    path,
    got: `is ${weight}`,
    wanted: 'a weight is a share of the requests, 0 or more',
    remedy: 'write 0 for a variant that gets none',
  });
}

/** Checks the instances of a variant, whose types these are, the default included. */
export function checkHardware(
  problems: Problems,
  path: string,
  hardware: InstanceOptions,
  types: readonly string[],
): void {
  const { instanceType, fallbackPools = [], provisionTimeout, volumeSize } = hardware;

  if (instanceType !== undefined) checkInstanceType(problems, `${path}.instanceType`, instanceType, 'hosting');
  fallbackPools.forEach((pool, i) =>
    checkInstanceType(problems, `${path}.fallbackPools[${i}].instanceType`, pool.instanceType, 'hosting'),
  );
  checkPools(problems, path, types);
  checkDurationRange(problems, `${path}.provisionTimeout`, provisionTimeout, PROVISION);
  checkDurationRange(problems, `${path}.downloadTimeout`, hardware.downloadTimeout, START);
  checkDurationRange(problems, `${path}.startupTimeout`, hardware.startupTimeout, START);
  if (volumeSize && !volumeSize.isUnresolved()) {
    const range = { least: 1, most: LARGEST_VOLUME_GIB, noun: 'GiB' };
    const gibibytes = volumeSize.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
    checkWholeNumber(problems, `${path}.volumeSize`, gibibytes, range);
  }

  if (provisionTimeout && fallbackPools.length === 0) {
    problems.add({
      code: 'ProvisionTimeoutWithoutPools',
      path: `${path}.provisionTimeout`,
      got: `is ${provisionTimeout.toHumanString()}`,
      wanted: 'it limits how long SageMaker tries one pool after the other, and there is one type only',
      remedy: 'give fallbackPools, or leave it out',
    });
  }
  if (volumeSize && instanceType !== undefined && hasLocalStorage(instanceType)) {
    problems.add({
      code: 'VolumeOnLocalStorage',
      path: `${path}.volumeSize`,
      got: 'is given',
      wanted: `${instanceType} stores data on its own disks, whose size is fixed`,
      remedy: 'leave it out, or choose a type without local disks',
    });
  }
}

function checkPools(problems: Problems, path: string, types: readonly string[]): void {
  const first = types.findIndex((type, i) => types.indexOf(type) !== i);
  if (first > 0) {
    problems.add({
      code: 'InstancePoolRepeated',
      path: `${path}.fallbackPools[${first - 1}].instanceType`,
      got: `is "${types[first]}" again`,
      wanted: 'each pool is of a type of its own',
      remedy: 'name another type',
    });
  }
  if (types.length <= MOST_POOLS) return;

  problems.add({
    code: 'InstancePoolsTooMany',
    path: `${path}.fallbackPools`,
    got: `has ${types.length - 1}`,
    wanted: `SageMaker takes ${MOST_POOLS} types, the first included`,
    remedy: `name ${MOST_POOLS - 1} or fewer`,
  });
}

/** Checks a variant without instances. */
export function checkServerless(problems: Problems, path: string, options: ServerlessVariantOptions): void {
  const { memory, maxConcurrency } = options;

  checkWholeNumber(problems, `${path}.maxConcurrency`, maxConcurrency, {
    least: 1,
    most: MOST_CONCURRENCY,
    noun: 'requests',
  });
  if (memory.isUnresolved()) return;
  const mebibytes = memory.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  if (SERVERLESS_MEMORY_MIB.includes(mebibytes)) return;

  problems.add({
    code: 'ServerlessMemoryNotOffered',
    path: `${path}.memory`,
    got: `is ${mebibytes} MiB`,
    wanted: 'SageMaker offers 1 to 6 whole GiB',
    remedy: 'write a size such as Size.gibibytes(2)',
  });
}

/** Checks how many instances inference components may share, and that no pool has a model. */
export function checkComponents(problems: Problems, path: string, options: ComponentsVariantOptions): void {
  const { minInstances = 2, maxInstances, fallbackPools = [] } = options;

  fallbackPools.forEach(({ model }, i) => {
    if (!model) return;
    problems.add({
      code: 'InstancePoolWithModel',
      path: `${path}.fallbackPools[${i}].model`,
      got: 'is given',
      wanted: 'inference components bring models of their own',
      remedy: 'leave it out',
    });
  });
  checkWholeNumber(problems, `${path}.minInstances`, minInstances, { least: 0, noun: 'instances' });
  if (maxInstances !== undefined) {
    const least = Token.isUnresolved(minInstances) ? 1 : Math.max(minInstances, 1);
    checkWholeNumber(problems, `${path}.maxInstances`, maxInstances, { least, noun: 'instances' });
  } else if (Token.isUnresolved(minInstances)) {
    problems.add({
      code: 'ScalingBoundUnknownAtSynth',
      path: `${path}.maxInstances`,
      got: 'is missing',
      wanted: 'it defaults to twice the fewest instances, which are known at deployment only',
      remedy: 'give maxInstances',
    });
  }
}
