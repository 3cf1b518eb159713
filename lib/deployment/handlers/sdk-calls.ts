/**
 * How handlers call AWS: calls that are throttled or fail in the service are repeated with growing pauses of random length,
 * three times at most, and none waits longer than the function has.
 */
export const PATIENT_CALLS = {
  retryMode: 'adaptive',
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;
