/** How a model runs, as far as its containers depend on it. */
export interface ModelPlacement {
  /** Whether the containers have no network at all; SageMaker itself still brings image and model. */
  readonly isolated: boolean;
  /** Whether the model is connected to subnets. */
  readonly inVpc: boolean;
}

/** What was decided about the licence of a model, for the template's metadata. */
export interface LicenceStatement {
  readonly model: string;
  readonly statement: string;
}
