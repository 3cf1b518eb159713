/** What Lambda brings from a queue. */
export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}

/** A message, and when it came into the queue, in milliseconds since 1970. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly SentTimestamp: string };
}

/** The messages that stay in the queue; all others are deleted. */
export interface BatchResponse {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}
