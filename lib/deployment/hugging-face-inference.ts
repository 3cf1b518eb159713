/** What an image computes on. */
export enum ImageAccelerator {
  /** The processor alone. */
  CPU = 'cpu',
  /** NVIDIA graphics processors. */
  GPU = 'gpu',
}

/** Which Hugging Face image serves a model. */
export interface HuggingFaceInferenceOptions {
  /** Version of the transformers library, as `4.49.0`. */
  readonly transformersVersion: string;

  /**
   * What the image computes on.
   *
   * @default ImageAccelerator.GPU
   */
  readonly accelerator?: ImageAccelerator;

  /**
   * Version of PyTorch, as `2.6.0`.
   *
   * @default - the one that this library knows for the version of transformers
   */
  readonly frameworkVersion?: string;

  /**
   * Version of Python, as `py312`.
   *
   * @default - the one that this library knows for the version of transformers
   */
  readonly pythonVersion?: string;

  /**
   * What the image's tag ends in: drivers and system, as `cu124-ubuntu22.04`, for the processor alone `ubuntu22.04`.
   *
   * @default - the one that this library knows for the version of transformers
   */
  readonly platform?: string;
}
