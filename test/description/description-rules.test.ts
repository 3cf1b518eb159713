import { App, Stack } from 'aws-cdk-lib';
import { check } from '../../lib/core';
import { DescriptionRules } from '../../lib/description';
import { nineAccounts } from './nine-accounts';

test('a description that keeps the rules is accepted, although no folder of code is known', () => {
  expect(() => DescriptionRules.check(nineAccounts())).not.toThrow();
});

test('a description is refused with every problem in one error', () => {
  const description = nineAccounts({ name: '', 'accounts.data': '5', 'teams[0].email': 'x', region: 'eu-west-1' });

  expect(() => DescriptionRules.check(description)).toThrow(
    [
      '4 problems:',
      '  UnknownKey: region is no known key, an unknown key would be ignored in silence; did you mean "homeRegion"',
      '  NameMalformed: name is "", a platform name is 1 to 20 characters: lower-case letters, digits and single hyphens between them, beginning with a letter; choose a name of that form',
      '  AccountIdMalformed: accounts.data is "5", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
      '  EmailMalformed: teams[0].email is "x", an address reads name@host.domain; write the address that the team reads alarms at, as "team@example.com"',
    ].join('\n'),
  );
});

test('the problems can be thrown by a construct, with those of its other properties', () => {
  const stack = new Stack(new App(), 'Platform');
  const description = nineAccounts({ 'teams[0].email': 'x' });

  const construct = () => check(stack, (problems) => DescriptionRules._check(problems, description));

  expect(construct).toThrow(
    'EmailMalformed: teams[0].email is "x", an address reads name@host.domain; write the address that the team reads alarms at, as "team@example.com"',
  );
});

test('the description is left as it was', () => {
  const description = nineAccounts({ 'teams[0].email': 'x' });

  expect(() => DescriptionRules.check(description)).toThrow();
  expect(description).toEqual(nineAccounts({ 'teams[0].email': 'x' }));
});
