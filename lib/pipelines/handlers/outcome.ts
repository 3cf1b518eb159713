/** How a job ends for its step: with values for later steps, or with the reason for its failure. */
export type Outcome =
  | { readonly passed: true; readonly values: Readonly<Record<string, string>> }
  | { readonly passed: false; readonly reason: string };

export function failed(reason: string): Outcome {
  return { passed: false, reason };
}
