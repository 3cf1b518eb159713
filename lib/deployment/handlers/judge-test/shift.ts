import { moveTraffic, readTraffic, shareAlike, WeighedEndpoint } from '../endpoint-traffic';
import { isBusy, textOf } from '../sdk-errors';

/** What answers to commands about endpoints. */
export type ShiftingClient = WeighedEndpoint['sageMaker'];

/** Whether the winner has the requests; postponed where it will have them later, impossible where it is gone. */
export interface Shift {
  readonly outcome: 'done' | 'postponed' | 'impossible';

  /** The status of the endpoint, where it was described. */
  readonly status?: string;

  /** What SageMaker said, where it refused. */
  readonly error?: string;
}

/** A winner can get no requests any more; a person decides what serves. */
export class WinnerGone extends Error {
  constructor(winner: string, testName: string) {
    super(`${winner} has won ${testName} and is gone: nobody gets its requests`);
  }
}

/** Gives one variant all requests, unless the endpoint is being changed. */
export async function shiftTraffic(sageMaker: ShiftingClient, endpointName: string, winner: string): Promise<Shift> {
  const endpoint = { sageMaker, endpointName };
  const traffic = await readTraffic(endpoint);
  if (!traffic || !(winner in traffic.weights)) return { outcome: 'impossible', status: traffic?.status };

  const { status, weights } = traffic;
  if (status !== 'InService') return { outcome: 'postponed', status };
  const wanted = Object.fromEntries(Object.keys(weights).map((name) => [name, name === winner ? 1 : 0]));
  if (shareAlike(weights, wanted)) return { outcome: 'done', status };

  try {
    await moveTraffic(endpoint, wanted);
    return { outcome: 'done', status };
  } catch (error) {
    if (isBusy(error)) return { outcome: 'postponed', status, error: textOf(error) };
    throw error;
  }
}
