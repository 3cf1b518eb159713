import { Problems } from './problems';

/** Most subnets and security groups that SageMaker takes for a domain, a job or an endpoint. */
const MOST = { subnets: 16, 'security groups': 5 } as const;

/** Checks how many subnets or security groups are given for something that SageMaker places in a network. */
export function checkNetworkPlaces(problems: Problems, path: string, count: number, noun: keyof typeof MOST): void {
  if (count >= 1 && count <= MOST[noun]) return;

  problems.add({
    code: 'NetworkPlaceOutOfRange',
    path,
    got: count === 0 ? 'is empty' : `has ${count} entries`,
    wanted: `SageMaker accepts 1 to ${MOST[noun]} ${noun}`,
    remedy: count === 0 ? 'give at least one' : 'leave out those that are not needed',
  });
}
