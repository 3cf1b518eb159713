/** A safe default that a step goes without, and why; it ends up in the metadata of the pipeline. */
export interface StepRelaxation {
  /** The prop that asks for it, as `customStep`. */
  readonly setting: string;
  /** The author's reason. */
  readonly reason: string;
}
