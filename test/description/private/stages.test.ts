import { stagesByTeam, stagesOf } from '../../../lib/description/private/stages';

test('the stages of a team come in the order that a model passes them', () => {
  const team = { stages: { prod: { account: '3' }, dev: { account: '1' } } };

  expect(stagesOf(team, 'teams[1]')).toEqual([
    { name: 'dev', path: 'teams[1].stages.dev', stage: { account: '1' } },
    { name: 'prod', path: 'teams[1].stages.prod', stage: { account: '3' } },
  ]);
});

test('stages keep the place of their team when another team is missing', () => {
  const teams = [{}, undefined, { stages: { test: {} } }];

  expect(stagesByTeam({ teams })).toEqual([[], [{ name: 'test', path: 'teams[2].stages.test', stage: {} }]]);
});

test('a description without teams has no stages', () => {
  expect(stagesByTeam({})).toEqual([]);
});
