import { Token } from 'aws-cdk-lib';
import { checkAccountSharing } from '../../../lib/description/private/account-sharing';
import { Changes, told } from '../nine-accounts';

const WANTED = 'an account serves one purpose, so that a mistake in one stage cannot reach another';

function message(path: string, account: string, user: string): string {
  return `AccountSharedWithoutReason: ${path}.account is "${account}", which ${user} has too, ${WANTED}; give the stage an account of its own, or add ${path}.sharedAccountReason`;
}

test.each<[string, Changes]>([
  ['of their own', {}],
  ['of one shared role beside another', { 'accounts.data': '111111111111', 'accounts.security': '111111111111' }],
  [
    'shared for a reason that the later stage gives',
    {
      'teams[0].stages.prod.account': '666666666666',
      'teams[0].stages.prod.sharedAccountReason': 'a trial without real data',
    },
  ],
  [
    'shared for a reason that each stage gives',
    {
      'teams[0].stages.dev.sharedAccountReason': 'a trial without real data',
      'teams[0].stages.prod.account': '666666666666',
      'teams[0].stages.prod.sharedAccountReason': 'a trial without real data',
    },
  ],
  [
    'shared with a shared role for a reason',
    {
      'teams[1].stages.dev.account': '444444444444',
      'teams[1].stages.dev.sharedAccountReason': 'a trial without real data',
    },
  ],
  ['that are not yet account ids', { 'teams[0].stages.prod.account': '', 'teams[0].stages.dev.account': '' }],
])('stages in accounts %s are accepted', (_, changes) => {
  expect(told(checkAccountSharing, changes)).toEqual([]);
});

test.each<[string, Changes, string[]]>([
  [
    'production in the account of development',
    { 'teams[0].stages.prod.account': '666666666666' },
    [message('teams[0].stages.prod', '666666666666', 'teams[0].stages.dev')],
  ],
  [
    'a team in the account of another',
    { 'teams[1].stages.dev.account': '888888888888' },
    [message('teams[1].stages.dev', '888888888888', 'teams[0].stages.prod')],
  ],
  [
    'a stage in the account of a shared role',
    { 'teams[1].stages.dev.account': '055555555555' },
    [message('teams[1].stages.dev', '055555555555', 'accounts.data')],
  ],
  [
    'a blank reason',
    { 'teams[1].stages.dev.account': '055555555555', 'teams[1].stages.dev.sharedAccountReason': ' ' },
    [message('teams[1].stages.dev', '055555555555', 'accounts.data')],
  ],
  [
    'three stages in one account',
    { 'teams[0].stages.test.account': '666666666666', 'teams[0].stages.prod.account': '666666666666' },
    [
      message('teams[0].stages.test', '666666666666', 'teams[0].stages.dev'),
      message('teams[0].stages.prod', '666666666666', 'teams[0].stages.dev'),
    ],
  ],
  [
    'a reason where nothing is shared',
    { 'teams[0].stages.prod.sharedAccountReason': 'a trial without real data' },
    [
      'SharedAccountReasonUnused: teams[0].stages.prod.sharedAccountReason is given, the account serves this stage only; remove the reason, or correct the account',
    ],
  ],
])('%s is refused', (_, changes, messages) => {
  expect(told(checkAccountSharing, changes)).toEqual(messages);
});

test('tokens pass', () => {
  const account = Token.asString({ Ref: 'Parameter' });
  const changes = {
    'accounts.data': account,
    'teams[0].stages.dev.account': account,
    'teams[0].stages.prod.account': account,
  };

  expect(told(checkAccountSharing, changes)).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  const draft = { teams: [{ stages: { dev: {}, prod: {} } }, {}] };

  expect(told((problems) => checkAccountSharing(problems, draft), {})).toEqual([]);
});
