import { verdictOn } from '../../../../lib/pipelines/handlers/run-load-test/verdict';
import { JOB_NAME } from '../runners';
import { completed } from './gates';

const LIMITS = { maxLatencyMilliseconds: 100, minInvocationsPerMinute: 600 };

test.each([
  [600, 100, undefined],
  [600, 0, undefined],
  [599, 100, 'the model takes 599 invocations a minute, 600 are required'],
  [600, 101, 'its latency is 101 ms, 100 ms are allowed'],
])('%d invocations a minute at %d ms', (invocations, latency, reason) => {
  const verdict = verdictOn({ JobName: JOB_NAME, Status: 'COMPLETED', ...completed(invocations, latency) }, LIMITS);

  expect(verdict).toMatchObject(reason === undefined ? { passed: true } : { passed: false, reason });
});

test.each([
  [undefined, 80],
  [720, undefined],
  [720, -1],
  [NaN, 80],
])('a test without figures has shown nothing: %d and %d', (invocations, latency) => {
  const verdict = verdictOn({ JobName: JOB_NAME, Status: 'COMPLETED', ...completed(invocations, latency) }, LIMITS);

  expect(verdict).toEqual({ passed: false, reason: 'the load test ended without figures' });
});

test.each([
  [{ Status: 'FAILED' as const }, 'the load test failed: SageMaker gives no reason'],
  [{ Status: 'STOPPED' as const }, 'the load test was stopped before it had a result'],
])('%j', (job, reason) => {
  const verdict = verdictOn({ JobName: JOB_NAME, ...job }, LIMITS);

  expect(verdict).toEqual({ passed: false, reason });
});
