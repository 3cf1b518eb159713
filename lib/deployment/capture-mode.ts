/** What of each request is captured. */
export enum CaptureMode {
  /** What the endpoint is asked. */
  INPUT = 'INPUT',

  /** What the endpoint answers. */
  OUTPUT = 'OUTPUT',

  /** Both, in one record. */
  INPUT_AND_OUTPUT = 'INPUT_AND_OUTPUT',
}
