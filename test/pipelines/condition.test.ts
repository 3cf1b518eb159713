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

test('numbers are looked up in a list', () => {
  const conditions = renderedConditions([Condition.numberIsIn(limit.asNumber, [5, 6])], [limit]);

  expect(conditions).toEqual([{ Type: 'In', QueryValue: Limit, Values: [5, 6] }]);
});

test('truth values are compared', () => {
  const [strict, fast] = ['Strict', 'Fast'].map((name) => PipelineParameter.ofBoolean(name, { defaultValue: true }));

  const conditions = renderedConditions(
    [Condition.isTrue(strict), Condition.isFalse(fast), Condition.booleanEqualTo(strict, fast)],
    [strict, fast],
  );

  expect(conditions).toEqual([
    { Type: 'Equals', LeftValue: { Get: 'Parameters.Strict' }, RightValue: true },
    { Type: 'Equals', LeftValue: { Get: 'Parameters.Fast' }, RightValue: false },
    { Type: 'Equals', LeftValue: { Get: 'Parameters.Strict' }, RightValue: { Get: 'Parameters.Fast' } },
  ]);
});

test('conditions joined by and are told as none of them failing, because the language has no and', () => {
  const isA = Condition.equalTo(kind.asString, 'a');

  const conditions = renderedConditions([Condition.allOf(isA, isA)], [kind]);

  const rendered = { Type: 'Not', Condition: { Type: 'Equals', LeftValue: Kind, RightValue: 'a' } };
  expect(conditions).toEqual([{ Type: 'Not', Condition: { Type: 'Or', Conditions: [rendered, rendered] } }]);
});

test('a value of the wrong type is told where it stands, however deep', () => {
  const right = Condition.lessThan(limit.asNumber, 6);
  const wrong = Condition.lessThan(kind.asNumber, 6);
  const condition = Condition.anyOf(right, Condition.negationOf(Condition.allOf(right, wrong)));

  const pipeline = () => renderedConditions([right, condition], [limit, kind]);

  expect(pipeline).toThrow(
    'ConditionTypeMismatch: steps.Check.conditions[1].conditions[1].condition.conditions[1].left is {"Get":"Parameters.Kind"}, of type String, the condition compares numbers; compare it with Condition.equalTo(…) or Condition.isIn(…)',
  );
});

test.each([
  { path: 'values', empty: () => Condition.isIn(kind.asString, []) },
  { path: 'values', empty: () => Condition.numberIsIn(limit.asNumber, []) },
  { path: 'conditions', empty: () => Condition.anyOf() },
  { path: 'conditions', empty: () => Condition.allOf() },
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
