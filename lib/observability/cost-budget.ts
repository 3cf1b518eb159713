import { Resource, Token } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { check, Problems } from '../core';

const MOST_EMAILS = 10;

/** Shares of the limit, in percent, at which the team is told: what was spent, and what the month will cost. */
const NOTIFICATIONS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

/** What may be spent and who is told. */
export interface CostBudgetProps {
  /** What may be spent in a month, in US dollars; above 0. */
  readonly monthlyLimitUsd: number;

  /** Addresses that are told; 1 to 10. */
  readonly emails: string[];
}

/**
 * A monthly cost budget of the stack's account. It tells; it stops nothing.
 *
 * It has no fixed name: CloudFormation replaces a budget when an address changes, and a fixed name would collide then.
 *
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
 */
export class CostBudget extends Resource {
  constructor(scope: Construct, id: string, props: CostBudgetProps) {
    super(scope, id);

    check(this, (problems) => checkBudget(problems, props));

    new CfnBudget(this, 'Resource', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: props.monthlyLimitUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: NOTIFICATIONS.map((notification) => ({
        notification: { ...notification, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: props.emails.map((address) => ({ subscriptionType: 'EMAIL', address })),
      })),
    });
  }
}

function checkBudget(problems: Problems, { monthlyLimitUsd, emails }: CostBudgetProps): void {
  if (!Token.isUnresolved(monthlyLimitUsd) && !(monthlyLimitUsd > 0)) {
    problems.add({
      code: 'BudgetNotPositive',
      path: 'monthlyLimitUsd',
      got: `is ${monthlyLimitUsd}`,
      wanted: 'a budget is above 0 US dollars',
      remedy: 'write what may be spent in a month',
    });
  }

  if (emails.length >= 1 && emails.length <= MOST_EMAILS) return;
  problems.add({
    code: 'BudgetEmailsOutOfRange',
    path: 'emails',
    got: `has ${emails.length} entries`,
    wanted: `a budget tells 1 to ${MOST_EMAILS} addresses`,
    remedy: "give the team's address",
  });
}
