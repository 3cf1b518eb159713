import { Condition, ConditionStep, PipelineParameter } from '../../lib/pipelines';
import { pipelineIn, definitionOf, stackIn } from './definitions';

const limit = PipelineParameter.ofFloat('Limit', { defaultValue: 6 });
const Limit = { Get: 'Parameters.Limit' };
const kind = PipelineParameter.ofString('Kind', { defaultValue: 'a' });
const Kind = { Get: 'Parameters.Kind' };

const COMPARISONS = [
  {
    condition: Condition.numberEqualTo(limit.asNumber, 5),
    rendered: { Type: 'Equals', LeftValue: Limit, RightValue: 5 },
  },
  {
    condition: Condition.greaterThan(limit.asNumber, 5),
    rendered: { Type: 'GreaterThan', LeftValue: Limit, RightValue: 5 },
  },
  {
    condition: Condition.greaterThanOrEqualTo(5, limit.asNumber),
    rendered: { Type: 'GreaterThanOrEqualTo', LeftValue: 5, RightValue: Limit },
  },
  {
    condition: Condition.lessThan(limit.asNumber, 5),
    rendered: { Type: 'LessThan', LeftValue: Limit, RightValue: 5 },
  },
  {
    condition: Condition.lessThanOrEqualTo(limit.asNumber, 5),
    rendered: { Type: 'LessThanOrEqualTo', LeftValue: Limit, RightValue: 5 },
  },
];

test.each(COMPARISONS)('numbers are compared as $rendered.Type', ({ condition, rendered }) => {
  const conditions = renderedConditions([condition], [limit]);

  expect(conditions).toEqual([rendered]);
});

test('texts are compared, alone and with a list', () => {
  const conditions = renderedConditions(
    [Condition.equalTo(kind.asString, 'a'), Condition.isIn(kind.asString, ['a', 'b'])],
    [kind],
  );

  expect(conditions).toEqual([
    { Type: 'Equals', LeftValue: Kind, RightValue: 'a' },
    { Type: 'In', QueryValue: Kind, Values: ['a', 'b'] },
  ]);
});

test('conditions are negated and joined by or', () => {
  const isA = Condition.equalTo(kind.asString, 'a');

  const conditions = renderedConditions([Condition.anyOf(Condition.negationOf(isA), isA)], [kind]);

  const rendered = { Type: 'Equals', LeftValue: Kind, RightValue: 'a' };
  expect(conditions).toEqual([{ Type: 'Or', Conditions: [{ Type: 'Not', Condition: rendered }, rendered] }]);
});

test.each([
  { path: 'values', empty: () => Condition.isIn(kind.asString, []) },
  { path: 'conditions', empty: () => Condition.anyOf() },
])('a condition over no $path is refused', ({ path, empty }) => {
  expect(empty).toThrow(
    `ConditionWithoutChoices: ${path} is empty, such a condition never holds, and SageMaker refuses it; give at least one`,
  );
});

function renderedConditions(conditions: Condition[], parameters: PipelineParameter[]): unknown {
  const stack = stackIn();
  pipelineIn(stack, [new ConditionStep('Check', { conditions, ifSteps: [] })], { parameters });

  return definitionOf(stack).Steps[0].Arguments.Conditions;
}
