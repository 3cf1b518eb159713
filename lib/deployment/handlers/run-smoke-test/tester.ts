import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { Log } from '../log';

/** What the handler works with. */
export interface Tester {
  readonly sagemaker: Pick<SageMakerClient, 'send'>;
  readonly runtime: Pick<SageMakerRuntimeClient, 'send'>;
  readonly log: Log;

  /** In milliseconds. */
  readonly now: () => number;

  /** How many milliseconds the function has left. */
  readonly remaining: () => number;

  /** Waits about so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** What it takes to say how the test ended, in milliseconds. */
const LAST_WORDS = 5_000;

/** Whether there is time for something that takes so many milliseconds, and to tell of it. */
export function hasTimeFor({ remaining }: Tester, milliseconds: number): boolean {
  return remaining() >= milliseconds + LAST_WORDS;
}

/** Ends a call in time to tell of it. */
export function timeIsUp({ remaining }: Tester): AbortSignal {
  return AbortSignal.timeout(Math.max(remaining() - LAST_WORDS, 0));
}
