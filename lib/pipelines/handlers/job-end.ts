import { failed, Outcome } from './outcome';

/** A job as SageMaker describes it. */
export interface DescribedJob {
  /** What messages call it, as `load test`. */
  readonly noun: string;
  readonly status?: string;
  readonly failureReason?: string;
}

/** How a job ended, with what it has brought where it is complete; undefined as long as it has not. */
export function endOf({ noun, status, failureReason }: DescribedJob, result: () => Outcome): Outcome | undefined {
  switch (status) {
    case 'COMPLETED':
      return result();
    case 'FAILED':
      return failed(`the ${noun} failed: ${failureReason ?? 'SageMaker gives no reason'}`);
    case 'STOPPED':
    case 'DELETED':
    case 'DELETING':
      return failed(`the ${noun} was stopped before it had a result`);
    default:
      return undefined;
  }
}
