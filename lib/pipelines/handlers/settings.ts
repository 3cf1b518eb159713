/** How long a handler waits for its jobs, and how it names them. */
export interface Patience {
  /** What the names of the handler's jobs begin with; its role may touch no others. */
  readonly jobNamePrefix: string;

  /** How often a message is taken from the queue before its step is told that the time is up. */
  readonly mostReceipts: number;

  /** How long that is, in minutes. */
  readonly waitMinutes: number;
}

/** What a construct has decided about its jobs. */
export interface JobSettings<Request> extends Patience {
  /** The request for a job, without what the message brings. */
  readonly job: Request;
}

/** The settings, from the function's environment. */
export function settingsIn<Request>(environment: NodeJS.ProcessEnv): JobSettings<Request> {
  return JSON.parse(environment.SETTINGS ?? '{}') as JobSettings<Request>;
}
