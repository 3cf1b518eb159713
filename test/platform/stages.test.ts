import { servingStagesOf, stageAccountsOf, stagesOf } from '../../lib/platform/stages';
import { nineAccounts } from '../description/nine-accounts';

test('the stages of a team come in the order in which a model passes them', () => {
  const { dev, test, prod } = nineAccounts().teams[0].stages;
  const [team] = nineAccounts({ 'teams[0].stages': { prod, test, dev } }).teams;

  const stages = stagesOf(team);

  expect(stages.map(({ name, stage }) => [name, stage.account])).toEqual([
    ['dev', '666666666666'],
    ['test', '777777777777'],
    ['prod', '888888888888'],
  ]);
});

test('the stages that serve are those after dev', () => {
  const [team] = nineAccounts().teams;

  const stages = servingStagesOf(team);

  expect(stages.map(({ name }) => name)).toEqual(['test', 'prod']);
});

test('a stage that a team has not is left out', () => {
  const [team, beginners] = nineAccounts({ 'teams[0].stages.test': undefined }).teams;

  const stages = [stagesOf(team), stagesOf(beginners)].map((of) => of.map(({ name }) => name));

  expect(stages).toEqual([['dev', 'prod'], ['dev']]);
});

test('an account that several stages share is named once', () => {
  const description = nineAccounts({
    'teams[0].stages.test.account': '666666666666',
    'teams[1].stages.dev.account': '888888888888',
  });

  const accounts = stageAccountsOf(description);

  expect(accounts).toEqual(['666666666666', '888888888888']);
});
