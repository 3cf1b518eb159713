import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { check, Problems } from '../core';
import { admitEventBridge } from './private/event-bridge-admission';
import { FINDING_SOURCES } from './private/finding-sources';

/** Which findings are told, and where. */
export interface FindingAlertsProps {
  /**
   * The topic that the findings are told to, of the account and region of the stack.
   *
   * EventBridge is admitted to it, and to the key that encrypts it. A topic whose policy is written elsewhere stays as it
   * is; a warning names what to admit there.
   */
  readonly topic: sns.ITopic;

  /**
   * Names of the controls whose findings are told, as `DetectiveSelection` names them: `security-hub`, `guardduty`,
   * `macie`, `external-access`.
   *
   * @default - all of them
   */
  readonly controls?: string[];
}

/**
 * Tells somebody about findings that cannot wait: one rule for each source, one readable message for each finding.
 *
 * Security Hub and Macie tell high and critical findings, GuardDuty those of severity 7 and more, Access Analyzer every
 * access from outside the organization. Security Hub also receives what the others find, from every region: a finding of
 * the home region is told twice, early by its source and later by Security Hub, one of another region once. Unused access
 * is never urgent and only stands in the console.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 */
export class FindingAlerts extends Construct {
  constructor(scope: Construct, id: string, props: FindingAlertsProps) {
    super(scope, id);

    const { topic, controls = Object.keys(FINDING_SOURCES) } = props;
    check(this, (problems) => controls.forEach((control, i) => checkControl(problems, `controls[${i}]`, control)));

    for (const control of controls) this.define(control, topic);

    if (controls.length > 0) admitEventBridge(this, topic);
  }

  private define(control: string, topic: sns.ITopic): void {
    const { id, description, pattern, message } = FINDING_SOURCES[control];
    const target = {
      bind: () => ({
        arn: topic.topicArn,
        input: events.RuleTargetInput.fromText(message),
        targetResource: topic,
      }),
    };

    new events.Rule(this, id, { description, eventPattern: pattern, targets: [target] });
  }
}

function checkControl(problems: Problems, path: string, control: string): void {
  if (control in FINDING_SOURCES) return;

  problems.add({
    code: 'FindingSourceUnknown',
    path,
    got: `is "${control}"`,
    wanted: `alerts come from ${Object.keys(FINDING_SOURCES).join(', ')}`,
    remedy: 'name one of them',
  });
}
