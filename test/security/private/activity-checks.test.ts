import { Fn } from 'aws-cdk-lib';
import { check, Problems } from '../../../lib/core';
import {
  addArnProblems,
  checkArns,
  checkNamePrefix,
  checkNetwork,
  checkNotEmpty,
  checkQualifier,
} from '../../../lib/security/private/activity-checks';
import { REPOSITORY_ARN, workspaceIn } from '../workspace';
import { prefixMalformed, withoutResources } from './permissions';

const LONGEST = 'a'.repeat(63);

test.each(['a', 'marine-life-', LONGEST, Fn.importValue('prefix')])('%s may begin names', (namePrefix) => {
  expect(() => run((problems) => checkNamePrefix(problems, namePrefix))).not.toThrow();
});

test.each(['', '-a', 'a*', 'a_b', `${LONGEST}a`])('"%s" may not begin names', (namePrefix) => {
  expect(() => run((problems) => checkNamePrefix(problems, namePrefix))).toThrow(prefixMalformed(namePrefix));
});

test.each(['a', 'hnb659fds', 'ten_chars-', Fn.importValue('qualifier')])('%s may be a qualifier', (qualifier) => {
  expect(() => run((problems) => checkQualifier(problems, qualifier))).not.toThrow();
});

test('a network that is complete and ARNs of the service are in order', () => {
  const { network } = workspaceIn();

  const checks = () => {
    run((problems) => checkNetwork(problems, network));
    run((problems) => addArnProblems(problems, 'arns', [REPOSITORY_ARN], 'ecr'));
    checkArns('arns', [REPOSITORY_ARN], 'ecr');
  };

  expect(checks).not.toThrow();
});

test('a list needs one item', () => {
  expect(() => run((problems) => checkNotEmpty(problems, 'roles', ['one']))).not.toThrow();
  expect(() => run((problems) => checkNotEmpty(problems, 'roles', []))).toThrow(withoutResources('roles'));
});

function run(checks: (problems: Problems) => void): void {
  check(undefined, checks);
}
