import { AccountPlacement } from '../../lib/organization/account-placement';

const UNIT = 'Workloads/marine/prod';

test('an account that exists is known by its id', () => {
  const placement = AccountPlacement.existing({ accountId: '333333333333', unit: UNIT });

  expect([placement.unit, placement.identity, placement.creation]).toEqual([UNIT, '333333333333', undefined]);
});

test('an account that is created is known by its address, whatever the capitals', () => {
  const placement = AccountPlacement.created({ accountName: 'prod', email: 'AWS+Prod@example.com', unit: UNIT });

  expect([placement.accountId, placement.identity]).toEqual([undefined, 'aws+prod@example.com']);
});

test('the management account enters a created account through the usual role, or the named one', () => {
  const account = { accountName: 'prod', email: 'aws+prod@example.com', unit: UNIT };

  const placements = [{}, { accessRoleName: 'Entry' }].map((role) => AccountPlacement.created({ ...account, ...role }));

  expect(placements.map(({ creation }) => creation?.accessRoleName)).toEqual([
    'OrganizationAccountAccessRole',
    'Entry',
  ]);
});

test('an existing account has an id of 12 digits', () => {
  const placement = () => AccountPlacement.existing({ accountId: '3333', unit: UNIT });

  expect(placement).toThrow(
    'AccountIdMalformed: accountId is "3333", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
  );
});

test.each([1, 50])('a name of %i characters is accepted', (length) => {
  const placement = () =>
    AccountPlacement.created({ accountName: 'x'.repeat(length), email: 'aws+prod@example.com', unit: UNIT });

  expect(placement).not.toThrow();
});

test('a malformed name and address are told at once', () => {
  const placement = () => AccountPlacement.created({ accountName: 'x'.repeat(51), email: 'marine', unit: UNIT });

  expect(placement).toThrow(
    [
      '2 problems:',
      '  AccountNameLength: accountName has 51 characters, AWS Organizations accepts 1 to 50; shorten it',
      '  AccountEmailMalformed: email is "marine", the address of an account is 6 to 64 characters with an "@" and a domain; write an address that reaches a mailbox of yours, as "aws+marine-prod@example.com"',
    ].join('\n'),
  );
});

test('an account without a name is refused', () => {
  const placement = () => AccountPlacement.created({ accountName: '', email: 'aws+prod@example.com', unit: UNIT });

  expect(placement).toThrow(
    'AccountNameLength: accountName has 0 characters, AWS Organizations accepts 1 to 50; write one',
  );
});
