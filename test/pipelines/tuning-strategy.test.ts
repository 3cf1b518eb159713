import { HyperbandOptions, TuningStrategy } from '../../lib/pipelines';
import { told } from './private/told';

test.each([
  { name: 'Bayesian', strategy: TuningStrategy.bayesian() },
  { name: 'Random', strategy: TuningStrategy.random() },
  { name: 'Grid', strategy: TuningStrategy.grid() },
  { name: 'Hyperband', strategy: TuningStrategy.hyperband() },
])('$name lets training jobs run to their end', ({ name, strategy }) => {
  expect(strategy._render()).toEqual({ Strategy: name, TrainingJobEarlyStoppingType: 'Off' });
});

test('a search may stop training jobs that lag behind', () => {
  expect(TuningStrategy.bayesian({ earlyStopping: true })._render()).toEqual({
    Strategy: 'Bayesian',
    TrainingJobEarlyStoppingType: 'Auto',
  });
});

test('Hyperband divides a resource among training jobs', () => {
  const strategy = TuningStrategy.hyperband({ minResource: 1, maxResource: 20_000 });

  expect(toldOf({ minResource: 1, maxResource: 20_000 })).toEqual([]);
  expect(strategy._render()).toEqual({
    Strategy: 'Hyperband',
    StrategyConfig: { HyperbandStrategyConfig: { MinResource: 1, MaxResource: 20_000 } },
    TrainingJobEarlyStoppingType: 'Off',
  });
});

test('Hyperband reads the most that a training job gets from the epochs of every definition', () => {
  const missing =
    'HyperbandWithoutResource: strategy.maxResource is missing, Hyperband reads it from epochs, numepochs, n-epochs, n_epochs, num_epochs otherwise, and a definition fixes none of these; write the most epochs that a training job may take, such as 100';

  expect(toldOf({}, [['eta', 'epochs']])).toEqual([]);
  expect(toldOf({}, [['epochs'], ['num_epochs']])).toEqual([]);
  expect(toldOf({}, [['eta']])).toEqual([missing]);
  expect(toldOf({ minResource: 2 }, [['epochs'], ['eta']])).toEqual([missing]);
});

test.each([0, 20_001, 1.5])('Hyperband cannot divide %p', (maxResource) => {
  expect(toldOf({ maxResource })).toEqual([
    `NumberOutOfRange: strategy.maxResource is ${maxResource}, Hyperband gives a training job 1 to 20000 of its resource, in whole numbers; write 100`,
  ]);
});

test('the least is not more than the most', () => {
  expect(toldOf({ minResource: 10, maxResource: 5 })).toEqual([
    'HyperbandResourceReversed: strategy.minResource is 10, it is at most maxResource, which is 5; give the smaller number as minResource',
  ]);
});

function toldOf(options: HyperbandOptions, fixed: string[][] = [[]]): string[] {
  return told((problems) => TuningStrategy.hyperband(options)._check(problems, 'strategy', fixed));
}
