import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { evaluationOf } from '../../../lib/deployment/private/alarm-evaluation';

let stack: Stack;

beforeEach(() => {
  stack = new Stack();
});

test('a fleet is judged when the slowest alarm has looked at all its periods', () => {
  const quick = alarmOn(metricOver(Duration.minutes(1)), 3);
  const slow = alarmOn(metricOver(Duration.minutes(5)), 2);

  const evaluation = evaluationOf([quick, slow]);

  expect(evaluation.toSeconds()).toBe(600);
});

test('an alarm on a formula looks at the periods of the formula', () => {
  const formula = new cloudwatch.MathExpression({
    expression: 'value / 4',
    usingMetrics: { value: metricOver(Duration.minutes(1)) },
    period: Duration.minutes(2),
  });

  const evaluation = evaluationOf([alarmOn(formula, 3)]);

  expect(evaluation.toSeconds()).toBe(360);
});

test('an alarm that was made elsewhere does not tell how long it looks', () => {
  const foreign = cloudwatch.Alarm.fromAlarmName(stack, 'Foreign', 'acme-queue-age');

  const evaluation = evaluationOf([foreign]);

  expect(evaluation.toSeconds()).toBe(0);
});

function metricOver(period: Duration): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace: 'Acme', metricName: 'Refusals', period });
}

function alarmOn(metric: cloudwatch.IMetric, evaluationPeriods: number): cloudwatch.Alarm {
  return new cloudwatch.Alarm(stack, `Alarm${stack.node.children.length}`, { metric, evaluationPeriods, threshold: 1 });
}
