import { Fn } from 'aws-cdk-lib';
import { check } from '../../../lib/core';
import { checkPlainName, checkPlainNames } from '../../../lib/security/private/plain-names';

const WANTED =
  'a permission names what it is for with letters, digits, hyphens, underscores and dots; write the name or its beginning out, without wildcards';

test.each(['features', 'marine-life-', 'a', '_raw', 'v1.2', Fn.importValue('name')])('%s is plain', (name) => {
  const checking = () => check(undefined, (problems) => checkPlainName(problems, 'name', name));

  expect(checking).not.toThrow();
});

test.each(['', '*', 'a*', 'a?', 'a/b', 'a:b', '-a', '${aws:username}'])('%j is not plain', (name) => {
  const checking = () => check(undefined, (problems) => checkPlainName(problems, 'name', name));

  expect(checking).toThrow(`ActivityNameMalformed: name is "${name}", ${WANTED}`);
});

test('each of several names is told by its place', () => {
  const checking = () => check(undefined, (problems) => checkPlainNames(problems, 'names', ['features', '*']));

  expect(checking).toThrow(`ActivityNameMalformed: names[1] is "*", ${WANTED}`);
});

test('there is one name at least', () => {
  const checking = () => check(undefined, (problems) => checkPlainNames(problems, 'names', []));

  expect(checking).toThrow(
    'ActivityWithoutResources: names is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out',
  );
});
