import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { measured } from '../../../lib/deployment/private/measured';
import { raiseAlarm, RaisedAlarm } from '../../../lib/deployment/private/raise-alarm';
import { functionsIn, stackIn, TOPIC_ARN } from '../endpoints';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('an alarm reaches somebody when it begins and when it ends, and is silent without data', () => {
  alarmWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmDescription: 'abalone was rolled back',
    MetricName: 'NotAsDeployed',
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    DatapointsToAlarm: Match.absent(),
    TreatMissingData: 'notBreaching',
    AlarmActions: [TOPIC_ARN],
    OKActions: [TOPIC_ARN],
  });
});

test('an alarm may wait until several periods are bad', () => {
  alarmWith({ evaluationPeriods: 3, datapointsToAlarm: 2 });

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
  });
});

function alarmWith(wished: Partial<RaisedAlarm>): void {
  raiseAlarm(stack, 'Alarm', {
    description: 'abalone was rolled back',
    metric: measured('NotAsDeployed', { EndpointName: 'abalone' }),
    threshold: 0,
    actions: functionsIn(stack).alarmActions,
    ...wished,
  });
}
