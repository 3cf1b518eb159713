/** A safe default that an endpoint goes without, and why; it ends up in the metadata of the template. */
export interface Relaxation {
  /** Name of the relaxation in that metadata, as `withoutCapture`. */
  readonly setting: string;
  /** The author's reason. */
  readonly reason: string;
}
