import { Size } from 'aws-cdk-lib';

/** What each copy of an inference component takes of its instance. */
export interface ComponentCompute {
  /** Memory that is kept free for a copy: 128 MiB or more. */
  readonly minMemory: Size;

  /**
   * Memory that a copy may use at most, where there is more than is kept free; at least `minMemory`.
   *
   * @default - no limit but the instance's
   */
  readonly maxMemory?: Size;

  /**
   * Cores of the processor: 0.25 or more, up to those of an instance.
   *
   * @default - none of its own: copies share what is there
   */
  readonly cpuCores?: number;

  /**
   * GPUs, or Inferentia or Trainium devices: 1 or more, up to those of an instance.
   *
   * @default - none
   */
  readonly accelerators?: number;
}
