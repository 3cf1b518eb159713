import { checkNetworkCalls, networkRelaxations } from '../../lib/pipelines/network-calls';
import { told } from './private/told';

test('an isolated job gives nothing up', () => {
  expect(networkRelaxations({})).toEqual([]);
  expect(told((problems) => checkNetworkCalls(problems, 'steps.Train', {}))).toEqual([]);
});

test('a job that calls others says why', () => {
  const reason = { networkCallsReason: 'logs to the experiment tracker' };

  expect(networkRelaxations(reason)).toEqual([
    { setting: 'networkCallsReason', reason: 'logs to the experiment tracker' },
  ]);
  expect(told((problems) => checkNetworkCalls(problems, 'steps.Train', reason))).toEqual([]);
});

test('no reason is none', () => {
  expect(told((problems) => checkNetworkCalls(problems, 'steps.Train', { networkCallsReason: '' }))).toEqual([
    'NetworkCallsWithoutReason: steps.Train.networkCallsReason is empty, a job leaves its isolation for a stated reason only; say what the job calls, or leave it out',
  ]);
});
