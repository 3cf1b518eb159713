import { Lazy } from 'aws-cdk-lib';
import { ExecutionVariable, Join, PipelineParameter, S3JsonValue, ValueType } from '../../../lib/pipelines';
import { checkOperand, Operand } from '../../../lib/pipelines/private/comparison-checks';
import { StepOutputValue } from '../../../lib/pipelines/step-output';
import { stepNamed } from '../definitions';
import { told } from './told';

const TEXT = PipelineParameter.ofString('Kind');
const WHOLE = PipelineParameter.ofInteger('Count');
const NUMBER = PipelineParameter.ofFloat('Limit');
const TRUTH = PipelineParameter.ofBoolean('Strict');
const TEXT_REMEDY = 'compare it with Condition.equalTo(…) or Condition.isIn(…)';
const NUMBER_REMEDY = 'compare it with Condition.numberEqualTo(…), Condition.lessThan(…) or another for numbers';
const TRUTH_REMEDY = 'compare it with Condition.isTrue(…) or Condition.isFalse(…)';

const outputOfType = (valueType: ValueType) => StepOutputValue._of('Ask', { outputName: 'answer', valueType });

test.each<Omit<Operand, 'at'>>([
  { as: 'text', value: 'a' },
  { as: 'text', value: TEXT.asString },
  { as: 'text', value: `${WHOLE.asString} of ${TEXT.asString}` },
  { as: 'text', value: ExecutionVariable.pipelineExecutionId().asString },
  { as: 'text', value: Join.of('-', 'a').asString },
  { as: 'number', value: 6 },
  { as: 'number', value: WHOLE.asNumber },
  { as: 'number', value: NUMBER.asNumber },
  { as: 'number', value: outputOfType(ValueType.FLOAT).asNumber },
  { as: 'number', value: Lazy.number({ produce: () => 6 }) },
  { as: 'truth', value: true },
  { as: 'truth', value: TRUTH.asString },
])('a $as may be $value', (operand) => {
  expect(toldOf(operand)).toEqual([]);
});

test.each<Operand['as']>(['text', 'number', 'truth'])('what only the run knows may be a %s', (as) => {
  const values = [stepNamed('Train').output('result'), S3JsonValue.of('s3://acme-data/report.json', 'mse')];

  expect(
    values.flatMap((value) => [...toldOf({ as, value: value.asString }), ...toldOf({ as, value: value.asNumber })]),
  ).toEqual([]);
});

test.each([
  {
    as: 'text',
    of: WHOLE,
    got: '{"Get":"Parameters.Count"}, of type Integer',
    compares: 'texts',
    remedy: NUMBER_REMEDY,
  },
  {
    as: 'text',
    of: TRUTH,
    got: '{"Get":"Parameters.Strict"}, of type Boolean',
    compares: 'texts',
    remedy: TRUTH_REMEDY,
  },
  {
    as: 'number',
    of: TEXT,
    got: '{"Get":"Parameters.Kind"}, of type String',
    compares: 'numbers',
    remedy: TEXT_REMEDY,
  },
  {
    as: 'number',
    of: ExecutionVariable.startDateTime(),
    got: '{"Get":"Execution.StartDateTime"}, of type String',
    compares: 'numbers',
    remedy: TEXT_REMEDY,
  },
  {
    as: 'number',
    of: Join.of('-', 'a', 'b'),
    got: '{"Std:Join":{"On":"-","Values":["a","b"]}}, of type String',
    compares: 'numbers',
    remedy: TEXT_REMEDY,
  },
  {
    as: 'number',
    of: outputOfType(ValueType.BOOLEAN),
    got: `{"Get":"Steps.Ask.OutputParameters['answer']"}, of type Boolean`,
    compares: 'numbers',
    remedy: TRUTH_REMEDY,
  },
  {
    as: 'truth',
    of: NUMBER,
    got: '{"Get":"Parameters.Limit"}, of type Float',
    compares: 'truth values',
    remedy: NUMBER_REMEDY,
  },
] as const)('$got is not compared as $as', ({ as, of, got, compares, remedy }) => {
  const value = as === 'number' ? of.asNumber : of.asString;

  expect(toldOf({ as, value })).toEqual([
    `ConditionTypeMismatch: steps.Check.conditions[0].left is ${got}, the condition compares ${compares}; ${remedy}`,
  ]);
});

test.each([NaN, Infinity, -Infinity])('%p is not compared', (value) => {
  expect(toldOf({ as: 'number', value })).toEqual([
    `ConditionNumberNotFinite: steps.Check.conditions[0].left is ${value}, a definition has no way to write it; compare with a finite number`,
  ]);
});

function toldOf(operand: Omit<Operand, 'at'>): string[] {
  return told((problems) => checkOperand(problems, 'steps.Check.conditions[0]', { at: 'left', ...operand }));
}
