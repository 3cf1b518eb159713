import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { ComponentCompute } from '../component-compute';
import { ModelEndpoint } from '../model-endpoint';
import { ServedModel } from '../served-model';
import { checkInstanceFit } from './instance-fit';
import { Processor, processorsOf } from './instance-processors';
import { Capability, checkCapability } from './option-capabilities';
import { checkWholeNumber } from './range-checks';

const LEAST_MEMORY_MIB = 128;
const FEWEST_CORES = 0.25;

/** How long a copy may take to load its model, or to become healthy. */
export const COMPONENT_START = { least: Duration.minutes(1), most: Duration.hours(1) };

const EXCLUDED: Readonly<Partial<Record<ServedModel['_kind'], Capability>>> = {
  multiModel: 'multiModel',
  multiContainer: 'directInvocation',
  inferencePipeline: 'serialPipeline',
};

/** Checks that the endpoint has instances for inference components. */
export function checkHost(problems: Problems, path: string, endpoint: ModelEndpoint): void {
  const [{ _kind: kind }] = endpoint.variants;
  if (kind === 'components') return;

  problems.add({
    code: 'EndpointHostsNoComponents',
    path,
    got: `has a variant of the kind ${kind}`,
    wanted: 'inference components share instances that serve no model of their own',
    remedy: 'give the endpoint ProductionVariant.components()',
  });
}

/** Checks that a component can serve the model on the endpoint's instances. */
export function checkComponentModel(
  problems: Problems,
  path: string,
  model: ServedModel,
  endpoint: ModelEndpoint,
): void {
  const { enableNetworkIsolation, vpcConfig } = endpoint._surroundings;
  const excluded = EXCLUDED[model._kind];

  model._check(problems, path);
  model._checkPlacement(problems, path, {
    isolated: enableNetworkIsolation === true,
    inVpc: vpcConfig !== undefined,
  });
  if (excluded) checkCapability(problems, path, 'inferenceComponents', excluded, 'has more than one plain model');
  endpoint.variants.forEach(({ _places }, i) =>
    checkInstanceFit(
      problems,
      `endpoint.variants[${i}]`,
      _places.map((place) => ({ ...place, model })),
    ),
  );
}

/** Checks that a copy fits onto an instance. */
export function checkCompute(
  problems: Problems,
  path: string,
  { minMemory, maxMemory, cpuCores, accelerators }: ComponentCompute,
  instanceTypes: readonly string[],
): void {
  if (!minMemory.isUnresolved()) {
    checkWholeNumber(problems, `${path}.minMemory`, minMemory.toKibibytes() / 1024, {
      least: LEAST_MEMORY_MIB,
      noun: 'MiB',
    });
    if (maxMemory && !maxMemory.isUnresolved()) {
      checkWholeNumber(problems, `${path}.maxMemory`, maxMemory.toKibibytes() / 1024, {
        least: Math.ceil(minMemory.toKibibytes() / 1024),
        noun: 'MiB',
      });
    }
  }
  if (cpuCores !== undefined) {
    checkCores(problems, `${path}.cpuCores`, cpuCores);
    checkRoom(problems, `${path}.cpuCores`, cpuCores, 'core', instanceTypes);
  }
  if (accelerators !== undefined) {
    checkWholeNumber(problems, `${path}.accelerators`, accelerators, { least: 1, noun: 'accelerators' });
    checkRoom(problems, `${path}.accelerators`, accelerators, 'gpu', instanceTypes.filter(hasNoNeuron));
  }
}

function checkCores(problems: Problems, path: string, cores: number): void {
  if (Token.isUnresolved(cores) || cores >= FEWEST_CORES) return;

  problems.add({
    code: 'ComponentCoresTooFew',
    path,
    got: `is ${cores}`,
    wanted: `SageMaker gives a copy ${FEWEST_CORES} cores or more`,
    remedy: `write ${FEWEST_CORES}, or leave it out so that copies share the cores`,
  });
}

function checkRoom(
  problems: Problems,
  path: string,
  wanted: number,
  processor: Processor,
  instanceTypes: readonly string[],
): void {
  const noun = processor === 'core' ? 'cores' : 'GPUs';
  for (const type of instanceTypes) {
    const offered = processorsOf(type, processor);
    if (Token.isUnresolved(wanted) || offered === undefined || wanted <= offered) continue;

    problems.add({
      code: 'ComponentTooLargeForInstance',
      path,
      got: `is ${wanted}`,
      wanted: `${type} has ${offered} ${noun}, and a copy runs on one instance`,
      remedy: `ask for fewer, or let the endpoint have larger instances`,
    });
  }
}

/** Inferentia and Trainium count their accelerators differently from GPUs. */
function hasNoNeuron(instanceType: string): boolean {
  return !/^ml\.(inf|trn)\d/.test(instanceType);
}
