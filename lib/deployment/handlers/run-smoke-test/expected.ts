/** What an answer must be. */
export type Expected =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'jsonSubset'; readonly value: unknown }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'number'; readonly path: string; readonly about: number; readonly tolerance: number }
  | { readonly kind: 'latency'; readonly belowMilliseconds: number };

/** A request that is tried, and what its answer must be. */
export interface TriedSample {
  readonly name: string;
  readonly contentType: string;
  readonly accept?: string;
  readonly body: string;

  /** What of the endpoint answers, as members of the call. */
  readonly target: Readonly<Record<string, string>>;
  readonly expected: readonly Expected[];
}
