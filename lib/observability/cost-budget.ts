import { Resource, Token } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { check, claimName, Problems } from '../core';

const MOST_EMAILS = 10;

/** Shares of the limit, in percent, at which the team is told: what was spent, and what the month will cost. */
const NOTIFICATIONS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

/** What may be spent and who is told. */
export interface CostBudgetProps {
  /** Name of the budget, unique in the account: up to 100 characters. */
  readonly budgetName: string;

  /** What may be spent in a month, in US dollars; above 0. */
  readonly monthlyLimitUsd: number;

  /** Addresses that are told; 1 to 10. */
  readonly emails: string[];
}

/**
 * A monthly cost budget of the stack's account. It tells; it stops nothing.
 *
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
 */
export class CostBudget extends Resource {
  constructor(scope: Construct, id: string, props: CostBudgetProps) {
    super(scope, id, { physicalName: props.budgetName });

    check(this, (problems) => checkBudget(problems, props));

    new CfnBudget(this, 'Resource', {
      budget: {
        budgetName: claimName(this, 'budget', this.env.account, props.budgetName),
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
