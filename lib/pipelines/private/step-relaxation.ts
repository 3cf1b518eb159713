/** A safe default that a step goes without, and why; it ends up in the metadata of the pipeline. */
export interface StepRelaxation {
  /** Name of the relaxation in that metadata, as `outsideNetwork`; the prop that asks for it may be spelt otherwise. */
  readonly setting: string;
  /** The author's reason. */
  readonly reason: string;
}
