import * as perms from '../perms';
import { allow, allowOnAll, allowPattern, arnAt, StatementsAt } from './activity-statement';

/** The roles that `cdk bootstrap` defines for who deploys; CloudFormation alone assumes the fifth. */
const BOOTSTRAP_ROLES = ['deploy', 'file-publishing', 'image-publishing', 'lookup'];

export function deployThroughBootstrap(qualifier: string): StatementsAt {
  return (place) => {
    const roles = BOOTSTRAP_ROLES.map((role) =>
      arnAt(place, {
        service: 'iam',
        region: '',
        resource: 'role',
        resourceName: `cdk-${qualifier}-${role}-role-${place.account}-${place.region}`,
      }),
    );
    const stacks = arnAt(place, { service: 'cloudformation', resource: 'stack', resourceName: '*' });

    return [allow(perms.ASSUME_ROLE, roles), allowPattern(perms.READ_STACKS, [stacks]), allowOnAll(perms.LIST_STACKS)];
  };
}
