import { MetricEmitter } from './emitted-metrics';

/** What scales: instances of a variant, provisioned concurrency of a serverless variant, or copies of an inference component. */
export type ScaledKind = 'instances' | 'serverless' | 'component';

/** What is known about a thing that scales. */
export interface ScalingContext {
  readonly kind: ScaledKind;
  /** Whether the endpoint answers asynchronously. */
  readonly asynchronous: boolean;
  /** The fewest that SageMaker accepts here: 0 where the option scales to zero. */
  readonly leastAllowed: number;
  /** The most that SageMaker accepts here; without it there is no limit but the account's quota. */
  readonly mostAllowed?: number;
  /** Type of the instances, where all have the same. */
  readonly instanceType?: string;
}

/** What emits the metrics of a thing that scales. */
export type ScaledEmitter = Exclude<MetricEmitter, 'componentHost'>;

/** The emitter of the metrics of a thing that scales. */
export function emitterOf({ kind, asynchronous }: ScalingContext): ScaledEmitter {
  if (kind !== 'instances') return kind;

  return asynchronous ? 'asynchronous' : 'realTime';
}
