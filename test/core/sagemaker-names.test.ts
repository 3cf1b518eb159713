import { Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { NamedKind, Problems, checkName, renderProblem } from '../../lib/core';

function told(value: string, kind: NamedKind): string[] {
  const problems = new Problems();
  checkName(problems, 'name', value, kind);

  return problems.all.map(renderProblem);
}

const LOWER = 'lower-case letters, digits and single hyphens between them, beginning with a letter';
const HYPHENATED = 'letters, digits and hyphens between them';
const WORDS = 'letters, digits, hyphens and underscores';

test.each<[NamedKind, string]>([
  ['platform', 'a'],
  ['platform', 'a'.repeat(20)],
  ['team', 'marine-life-2'],
  ['team', 'a'.repeat(24)],
  ['project', 'Abalone--Rings'],
  ['project', 'a'.repeat(32)],
  ['userProfile', '1-ann'],
  ['domain', 'a'.repeat(63)],
  ['modelPackageGroup', 'acme-abalone'],
  ['endpoint', '1'],
  ['variant', 'AllTraffic'],
  ['pipeline', 'a'.repeat(256)],
  ['step', '_Train_Model-'],
  ['parameter', 'InstanceCount'],
])('a %s may be called %s', (kind, name) => {
  expect(told(name, kind)).toEqual([]);
});

test.each<[NamedKind, string, string]>([
  ['platform', 'Acme', `a platform name is 1 to 20 characters: ${LOWER}; write "acme"`],
  ['platform', 'a--b', `a platform name is 1 to 20 characters: ${LOWER}; write "a-b"`],
  ['platform', 'a'.repeat(21), `a platform name is 1 to 20 characters: ${LOWER}; write "${'a'.repeat(20)}"`],
  ['platform', '', `a platform name is 1 to 20 characters: ${LOWER}; choose a name of that form`],
  ['team', 'marine_life', `a team name is 1 to 24 characters: ${LOWER}; write "marine-life"`],
  ['team', 'Équipe bleue', `a team name is 1 to 24 characters: ${LOWER}; write "equipe-bleue"`],
  ['team', '42', `a team name is 1 to 24 characters: ${LOWER}; choose a name of that form`],
  ['team', '海', `a team name is 1 to 24 characters: ${LOWER}; choose a name of that form`],
  [
    'project',
    '-abalone-',
    `a project name is 1 to 32 characters: ${HYPHENATED}, beginning with a letter; write "abalone"`,
  ],
  ['userProfile', 'ann@acme', `a user profile name is 1 to 63 characters: ${HYPHENATED}; write "ann-acme"`],
  ['domain', 'my domain', `a domain name is 1 to 63 characters: ${HYPHENATED}; write "my-domain"`],
  ['modelPackageGroup', 'a_b', `a model package group name is 1 to 63 characters: ${HYPHENATED}; write "a-b"`],
  ['endpoint', 'a.b', `an endpoint name is 1 to 63 characters: ${HYPHENATED}; write "a-b"`],
  ['variant', 'all traffic', `a variant name is 1 to 63 characters: ${HYPHENATED}; write "all-traffic"`],
  ['pipeline', 'a b', `a pipeline name is 1 to 256 characters: ${HYPHENATED}; write "a-b"`],
  ['step', 'Train Model', `a step name is 1 to 64 characters: ${WORDS}; write "Train-Model"`],
  ['parameter', 'instance.count', `a parameter name is 1 to 256 characters: ${WORDS}; write "instance-count"`],
])('a %s may not be called %j', (kind, name, rest) => {
  expect(told(name, kind)).toEqual([`NameMalformed: name is "${name}", ${rest}`]);
});

test('a name that is proposed is accepted', () => {
  const kinds: NamedKind[] = ['platform', 'team', 'project', 'userProfile', 'step'];

  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...kinds), (name, kind) => {
      const proposed = /; write "([^"]*)"$/.exec(told(name, kind)[0] ?? '')?.[1];

      expect(proposed === undefined ? [] : told(proposed, kind)).toEqual([]);
    }),
  );
});

test('a token passes', () => {
  expect(told(Token.asString({ Ref: 'Name' }), 'team')).toEqual([]);
});
