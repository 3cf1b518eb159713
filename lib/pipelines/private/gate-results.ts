import { PipelineStep } from '../pipeline-step';
import { PropertyFileValue } from '../property-file';

/** The output of an open gate's job that holds the baseline for later runs; of this name by convention of this library. */
export const NEXT_BASELINE = 'next-baseline';

/** The files of the open engine that later steps may read values from, by the names under which they know them. */
export const READABLE_FILES = { Gate: 'gate.json', Statistics: 'statistics.json' } as const;

/** A gate's step and where it leaves its files; what an engine does not leave is missing. */
export interface GateResults {
  readonly step: PipelineStep;
  readonly statistics: string;
  readonly constraints: string;
  readonly violations?: string;
  readonly nextStatistics?: string;
  readonly nextConstraints: string;
  /** A value in a file, for later steps. */
  readonly value?: (file: keyof typeof READABLE_FILES, jsonPath: string) => PropertyFileValue;
}
