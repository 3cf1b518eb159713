import { Lazy } from 'aws-cdk-lib';
import { Problems } from '../../../lib/core';
import { checkCrossAccountRoles } from '../../../lib/foundation/private/cross-account-statement';

const ACCOUNT = '222222222222';

test.each(['acme-train', 'acme-*', 'service-role/acme-train', Lazy.string({ produce: () => 'acme' })])(
  'a role may be named %s',
  (name) => {
    const check = () => checked({ accountId: ACCOUNT, roleNames: [name] });

    expect(check).not.toThrow();
  },
);

test.each(['*', '**', '', 'arn:aws:iam::222222222222:role/acme'])('a role may not be named "%s"', (name) => {
  const check = () => checked({ accountId: ACCOUNT, roleNames: [name] });

  expect(check).toThrow(
    `RoleNameMalformed: readers.roleNames[0] is "${name}", a role is named by its name, not by its ARN, and "*" alone would be the whole account; write the name as IAM shows it, or a pattern of it such as "acme-marine-life-*"`,
  );
});

test('a whole account is never admitted', () => {
  const check = () => checked({ accountId: ACCOUNT, roleNames: [] });

  expect(check).toThrow(
    'AccessWithoutRoles: readers.roleNames is empty, access is given to roles, never to a whole account; name the roles, or a pattern of their names such as "acme-marine-life-*"',
  );
});

test('the account is an account id', () => {
  const check = () => checked({ accountId: 'prod', roleNames: ['acme'] });

  expect(check).toThrow(
    'AccountIdMalformed: readers.accountId is "prod", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
  );
});

function checked(roles: { accountId: string; roleNames: string[] }): void {
  const problems = new Problems();
  checkCrossAccountRoles(problems, 'readers', roles);
  problems.throwIfAny();
}
