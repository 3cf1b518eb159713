import { Token } from 'aws-cdk-lib';
import { check, checkArn, Problems } from '../../core';
import { NetworkScope } from '../activity-scopes';

/** What names of SageMaker resources begin with; an empty prefix or a wildcard would reach everybody's. */
const NAME_PREFIX = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/;

const QUALIFIER = /^[A-Za-z0-9_-]{1,10}$/;

/** Checks that at least one ARN is given, and that each is one of the service. */
export function checkArns(path: string, arns: string[], service: string): void {
  check(undefined, (problems) => addArnProblems(problems, path, arns, service));
}

export function addArnProblems(problems: Problems, path: string, arns: string[], service: string): void {
  checkNotEmpty(problems, path, arns);
  arns.forEach((arn, i) => checkArn(problems, `${path}[${i}]`, arn, service));
}

export function checkNetwork(problems: Problems, { subnets, securityGroups }: NetworkScope): void {
  checkNotEmpty(problems, 'network.subnets', subnets);
  checkNotEmpty(problems, 'network.securityGroups', securityGroups);
}

export function checkNotEmpty(problems: Problems, path: string, resources: unknown[]): void {
  if (resources.length > 0) return;

  problems.add({
    code: 'ActivityWithoutResources',
    path,
    got: 'is empty',
    wanted: 'IAM refuses a permission on nothing',
    remedy: 'name at least one, or leave the activity out',
  });
}

export function checkNamePrefix(problems: Problems, namePrefix: string): void {
  if (Token.isUnresolved(namePrefix) || NAME_PREFIX.test(namePrefix)) return;

  problems.add({
    code: 'NamePrefixMalformed',
    path: 'namePrefix',
    got: `is "${namePrefix}"`,
    wanted: 'names begin with 1 to 63 letters, digits and hyphens, the first no hyphen',
    remedy: 'give what all names begin with, as "marine-life-"',
  });
}

export function checkQualifier(problems: Problems, qualifier: string): void {
  if (Token.isUnresolved(qualifier) || QUALIFIER.test(qualifier)) return;

  problems.add({
    code: 'BootstrapQualifierMalformed',
    path: 'qualifier',
    got: `is "${qualifier}"`,
    wanted: 'a qualifier is 1 to 10 letters, digits, "_" and "-"',
    remedy: 'copy it from the names of the bootstrap roles, as "hnb659fds"',
  });
}
