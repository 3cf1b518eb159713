/** The partition of a table of rewards that holds the state of an endpoint's bandit. */
export function banditPartition(endpointName: string): string {
  return `bandit#${endpointName}`;
}
