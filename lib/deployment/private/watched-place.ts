import { ProductionVariant } from '../production-variant';
import { MetricPlace } from './endpoint-metrics';
import { Processor, processorsOf } from './instance-processors';

/** What emits metrics, and on which instances. */
export interface WatchedPlace {
  readonly place: MetricPlace;
  /** Types of the instances; none where there are no instances of its own. */
  readonly instanceTypes: readonly string[];
}

/** The variants of an endpoint as what its alarms watch. */
export function watchedVariants(
  endpointName: string,
  variants: readonly ProductionVariant[],
  asynchronous: boolean,
): WatchedPlace[] {
  const emitters = {
    instances: asynchronous ? 'asynchronous' : 'realTime',
    serverless: 'serverless',
    components: 'componentHost',
  } as const;

  return variants.map((variant) => ({
    place: { emitter: emitters[variant._kind], endpointName, variantName: variant._name },
    instanceTypes: variant._instanceTypes,
  }));
}

/** How many cores or GPUs each instance of a place has; undefined where that is not known, or not the same everywhere. */
export function processorsAt({ instanceTypes }: WatchedPlace, processor: Processor): number | undefined {
  const [count, ...others] = new Set(instanceTypes.map((type) => processorsOf(type, processor)));

  return others.length === 0 ? count : undefined;
}
