import { TuningWarmStart } from '../../lib/pipelines';
import { told } from './private/told';

test('a tuning job learns from others of its kind, or from related ones', () => {
  const same = TuningWarmStart.identicalDataAndAlgorithm('tune-1', 'tune-2');
  const related = TuningWarmStart.transferLearning('tune-1');

  expect([same, related].flatMap(toldOf)).toEqual([]);
  expect(same._render()).toEqual({
    WarmStartType: 'IdenticalDataAndAlgorithm',
    ParentHyperParameterTuningJobs: [
      { HyperParameterTuningJobName: 'tune-1' },
      { HyperParameterTuningJobName: 'tune-2' },
    ],
  });
  expect(related._render()).toMatchObject({ WarmStartType: 'TransferLearning' });
});

test.each([
  { count: 0, got: 'is empty' },
  { count: 6, got: 'has 6 entries' },
])('a tuning job cannot learn from $count others', ({ count, got }) => {
  const names = [...Array(count).keys()].map((i) => `tune-${i}`);

  expect(toldOf(TuningWarmStart.transferLearning(...names))).toEqual([
    `EntriesOutOfRange: warmStart.tuningJobNames ${got}, a tuning job learns from 1 to 5 others; name the most recent ones`,
  ]);
});

test.each(['tune_1', 'a'.repeat(33)])('"%s" is no name of a tuning job', (name) => {
  expect(toldOf(TuningWarmStart.transferLearning(name))).toEqual([
    `NameMalformed: warmStart.tuningJobNames[0] is "${name}", a name is 1 to 32 letters, digits and hyphens between them; choose a name of that form`,
  ]);
});

function toldOf(warmStart: TuningWarmStart): string[] {
  return told((problems) => warmStart._check(problems, 'warmStart'));
}
