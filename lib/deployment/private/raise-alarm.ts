import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

/** What an alarm watches, and whom it reaches. */
export interface RaisedAlarm {
  readonly description: string;
  readonly metric: cloudwatch.IMetric;

  /** The alarm fires above it. */
  readonly threshold: number;

  readonly actions: readonly cloudwatch.IAlarmAction[];

  /** @default 1 */
  readonly evaluationPeriods?: number;

  /** @default - all of them */
  readonly datapointsToAlarm?: number;
}

/** An alarm that reaches somebody when it begins and when it ends; where there is no data, nothing is wrong. */
export function raiseAlarm(scope: Construct, id: string, wished: RaisedAlarm): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmDescription: wished.description,
    metric: wished.metric,
    threshold: wished.threshold,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: wished.evaluationPeriods ?? 1,
    datapointsToAlarm: wished.datapointsToAlarm,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(...wished.actions);
  alarm.addOkAction(...wished.actions);

  return alarm;
}
