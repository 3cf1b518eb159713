import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import { Problems, renderProblem } from '../../../lib/core';
import {
  checkNoneMissing,
  checkParameterNames,
  checkParameterValues,
  DeclaredParameter,
  hasScheduleFact,
} from '../../../lib/pipelines/private/parameter-values';

const DECLARED: DeclaredParameter[] = [
  { Name: 'Data', Type: 'String' },
  { Name: 'Kind', Type: 'String', DefaultValue: 'small', EnumValues: ['small', 'large'] },
  { Name: 'Rounds', Type: 'Integer' },
  { Name: 'Rate', Type: 'Float', DefaultValue: 0 },
  { Name: 'Tune', Type: 'Boolean', DefaultValue: false },
];

test('a parameter that the pipeline lacks is refused, and the nearest is named', () => {
  const problems = problemsIn((found) => checkParameterNames(found, 'parameters', ['Round', 'Colour'], DECLARED));

  expect(problems).toEqual([
    'ParameterUnknown: parameters.Round is given, the pipeline has no such parameter; did you mean "Rounds"',
    'ParameterUnknown: parameters.Colour is given, the pipeline has no such parameter; leave it out',
  ]);
});

test('every parameter without default that has no value is named; no default is also a default of 0, false and ""', () => {
  const declared = [...DECLARED, { Name: 'Note', Type: 'String', DefaultValue: '' }];

  const problems = problemsIn((found) => checkNoneMissing(found, 'start.parameters', ['Kind'], declared));

  expect(problems).toEqual([
    'ParameterValueMissing: start.parameters lacks "Data", the parameter has no default, and nobody is there to give it a value; give one here, or give the parameter a default',
    'ParameterValueMissing: start.parameters lacks "Rounds", the parameter has no default, and nobody is there to give it a value; give one here, or give the parameter a default',
  ]);
});

test.each<Record<string, string>>([
  { Data: '' },
  { Kind: 'large' },
  { Rounds: '10' },
  { Rounds: '-1' },
  { Rate: '0.5' },
  { Rate: '1e-3' },
  { Rate: '3' },
  { Tune: 'true' },
  { Tune: 'False' },
  { Unknown: 'whatever' },
])('$# is a value that its parameter takes', (values) => {
  expect(valueProblems(values)).toEqual([]);
});

test.each<{ values: Record<string, string>; wanted: string }>([
  { values: { Rounds: '10.5' }, wanted: 'a whole number, as "10"' },
  { values: { Rounds: 'ten' }, wanted: 'a whole number, as "10"' },
  { values: { Rounds: '' }, wanted: 'a whole number, as "10"' },
  { values: { Rate: 'high' }, wanted: 'a number, as "0.5"' },
  { values: { Rate: ' ' }, wanted: 'a number, as "0.5"' },
  { values: { Rate: 'Infinity' }, wanted: 'a number, as "0.5"' },
  { values: { Tune: 'yes' }, wanted: '"true" or "false"' },
])('$values is of another type', ({ values, wanted }) => {
  const [[name, value]] = Object.entries(values);

  expect(valueProblems({ [name]: value })).toEqual([
    `ParameterValueMistyped: parameters.${name} is "${value}", the parameter takes ${wanted}; write such a value`,
  ]);
});

test('a value outside the allowed ones is refused', () => {
  expect(valueProblems({ Kind: 'huge' })).toEqual([
    'ParameterValueNotAllowed: parameters.Kind is "huge", the allowed values are "small", "large"; choose one of them',
  ]);
});

test('a value has up to 1024 characters', () => {
  const problems = [1_024, 1_025].map((length) => valueProblems({ Data: 'a'.repeat(length) }));

  expect(problems).toEqual([
    [],
    ['TextTooLong: parameters.Data has 1025 characters, SageMaker takes up to 1024; shorten it'],
  ]);
});

test('what is known later only passes', () => {
  const { valueAsString } = new CfnParameter(new Stack(new App()), 'Rounds');

  const problems = valueProblems({ Rounds: valueAsString, Kind: ContextAttribute.scheduledTime });

  expect(problems).toEqual([]);
});

test.each([
  { text: `run-${ContextAttribute.executionId}`, expected: true },
  { text: 'run-1', expected: false },
])('$text holds a fact of its schedule: $expected', ({ text, expected }) => {
  expect(hasScheduleFact(text)).toBe(expected);
});

function valueProblems(values: Record<string, string>): string[] {
  return problemsIn((found) => checkParameterValues(found, 'parameters', values, DECLARED));
}

function problemsIn(check: (found: Problems) => void): string[] {
  const problems = new Problems();
  check(problems);

  return problems.all.map(renderProblem);
}
