import { ClarifyLocation } from './clarify-location';
import { ClarifyValues } from './clarify-values';

/** The model that is analysed, and how it is asked. The job serves it on an endpoint of its own while it works. */
export interface ClarifyModel {
  /** Name of the model in SageMaker; the result of a model step as `asString`. */
  readonly modelName: string;

  /** Type of the endpoint's instances, as `ml.m5.large`. */
  readonly instanceType: string;

  /**
   * Number of the endpoint's instances: 1 or more.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * MIME type of requests: `text/csv`, `application/jsonlines` or `application/json`.
   *
   * @default - the dataset's format
   */
  readonly contentType?: string;

  /**
   * MIME type of answers: `text/csv`, `application/jsonlines` or `application/json`.
   *
   * @default - the type of requests
   */
  readonly acceptType?: string;

  /**
   * How a JSON request is made: of `$features` for JSON lines, of `$record` or `$records` for JSON.
   *
   * @default - requests are CSV
   */
  readonly contentTemplate?: string;

  /**
   * How each record of a JSON request is made: of `$features`, `$features_kvp` or `${name}` of each feature.
   *
   * @default - requests are CSV or JSON lines
   */
  readonly recordTemplate?: string;

  /**
   * Text that is passed to the container with each request: up to 1,024 characters.
   *
   * @default - none
   */
  readonly customAttributes?: string;

  /**
   * What the endpoint's name begins with: letters, digits and hyphens between them, so that the jobs' role can be allowed
   * such endpoints and no others.
   *
   * @default - Clarify chooses
   */
  readonly endpointNamePrefix?: string;

  /**
   * Which model of a multi-model container is asked.
   *
   * @default - the container has one model
   */
  readonly targetModel?: string;
}

/** How a prediction is found in the answer of a model. */
export interface ClarifyPrediction {
  /**
   * Where the predicted label stands.
   *
   * @default - the answer is the label, or the score
   */
  readonly label?: ClarifyLocation;

  /**
   * Where the scores stand.
   *
   * @default - the answer has none
   */
  readonly probability?: ClarifyLocation;

  /**
   * The score above which a prediction counts as positive: more than 0, less than 1.
   *
   * @default - 0.5, where the answer is a score
   */
  readonly probabilityThreshold?: number;

  /**
   * The labels that the scores belong to, in their order.
   *
   * @default - one score
   */
  readonly labelValues?: ClarifyValues;
}
