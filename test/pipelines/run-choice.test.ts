import { PipelineParameter, RunChoice, TrainingProperties } from '../../lib/pipelines';
import { stepNamed } from './definitions';

test('what holds in every run and what holds in none is written as it is', () => {
  expect(RunChoice.always()._render()).toBe(true);
  expect(RunChoice.never()._render()).toBe(false);
});

test('a parameter decides', () => {
  const choice = RunChoice.decidedBy(PipelineParameter.ofBoolean('Skip', { defaultValue: false }));

  expect(choice._render()).toEqual({ Get: 'Parameters.Skip' });
  expect(choice._neverHolds).toBe(false);
});

test('a result of an earlier step decides', () => {
  const choice = RunChoice.decidedBy(TrainingProperties._of(stepNamed('Train')).at('EnableManagedSpotTraining'));

  expect(choice._render()).toEqual({ Get: 'Steps.Train.EnableManagedSpotTraining' });
});

test('a text decides nothing', () => {
  const choice = () => RunChoice.decidedBy(PipelineParameter.ofString('Skip', { defaultValue: 'true' }));

  expect(choice).toThrow(
    'RunChoiceNotBoolean: reference is of type String, something holds or does not, so true or false decides; use PipelineParameter.ofBoolean(…)',
  );
});
