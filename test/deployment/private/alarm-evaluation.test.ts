import { Template } from 'aws-cdk-lib/assertions';
import { ALARM_EVALUATION, ALARM_PERIOD, ALARM_PERIODS } from '../../../lib/deployment/private/alarm-evaluation';
import { endpointIn, stackIn } from '../endpoints';

test('the shortest bake is the time that the alarms look back', () => {
  const stack = stackIn();
  endpointIn(stack);

  const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));

  expect(alarms.map(({ Properties }) => Properties.EvaluationPeriods)).toEqual([ALARM_PERIODS, ALARM_PERIODS]);
  expect(JSON.stringify(alarms).match(/"Period":\d+/g)).toEqual(
    Array.from({ length: 3 }, () => `"Period":${ALARM_PERIOD.toSeconds()}`),
  );
  expect(ALARM_EVALUATION.toSeconds()).toBe(ALARM_PERIODS * ALARM_PERIOD.toSeconds());
});
