import { Aws } from 'aws-cdk-lib';
import { SharePrincipal } from '../../lib/pipelines';

const UNIT_ARN = 'arn:aws:organizations::000000000000:ou/o-a1b2c3d4e5/ou-ab12-1a2b3c4d';
const ORGANIZATION_ARN = 'arn:aws:organizations::000000000000:organization/o-a1b2c3d4e5';

test.each([
  { principal: SharePrincipal.account('222222222222'), id: '222222222222' },
  { principal: SharePrincipal.account(Aws.ACCOUNT_ID), id: Aws.ACCOUNT_ID },
  { principal: SharePrincipal.organizationalUnit(UNIT_ARN), id: UNIT_ARN },
  { principal: SharePrincipal.organization(ORGANIZATION_ARN), id: ORGANIZATION_ARN },
])('something can be shared with $id', ({ principal, id }) => {
  expect(principal._id).toBe(id);
});

test.each([
  {
    what: 'the name of an account',
    principal: () => SharePrincipal.account('team'),
    problem:
      'AccountIdMalformed: accountId is "team", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
  },
  {
    what: 'the id of a unit',
    principal: () => SharePrincipal.organizationalUnit('ou-ab12-1a2b3c4d'),
    problem:
      'OrganizationsArnMalformed: unitArn is "ou-ab12-1a2b3c4d", the ARN of a unit reads arn:<partition>:organizations::<account>:ou/<organization id>/<unit id>; copy it from the account tree of AWS Organizations; the account is the organization\'s management account',
  },
  {
    what: 'the ARN of a unit in the place of an organization',
    principal: () => SharePrincipal.organization(UNIT_ARN),
    problem: `OrganizationsArnMalformed: organizationArn is "${UNIT_ARN}", the ARN of an organization reads arn:<partition>:organizations::<account>:organization/<organization id>; copy it from the account tree of AWS Organizations; the account is the organization's management account`,
  },
])('$what is refused', ({ principal, problem }) => {
  expect(principal).toThrow(problem);
});
