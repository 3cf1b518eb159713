import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CostBudget, CostBudgetProps } from '../../lib/observability';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Workspace', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('a budget limits what a month costs, in US dollars, under a name that CloudFormation makes', () => {
  budgetIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Budgets::Budget', {
    Budget: {
      BudgetName: Match.absent(),
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 2500, Unit: 'USD' },
    },
  });
});

test('people are told at 80 % and 100 % of what was spent, and when the month will cost more than planned', () => {
  budgetIn(stack);

  const notifications = notificationsOf(stack).map(({ Notification }) => Notification);

  const above = { ComparisonOperator: 'GREATER_THAN', ThresholdType: 'PERCENTAGE' };
  expect(notifications).toEqual([
    { ...above, NotificationType: 'ACTUAL', Threshold: 80 },
    { ...above, NotificationType: 'ACTUAL', Threshold: 100 },
    { ...above, NotificationType: 'FORECASTED', Threshold: 100 },
  ]);
});

test('every address is told each time', () => {
  budgetIn(stack, { emails: ['ml@example.com', 'finance@example.com'] });

  const subscribers = notificationsOf(stack).map(({ Subscribers }) => Subscribers);

  const everybody = ['ml@example.com', 'finance@example.com'].map((Address) => ({
    Address,
    SubscriptionType: 'EMAIL',
  }));
  expect(subscribers).toEqual([everybody, everybody, everybody]);
});

test.each([0.01, 1_000_000])('a month may cost %d dollars', (monthlyLimitUsd) => {
  const budget = () => budgetIn(stack, { monthlyLimitUsd });

  expect(budget).not.toThrow();
});

test.each([0, -1, NaN])('a month does not cost %d dollars', (monthlyLimitUsd) => {
  const budget = () => budgetIn(stack, { monthlyLimitUsd });

  expect(budget).toThrow(
    `BudgetNotPositive: monthlyLimitUsd is ${monthlyLimitUsd}, a budget is above 0 US dollars; write what may be spent in a month`,
  );
});

test('a limit that is known at deployment only is left to AWS', () => {
  const monthlyLimitUsd = new CfnParameter(stack, 'Limit', { type: 'Number' }).valueAsNumber;

  const budget = () => budgetIn(stack, { monthlyLimitUsd });

  expect(budget).not.toThrow();
});

test.each([1, 10])('a budget may tell %i addresses', (count) => {
  const budget = () => budgetIn(stack, { emails: addresses(count) });

  expect(budget).not.toThrow();
});

test.each([0, 11])('a budget does not tell %i addresses', (count) => {
  const budget = () => budgetIn(stack, { emails: addresses(count) });

  expect(budget).toThrow(
    `BudgetEmailsOutOfRange: emails has ${count} entries, a budget tells 1 to 10 addresses; give the team's address`,
  );
});

interface Notification {
  readonly Notification: unknown;
  readonly Subscribers: unknown;
}

function budgetIn(scope: Stack, props: Partial<CostBudgetProps> = {}): CostBudget {
  return new CostBudget(scope, 'Budget', {
    monthlyLimitUsd: 2500,
    emails: ['ml@example.com'],
    ...props,
  });
}

function notificationsOf(deployed: Stack): Notification[] {
  const [budget] = Object.values(Template.fromStack(deployed).findResources('AWS::Budgets::Budget'));

  return budget.Properties.NotificationsWithSubscribers;
}

function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `person-${i}@example.com`);
}
