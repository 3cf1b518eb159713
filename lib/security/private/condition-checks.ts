import { nearest, Problems } from '../../core';
import { ActivityConditions } from '../activity-conditions';
import { checkNetwork } from './activity-checks';
import { ExplainedStatement, Place, StatementsAt } from './activity-statement';
import { isPlaced } from './action-verbs';
import { carries, KEY_SUPPORT } from './condition-support';
import { admissible, demandOn, isOfDomain } from './conditional-statements';

/** Which actions there are, and of what, is the same everywhere. */
const ANYWHERE: Place = { partition: 'aws', region: 'us-east-1', account: '123456789012' };

const CONDITIONS = ['network', 'keys', 'tags', 'domain'] as const;
type ConditionName = (typeof CONDITIONS)[number];

/** Checks that the conditions say something, and that every action which they concern can carry them. */
export function checkConditions(problems: Problems, statements: StatementsAt, conditions: ActivityConditions): void {
  const rendered = statements(ANYWHERE);
  const asked = CONDITIONS.filter((name) => conditions[name] !== undefined);

  checkNotEmpty(problems, conditions, asked);
  checkUnconditional(problems, rendered, conditions, asked);
  checkCarried(problems, rendered, conditions, asked);
  if (problems.all.length === 0) checkAdmissible(problems, rendered, conditions);
}

function checkNotEmpty(problems: Problems, conditions: ActivityConditions, asked: ConditionName[]): void {
  const empty = (path: string, remedy: string): void =>
    problems.add({ code: 'ConditionEmpty', path, got: 'is empty', wanted: 'a condition says what is allowed', remedy });

  if (asked.length === 0) empty('conditions', `give ${CONDITIONS.join(', ')}, or leave "under" out`);
  if (conditions.network) checkNetwork(problems, conditions.network);
  if (conditions.keys?.length === 0) empty('conditions.keys', 'name at least one key, or leave the condition out');
  if (conditions.tags && Object.keys(conditions.tags).length === 0) {
    empty('conditions.tags', 'name at least one tag, or leave the condition out');
  }
}

function checkUnconditional(
  problems: Problems,
  statements: ExplainedStatement[],
  { unconditional }: ActivityConditions,
  asked: ConditionName[],
): void {
  if (!unconditional) return;

  const ofActivity = actionsOf(statements);
  if (unconditional.actions.length === 0) {
    problems.add({
      code: 'ConditionEmpty',
      path: 'conditions.unconditional.actions',
      got: 'is empty',
      wanted: 'it names actions that stay without the conditions',
      remedy: 'name at least one, or leave it out',
    });
  }
  unconditional.actions.forEach((action, i) => {
    const path = `conditions.unconditional.actions[${i}]`;
    if (!ofActivity.includes(action)) problems.add(unknownAction(path, action, ofActivity));
    else if (!asked.some((name) => concerns(name, action, statements))) {
      problems.add({
        code: 'UnconditionalActionUnconcerned',
        path,
        got: `is "${action}"`,
        wanted: 'none of the conditions concerns this action',
        remedy: 'leave it out',
      });
    }
  });
  if (unconditional.reason.trim() === '') {
    problems.add({
      code: 'UnconditionalWithoutReason',
      path: 'conditions.unconditional.reason',
      got: 'is empty',
      wanted: 'whoever reviews the permissions must learn why a condition is left out',
      remedy: 'say it in a sentence',
    });
  }
}

function unknownAction(path: string, action: string, ofActivity: string[]): Parameters<Problems['add']>[0] {
  const [close] = nearest(action, ofActivity);

  return {
    code: 'UnconditionalActionUnknown',
    path,
    got: `is "${action}"`,
    wanted: 'the activity has no such action',
    remedy: close ? `the nearest is "${close}"` : 'leave it out',
  };
}

function checkCarried(
  problems: Problems,
  statements: ExplainedStatement[],
  { unconditional }: ActivityConditions,
  asked: ConditionName[],
): void {
  for (const action of actionsOf(statements)) {
    if (unconditional?.actions.includes(action)) continue;

    for (const name of asked.filter((each) => concerns(each, action, statements) && !canCarry(each, action))) {
      problems.add({
        code: 'ConditionNotCarried',
        path: `conditions.${name}`,
        got: `concerns ${action}`,
        wanted: 'IAM offers no condition key by which this action could carry it',
        remedy: 'name the action in "unconditional" with a reason, or leave the condition out',
      });
    }
  }
}

function checkAdmissible(problems: Problems, statements: ExplainedStatement[], conditions: ActivityConditions): void {
  const closed = statements.flatMap(({ statement }) =>
    statement.actions.filter(
      (action) => admissible(statement, demandOn(action, statement, conditions, ANYWHERE)).length === 0,
    ),
  );

  for (const action of new Set(closed)) {
    problems.add({
      code: 'ConditionsContradictory',
      path: 'conditions',
      got: `leave nothing of ${action}`,
      wanted: 'the activity is limited to other values already',
      remedy: 'name the values that it is limited to, or leave the condition out',
    });
  }
}

function concerns(name: ConditionName, action: string, statements: ExplainedStatement[]): boolean {
  switch (name) {
    case 'network':
    case 'keys':
      return isPlaced(action);
    case 'tags':
      return true;
    case 'domain':
      return statements.some(({ statement }) => statement.actions.includes(action) && isOfDomain(action, statement));
  }
}

function canCarry(name: ConditionName, action: string): boolean {
  switch (name) {
    case 'network':
      return carries(action, 'network');
    case 'keys':
      return KEY_SUPPORT.some((kind) => carries(action, kind));
    case 'tags':
      return carries(action, 'requestTags') || carries(action, 'resourceTags');
    case 'domain':
      return carries(action, 'resourceTags');
  }
}

function actionsOf(statements: ExplainedStatement[]): string[] {
  return [...new Set(statements.flatMap(({ statement }) => statement.actions))];
}
