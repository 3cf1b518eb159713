import { Problems, renderProblem } from '../../../lib/core';
import { GateDataset, PipelineParameter } from '../../../lib/pipelines';
import { checkBetween, checkUnsupported, csvAlone } from '../../../lib/pipelines/private/gate-checks';

let problems: Problems;

beforeEach(() => {
  problems = new Problems();
});

test.each([0, 0.5, 1, undefined, PipelineParameter.ofFloat('Limit').asNumber])('a limit may be %p', (value) => {
  checkBetween(problems, 'steps.Check.maxDrift', value, { what: 'a distance' });

  expect(told()).toEqual([]);
});

test.each([
  [-0.01, { what: 'a distance' }, 'is -0.01, a distance is 0 to 1; choose a number in that range'],
  [95, { what: 'a share' }, 'is 95, a share is 0 to 1; write 0.95 for 95 %'],
  [-1, { most: Infinity, what: 'a tolerance' }, 'is -1, a tolerance is 0 or more; choose a number in that range'],
])('a limit of %d is refused outside its range', (value, range, message) => {
  checkBetween(problems, 'steps.Check.limit', value, range);

  expect(told()).toEqual([`GateLimitOutOfRange: steps.Check.limit ${message}`]);
});

test('what an engine cannot do is told with the other engine, and only where it is asked for', () => {
  checkUnsupported(problems, 'steps.Check', 'open', [
    { prop: 'model', value: 'abalone', wanted: 'it asks nobody', remedy: 'leave it out' },
    { prop: 'limits', value: undefined, wanted: 'it has none', remedy: 'leave them out' },
  ]);

  expect(told()).toEqual([
    'GateUnsupportedByEngine: steps.Check.model is given to the open engine, it asks nobody; leave it out, or use AnalysisEngine.managed(…)',
  ]);
});

test.each([
  [GateDataset.csv('s3://acme-data/'), undefined],
  [GateDataset.jsonLines('s3://acme-data/'), 'jsonlines'],
])('Clarify takes CSV from a gate', (dataset, value) => {
  expect(csvAlone(dataset).value).toBe(value);
});

function told(): string[] {
  return problems.all.map(renderProblem);
}
