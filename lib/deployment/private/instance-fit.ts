import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { ServedModel } from '../served-model';
import { processorsOf } from './instance-processors';

const INFERENTIA = /^ml\.(inf|trn)\d/;

/** A type of the instances of a variant, and the model that runs there. */
export interface InstancePlace {
  /** The option that names the type, as `fallbackPools[0].instanceType`. */
  readonly option: string;

  readonly instanceType: string;

  /** @default - none that is known, as of inference components */
  readonly model?: ServedModel;
}

/** Checks that each model's image runs on its instances, and that a compiled model runs on what it was compiled for. */
export function checkInstanceFit(problems: Problems, path: string, places: readonly InstancePlace[]): void {
  for (const { option, instanceType, model } of places) {
    if (!model || Token.isUnresolved(instanceType)) continue;
    checkAcceleration(problems, `${path}.${option}`, model._acceleration, instanceType);
    checkCompiled(problems, `${path}.${option}`, model._compiledFor, instanceType);
  }
}

function checkAcceleration(
  problems: Problems,
  path: string,
  acceleration: string | undefined,
  instanceType: string,
): void {
  const isNeuron = INFERENTIA.test(instanceType);
  const hasGpu = processorsOf(instanceType, 'gpu') !== 0;
  if (acceleration === undefined || acceleration === 'cpu') return;
  if (acceleration === 'gpu' ? hasGpu && !isNeuron : isNeuron) return;

  problems.add({
    code: 'ImageDoesNotFitInstance',
    path,
    got: `is "${instanceType}"`,
    wanted:
      acceleration === 'gpu'
        ? "the model's image needs a GPU, and instances of that type have none"
        : "the model's image needs Inferentia or Trainium, and instances of that type have none",
    remedy:
      acceleration === 'gpu'
        ? 'use a type with GPUs such as ml.g5.xlarge, or an image for CPUs'
        : 'use a type such as ml.inf2.xlarge, or an image for CPUs',
  });
}

function checkCompiled(problems: Problems, path: string, family: string | undefined, instanceType: string): void {
  if (family === undefined || Token.isUnresolved(family) || instanceType.startsWith(`${family}.`)) return;

  problems.add({
    code: 'CompiledForOtherInstances',
    path,
    got: `is "${instanceType}"`,
    wanted: `the model was compiled for ${family}, and runs on that family alone`,
    remedy: `use a type of ${family}, or compile the model again`,
  });
}
