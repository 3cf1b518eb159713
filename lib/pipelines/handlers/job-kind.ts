import { Callback } from './callback';
import { Client } from './client';
import { Log } from './log';
import { Outcome } from './outcome';
import { Patience } from './settings';

/** A kind of job that pipelines have no step for: how SageMaker is asked for one, and what became of it. */
export interface JobKind<Asked, Described> {
  /** What messages call such a job, as `load test`. */
  readonly noun: string;

  /** What a step asks for; throws `JobRefused` where it is nothing that can be done. */
  readonly askedBy: (callback: Callback) => Asked;

  readonly create: (client: Client, jobName: string, asked: Asked) => Promise<unknown>;
  readonly describe: (client: Client, jobName: string) => Promise<Described>;
  readonly stop: (client: Client, jobName: string) => Promise<unknown>;

  /** How the job ended; undefined as long as it has not. */
  readonly outcomeOf: (described: Described, asked: Asked) => Outcome | undefined;
}

/** What a handler works with. */
export interface JobRunner<Asked, Described> {
  readonly client: Client;
  readonly log: Log;
  readonly settings: Patience;
  readonly kind: JobKind<Asked, Described>;
}
