/** An operating system of edge devices. */
export enum EdgeOperatingSystem {
  /** Linux. */
  LINUX = 'linux',
  /** Windows. */
  WINDOWS = 'windows',
}

/** An instruction set of edge devices. */
export enum EdgeArchitecture {
  /** 64-bit x86. */
  AMD64 = 'amd64',
  /** 64-bit ARM. */
  AARCH64 = 'aarch64',
  /** 32-bit ARM. */
  ARM = 'arm',
  /** 32-bit x86. */
  X86 = 'x86',
}

/** What a device does with a component, each a script; `{artifacts:path}` in it is the folder of the files. */
export interface EdgeLifecycle {
  /**
   * Runs once when the component, or a version of it, comes to the device. A place to verify and unpack the model.
   *
   * @default - nothing
   */
  readonly install?: string;

  /**
   * Runs as long as the component does; not with `startup`.
   *
   * @default - nothing
   */
  readonly run?: string;

  /**
   * Starts what runs in the background; not with `run`.
   *
   * @default - nothing
   */
  readonly startup?: string;

  /**
   * Ends what `startup` has started.
   *
   * @default - nothing
   */
  readonly shutdown?: string;

  /**
   * Runs after a failure.
   *
   * @default - nothing
   */
  readonly afterFailure?: string;
}

/**
 * A component of AWS IoT Greengrass that brings a packaged model to devices.
 *
 * @see https://docs.aws.amazon.com/greengrass/v2/developerguide/component-recipe-reference.html
 */
export interface EdgeComponentOptions {
  /** Name of the component, such as `com.acme.abalone`: 1 to 128 letters, digits, hyphens, underscores and dots. */
  readonly componentName: string;

  /** Operating system of the devices. */
  readonly os: EdgeOperatingSystem;

  /**
   * Instruction set of the devices.
   *
   * @default - any
   */
  readonly architecture?: EdgeArchitecture;

  /** What a device does with it. */
  readonly lifecycle: EdgeLifecycle;

  /**
   * Components that it needs, by name, with the versions that will do, such as `~2.6.0`.
   *
   * @default - none
   */
  readonly dependencies?: Record<string, string>;

  /**
   * What it is for.
   *
   * @default - the names of the package, its platform and its runtime
   */
  readonly description?: string;

  /**
   * Who publishes it.
   *
   * @default - nobody is named
   */
  readonly publisher?: string;
}
