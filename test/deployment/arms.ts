import { Arm } from '../../lib/deployment/handlers/allocate-traffic/arm';

/** An arm that had so many rewards of 1 in so many requests. */
export function armOf(name: string, successes: number, observations: number): Arm {
  return { name, successes, failures: observations - successes, observations };
}
