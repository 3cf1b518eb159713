import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DataCapture } from './data-capture';
import { ModelEndpoint } from './model-endpoint';
import { Percent } from './percent';
import { ServedModel } from './served-model';
import { ShadowTestState } from './shadow-test-state';

/** What is tested, and on what it runs. */
export interface ShadowOptions {
  /** The model that is tested: a single one. It runs as the endpoint's models do, and where they do. */
  readonly model: ServedModel;

  /**
   * Name of the variant while the test runs: 1 to 63 letters, digits and hyphens, other than that of the endpoint's variant.
   *
   * @default Shadow
   */
  readonly variantName?: string;

  /**
   * Type of the instances, as `ml.m5.large`; one that is newer than this library as `unlisted:ml.m9.large`.
   *
   * @default - that of the endpoint's variant, which shows whether the model could take its place
   */
  readonly instanceType?: string;

  /**
   * How many instances there are: 1 or more.
   *
   * @default - as many as of the endpoint's variant
   */
  readonly instances?: number;
}

/** When a test runs. */
export interface ShadowTestSchedule {
  /** The moment at which it begins, as `2026-12-01T08:00:00Z`. */
  readonly startsAt: string;

  /**
   * How long it runs: 1 hour to 30 days.
   *
   * @default Duration.days(7)
   */
  readonly duration?: Duration;
}

/** Which model is tested beside which endpoint. */
export interface ShadowTestProps {
  /** Name of the test: 1 to 120 letters, digits and hyphens. Another name is another test. */
  readonly shadowTestName: string;

  /** The endpoint whose requests are copied: a real-time one, with one variant of one model on instances of one type. */
  readonly endpoint: ModelEndpoint;

  /** What is tested. */
  readonly shadow: ShadowOptions;

  /**
   * How many instances answer the requests while the test runs: 1 or more. The test begins with so many, however many there are
   * by then; give as many as your busiest hour needs.
   *
   * @default - as many as the endpoint's variant begins with
   */
  readonly productionInstances?: number;

  /**
   * The share of the requests that is copied: 1 to 100 %, a whole number. It may change while the test runs.
   *
   * @default Percent.of(100)
   */
  readonly sampling?: Percent;

  /**
   * When it runs. A test that has ended takes no changes; its resource can be removed, or be given another name for another test.
   *
   * @default - at once, for 7 days
   */
  readonly schedule?: ShadowTestSchedule;

  /**
   * Where the answers of both are kept: all of them, with their requests.
   *
   * @default - answers of the shadow are thrown away, and metrics alone are compared
   */
  readonly capture?: DataCapture;

  /**
   * The key that encrypts the instances' volumes. Instances with local disks are encrypted by their hardware, and SageMaker
   * refuses a key where a variant has such; a change between the two kinds of instances is another test.
   */
  readonly volumeKey: kms.IKeyRef;

  /**
   * The role as which SageMaker changes the endpoint when the test begins and ends.
   *
   * @default - a role that may change this endpoint, use the key for its volumes, keep what is captured, and nothing else
   */
  readonly executionRole?: iam.IRoleRef;

  /**
   * What the test is for: 1 to 1,024 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Where the test is meant to be, whatever its schedule says.
   *
   * @default - where its schedule puts it
   */
  readonly state?: ShadowTestState;
}
