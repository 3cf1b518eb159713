import { Duration } from 'aws-cdk-lib';
import { Problems, renderProblem } from '../../lib/core';
import { StartDeliveryOptions } from '../../lib/pipelines';
import { checkDelivery } from '../../lib/pipelines/start-delivery';

test.each<StartDeliveryOptions>([
  {},
  { retryAttempts: 0, maxEventAge: Duration.minutes(1) },
  { retryAttempts: 185, maxEventAge: Duration.hours(24) },
])('%j is a way to try again', (options) => {
  expect(problemsOf(options)).toEqual([]);
});

test.each([-1, 186, 1.5])('%d tries are refused', (retryAttempts) => {
  expect(problemsOf({ retryAttempts })).toEqual([
    `NumberOutOfRange: retryAttempts is ${retryAttempts}, EventBridge tries again 0 to 185 times; write 3`,
  ]);
});

test.each([Duration.seconds(59), Duration.minutes(1_441)])('tries for %s are refused', (maxEventAge) => {
  expect(problemsOf({ maxEventAge })).toEqual([
    `DurationOutOfRange: maxEventAge is ${maxEventAge.toHumanString()}, EventBridge tries for 1 minute to 24 hours; use Duration.hours(1)`,
  ]);
});

function problemsOf(options: StartDeliveryOptions): string[] {
  const problems = new Problems();
  checkDelivery(problems, options);

  return problems.all.map(renderProblem);
}
