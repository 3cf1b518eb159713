import { Token } from 'aws-cdk-lib';
import { checkIdentity } from '../../../lib/description/private/identity-checks';
import { Changes, told } from '../nine-accounts';

const INSTANCE = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';

function breakGlass(...assumedBy: unknown[]): Changes {
  return { identity: { provider: 'iam', breakGlass: { assumedBy } } };
}

test.each<[string, Changes]>([
  ['with IAM', {}],
  ['without saying how', { identity: undefined }],
  ['with Identity Center', { identity: { provider: 'identity-center', instanceArn: INSTANCE } }],
  ['with a role that breaks the glass', breakGlass('arn:aws:iam::333333333333:role/on-call')],
  ['with a user that breaks the glass', breakGlass('arn:aws-cn:iam::333333333333:user/people/ann@acme.example')],
  [
    'with a role of Identity Center that breaks the glass',
    breakGlass('arn:aws:iam::333333333333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_OnCall_0123456789abcdef'),
  ],
])('people sign in %s', (_, changes) => {
  expect(told(checkIdentity, changes)).toEqual([]);
});

test.each<[string, Changes, string]>([
  [
    'Identity Center without its instance',
    { 'identity.provider': 'identity-center' },
    'IdentityInstanceMissing: identity.instanceArn is missing, IAM Identity Center needs the instance that holds the directory; add the ARN from the settings page of IAM Identity Center, as "arn:aws:sso:::instance/ssoins-1234567890abcdef"',
  ],
  [
    'Identity Center instance',
    { identity: { provider: 'identity-center', instanceArn: 'ssoins-1234567890abcdef' } },
    'ArnMalformed: identity.instanceArn is "ssoins-1234567890abcdef", an ARN of sso reads arn:<partition>:sso:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  ],
  [
    'instance that IAM does not use',
    { 'identity.instanceArn': INSTANCE },
    'IdentityInstanceUnused: identity.instanceArn is given, with the provider "iam" no instance is used; remove it, or set provider to "identity-center"',
  ],
  [
    'break-glass role for nobody',
    breakGlass(),
    'BreakGlassForNobody: identity.breakGlass.assumedBy is empty, a break-glass role that nobody can assume helps nobody; name the users or roles of those on call, or remove breakGlass',
  ],
])('a wrong %s is refused', (_, changes, message) => {
  expect(told(checkIdentity, changes)).toEqual([message]);
});

test.each([
  '',
  '*',
  'on-call',
  '333333333333',
  'arn:aws:iam::333333333333:root',
  'arn:aws:iam::333333333333:role/*',
  'arn:aws:iam::33333333333:role/on-call',
  'arn:aws:iam::333333333333:group/on-call',
  'arn:aws:sts::333333333333:assumed-role/on-call/ann',
])('"%s" is nobody who may break the glass', (arn) => {
  expect(told(checkIdentity, breakGlass('arn:aws:iam::333333333333:role/on-call', arn))).toEqual([
    `PrincipalMalformed: identity.breakGlass.assumedBy[1] is "${arn}", the ARN of a user or a role, without wildcards: whoever it means is asked for MFA and seen in the log; write it as "arn:aws:iam::333333333333:user/on-call"`,
  ]);
});

test('tokens pass', () => {
  const text = Token.asString({ Ref: 'Parameter' });
  const breakGlass = { assumedBy: [text] };

  expect(told(checkIdentity, { identity: { provider: 'identity-center', instanceArn: text, breakGlass } })).toEqual([]);
  expect(told(checkIdentity, { identity: { provider: text, instanceArn: text } })).toEqual([]);
  expect(told(checkIdentity, { identity: { breakGlass: { assumedBy: Token.asList({ Ref: 'People' }) } } })).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  expect(told((problems) => checkIdentity(problems, {}), {})).toEqual([]);
  expect(told(checkIdentity, { identity: { breakGlass: {} } })).toEqual([]);
  expect(told(checkIdentity, { identity: { breakGlass: { assumedBy: [undefined] } } })).toEqual([]);
});
