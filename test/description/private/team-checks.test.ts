import { Token } from 'aws-cdk-lib';
import { checkTeams } from '../../../lib/description/private/team-checks';
import { Changes, told } from '../nine-accounts';

test.each<[string, Changes]>([
  ['as in the example', {}],
  ['whose members bear the names of another team', { 'teams[1].members[0].name': 'ann' }],
  ['with the smallest budget', { 'teams[0].monthlyBudgetUsd': 0.01 }],
  ['of a line of business', { 'teams[0].lineOfBusiness': 'retail', 'teams[1].lineOfBusiness': 'retail' }],
  ['whose cost centre is in another script', { 'teams[0].costCentre': 'Größe: 人工/知能 1_2' }],
])('a team %s is accepted', (_, changes) => {
  expect(told(checkTeams, changes)).toEqual([]);
});

test.each<[string, Changes, string]>([
  [
    'empty list of teams',
    { teams: [] },
    'PlatformWithoutTeam: teams is empty, a platform serves at least one team; add a team with its name, costCentre, monthlyBudgetUsd, email, stages and members',
  ],
  [
    'name',
    { 'teams[1].name': 'Логистика' },
    'NameMalformed: teams[1].name is "Логистика", a team name is 1 to 24 characters: lower-case letters, digits and single hyphens between them, beginning with a letter; choose a name of that form',
  ],
  [
    'name that another team has',
    { 'teams[1].name': 'marine-life' },
    'DuplicateName: teams[1].name is "marine-life", which teams[0].name has too, a team name is unique in the platform, upper and lower case alike; give one of the two another name',
  ],
  [
    'line of business',
    { 'teams[0].lineOfBusiness': 'Retail Banking' },
    'NameMalformed: teams[0].lineOfBusiness is "Retail Banking", a team name is 1 to 24 characters: lower-case letters, digits and single hyphens between them, beginning with a letter; write "retail-banking"',
  ],
  [
    'empty cost centre',
    { 'teams[0].costCentre': ' ' },
    'CostCentreMalformed: teams[0].costCentre is empty, the value of a tag is 1 to 256 letters, digits, spaces and _.:/=+-@; write the code under which finance knows the team',
  ],
  [
    'cost centre that is no tag value',
    { 'teams[0].costCentre': 'R&D' },
    'CostCentreMalformed: teams[0].costCentre is "R&D", the value of a tag is 1 to 256 letters, digits, spaces and _.:/=+-@; write the code under which finance knows the team',
  ],
  ...[0, -5].map((budget): [string, Changes, string] => [
    `budget of ${budget}`,
    { 'teams[0].monthlyBudgetUsd': budget },
    `BudgetNotPositive: teams[0].monthlyBudgetUsd is ${budget}, a budget is more than 0 US dollars; write what the team may spend in a month, as 5000`,
  ]),
  ...['', 'marine-life', 'marine life@acme.example', 'a@b@c.example', 'a@localhost'].map(
    (email): [string, Changes, string] => [
      `address ${email}`,
      { 'teams[0].email': email },
      `EmailMalformed: teams[0].email is "${email}", an address reads name@host.domain; write the address that the team reads alarms at, as "team@example.com"`,
    ],
  ),
  ...['dev', 'test', 'prod'].map((stage): [string, Changes, string] => [
    `${stage} account`,
    { [`teams[0].stages.${stage}.account`]: '6666 6666 6666' },
    `AccountIdMalformed: teams[0].stages.${stage}.account is "6666 6666 6666", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes`,
  ]),
  [
    'empty list of members',
    { 'teams[1].members': [] },
    'TeamWithoutMember: teams[1].members is empty, a team has at least one member; add a member with name and persona',
  ],
  [
    'member name',
    { 'teams[0].members[0].name': 'ann@acme.example' },
    'NameMalformed: teams[0].members[0].name is "ann@acme.example", a user profile name is 1 to 63 characters: letters, digits and hyphens between them; write "ann-acme-example"',
  ],
  [
    'member name that another member has',
    { 'teams[0].members[1].name': 'Ann' },
    'DuplicateName: teams[0].members[1].name is "Ann", which teams[0].members[0].name has too, a member name is unique in its team, upper and lower case alike; give one of the two another name',
  ],
  [
    'project, which is checked as well',
    { 'teams[0].projects[0].model.maxMse': 0 },
    'MaxMseNotPositive: teams[0].projects[0].model.maxMse is 0, a mean squared error is compared with a number above 0; write the largest error with which a model is still useful, as 6',
  ],
])('a wrong %s is refused', (_, changes, message) => {
  expect(told(checkTeams, changes)).toEqual([message]);
});

test('tokens pass', () => {
  const text = Token.asString({ Ref: 'Parameter' });
  const changes = {
    'teams[0].name': text,
    'teams[1].name': text,
    'teams[0].lineOfBusiness': text,
    'teams[0].costCentre': text,
    'teams[0].monthlyBudgetUsd': Token.asNumber({ Ref: 'Parameter' }),
    'teams[0].email': text,
    'teams[0].stages.dev.account': text,
    'teams[0].members[0].name': text,
    'teams[0].members[1].name': text,
  };

  expect(told(checkTeams, changes)).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  expect(told((problems) => checkTeams(problems, { teams: [{}, undefined, { members: [{}] }] }), {})).toEqual([]);
});
