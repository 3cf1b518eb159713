import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Problems } from '../../core';
import { AsyncInference } from '../async-inference';
import { DataCapture } from '../data-capture';
import { DeploymentStrategy } from '../deployment-strategy';
import { EndpointStage } from '../endpoint-stage';
import { OnlineExplainability } from '../online-explainability';
import { ProductionVariant } from '../production-variant';
import { processorsOf } from './instance-processors';
import { Capability, checkCapability, OptionName } from './option-capabilities';

/** The parts of an endpoint that not every way to serve a model can have. */
export interface OptionalParts {
  readonly variants: readonly ProductionVariant[];
  readonly shadowVariant?: ProductionVariant;
  readonly subnets?: readonly ec2.ISubnetRef[];
  readonly stage: EndpointStage;
  readonly strategy?: DeploymentStrategy;
  readonly dataCapture?: DataCapture;
  readonly asynchronous?: AsyncInference;
  readonly explainability?: OnlineExplainability;
}

/** Something that an endpoint asks for, where, and in which words. */
interface Wish {
  readonly capability: Capability;
  readonly path: string;
  readonly got: string;
}

/** Checks that every option that an endpoint is made of can do what the endpoint asks for. */
export function checkOptions(problems: Problems, endpoint: OptionalParts): void {
  const options = optionsOf(endpoint);

  for (const { capability, path, got } of wishesOf(endpoint)) {
    for (const option of options) checkCapability(problems, path, option, capability, got);
  }
}

/** The ways to serve a model that an endpoint is made of; more than one where they are combined. */
export function optionsOf({
  variants,
  shadowVariant,
  asynchronous,
}: Pick<OptionalParts, 'variants' | 'shadowVariant' | 'asynchronous'>): OptionName[] {
  const all = [...variants, ...(shadowVariant ? [shadowVariant] : [])];
  const kinds = new Set(all.map((variant) => variant._kind));
  const models = new Set(all.flatMap((variant) => variant._models).map((model) => model._kind));

  const options: OptionName[] = [];
  if (asynchronous) options.push('asynchronous');
  if (kinds.has('serverless')) options.push('serverless');
  if (kinds.has('components')) options.push('inferenceComponents');
  for (const kind of ['multiModel', 'multiContainer', 'inferencePipeline'] as const) {
    if (models.has(kind)) options.push(kind);
  }
  return options.length > 0 ? options : ['realTime'];
}

function wishesOf(endpoint: OptionalParts): Wish[] {
  const { variants, shadowVariant, subnets, stage, strategy, dataCapture, explainability } = endpoint;

  return [
    ...wish(variants.length > 1, 'severalVariants', 'variants', `are ${variants.length}`),
    ...wish(shadowVariant, 'shadow', 'shadowVariant', 'is given'),
    ...wish(dataCapture, 'dataCapture', 'dataCapture', 'is given'),
    ...wish(explainability, 'explainability', 'explainability', 'is given'),
    ...wish(subnets, 'vpc', 'subnets', 'are given'),
    ...wish(!stage._reasonFor('withoutIsolation'), 'networkIsolation', 'stage', 'isolates the containers'),
    ...(strategy ? wish(true, strategy._shift, 'strategy', `is DeploymentStrategy.${strategy._shift}`) : []),
    ...variants.flatMap((variant, i) => wishesOfVariant(variant, `variants[${i}]`)),
  ];
}

function wishesOfVariant(variant: ProductionVariant, path: string): Wish[] {
  const models = variant._models;
  const kinds = models.map((model) => model._kind);
  const gpu = variant._instanceTypes.some((type) => (processorsOf(type, 'gpu') ?? 0) > 0);

  return [
    ...wish(kinds.includes('multiModel'), 'multiModel', `${path}.model`, 'serves many models'),
    ...wish(kinds.includes('multiContainer'), 'directInvocation', `${path}.model`, 'has several containers'),
    ...wish(kinds.includes('inferencePipeline'), 'serialPipeline', `${path}.model`, 'is a pipeline of containers'),
    ...wish(
      models.some((model) => model._looseFiles),
      'uncompressedModel',
      `${path}.model`,
      'lies in loose files',
    ),
    ...wish(gpu, 'gpu', `${path}.instanceType`, 'has GPUs'),
    ...wish(variant._routing, 'routingStrategy', `${path}.routing`, 'is given'),
    ...wish(variant._instanceTypes.length > 1, 'instancePools', `${path}.fallbackPools`, 'are given'),
  ];
}

function wish(asked: unknown, capability: Capability, path: string, got: string): Wish[] {
  return asked ? [{ capability, path, got }] : [];
}
