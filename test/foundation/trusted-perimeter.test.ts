import { Lazy } from 'aws-cdk-lib';
import { TrustedPerimeter } from '../../lib/foundation';

test('the perimeter of an organization holds for its principals and its resources', () => {
  const perimeter = TrustedPerimeter.organization('o-a1b2c3d4e5');

  const conditions = { ...perimeter._ofCaller(), ...perimeter._ofResource() };

  expect(conditions).toEqual({ 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:ResourceOrgID': 'o-a1b2c3d4e5' });
});

test('the perimeter of accounts holds for their principals and their resources, each account once', () => {
  const perimeter = TrustedPerimeter.accounts(['111111111111', '222222222222', '111111111111']);

  const conditions = { ...perimeter._ofCaller(), ...perimeter._ofResource() };

  expect(conditions).toEqual({
    'aws:PrincipalAccount': ['111111111111', '222222222222'],
    'aws:ResourceAccount': ['111111111111', '222222222222'],
  });
});

test.each(['a1b2c3d4e5', 'o-short', 'o-A1B2C3D4E5', 'r-ab12', ''])('"%s" is no id of an organization', (id) => {
  const perimeter = () => TrustedPerimeter.organization(id);

  expect(perimeter).toThrow(
    `OrganizationIdMalformed: organizationId is "${id}", an organization id is "o-" and 10 to 32 lower-case letters and digits; copy it from the settings page of AWS Organizations, as "o-a1b2c3d4e5"`,
  );
});

test('an id that is known at deployment only is not checked', () => {
  const id = Lazy.string({ produce: () => 'o-a1b2c3d4e5' });

  const conditions = TrustedPerimeter.organization(id)._ofCaller();

  expect(conditions).toEqual({ 'aws:PrincipalOrgID': id });
});

test('a perimeter without accounts would trust nobody', () => {
  const perimeter = () => TrustedPerimeter.accounts([]);

  expect(perimeter).toThrow(
    'PerimeterWithoutAccounts: accountIds is empty, a perimeter trusts at least one account; name the accounts that work together, this one included',
  );
});

test('every account of a perimeter is an account id', () => {
  const perimeter = () => TrustedPerimeter.accounts(['111111111111', '2222']);

  expect(perimeter).toThrow(
    'AccountIdMalformed: accountIds[1] is "2222", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
  );
});
