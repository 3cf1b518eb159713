import { Problems } from '../core';
import { StepRelaxation } from './private/step-relaxation';

/** Whether the containers of a job may call others over the network. */
export interface NetworkCallOptions {
  /**
   * Why the job's containers call AWS services over the network. With a reason, the job runs without network isolation; it
   * stays in the subnets and security groups of the environment. The reason ends up in the metadata of the pipeline.
   *
   * SageMaker itself brings inputs and takes outputs, so a job that only reads and writes files needs none.
   *
   * @default - the containers are isolated: they reach nothing, and nothing reaches them
   */
  readonly networkCallsReason?: string;
}

/** Checks that whoever lifts the isolation says why. */
export function checkNetworkCalls(problems: Problems, path: string, { networkCallsReason }: NetworkCallOptions): void {
  if (networkCallsReason?.trim() !== '') return;

  problems.add({
    code: 'NetworkCallsWithoutReason',
    path: `${path}.networkCallsReason`,
    got: 'is empty',
    wanted: 'a job leaves its isolation for a stated reason only',
    remedy: 'say what the job calls, or leave it out',
  });
}

/** What a job gives up by calling others. */
export function networkRelaxations({ networkCallsReason: reason }: NetworkCallOptions): StepRelaxation[] {
  return reason === undefined ? [] : [{ setting: 'networkCallsReason', reason }];
}
