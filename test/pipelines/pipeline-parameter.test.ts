import { CfnParameter } from 'aws-cdk-lib';
import { CustomStep, ExecutionVariable, PipelineParameter } from '../../lib/pipelines';
import { definitionOf, pipelineIn, stackIn } from './definitions';

test.each([
  { parameter: PipelineParameter.ofString('Url'), declared: { Name: 'Url', Type: 'String' } },
  {
    parameter: PipelineParameter.ofString('Status', { defaultValue: 'a', allowedValues: ['a', 'b'] }),
    declared: { Name: 'Status', Type: 'String', DefaultValue: 'a', EnumValues: ['a', 'b'] },
  },
  {
    parameter: PipelineParameter.ofInteger('Count', { defaultValue: 0 }),
    declared: { Name: 'Count', Type: 'Integer', DefaultValue: 0 },
  },
  {
    parameter: PipelineParameter.ofFloat('Limit', { defaultValue: 6.5 }),
    declared: { Name: 'Limit', Type: 'Float', DefaultValue: 6.5 },
  },
  {
    parameter: PipelineParameter.ofBoolean('Strict', { defaultValue: false }),
    declared: { Name: 'Strict', Type: 'Boolean', DefaultValue: false },
  },
])('the parameter $declared.Name is declared with its type, and used by its name', ({ parameter, declared }) => {
  const stack = stackIn();
  pipelineIn(stack, [stepUsing(parameter)], { parameters: [parameter] });

  const { Parameters, Steps } = definitionOf(stack);

  expect(Parameters).toEqual([declared]);
  expect(Steps[0].Arguments).toEqual({ Value: { Get: `Parameters.${declared.Name}` } });
});

test('a default may be known at deployment only', () => {
  const stack = stackIn();
  const bucket = new CfnParameter(stack, 'Bucket');
  const parameter = PipelineParameter.ofString('Url', {
    defaultValue: `s3://${bucket.valueAsString}/raw`,
    allowedValues: ['s3://acme-data/raw'],
  });

  pipelineIn(stack, [stepUsing(parameter)], { parameters: [parameter] });

  expect(definitionOf(stack).Parameters).toMatchObject([{ DefaultValue: 's3://{"Ref":"Bucket"}/raw' }]);
});

test.each([
  { factory: 'ofString', make: (name: string) => PipelineParameter.ofString(name) },
  { factory: 'ofInteger', make: (name: string) => PipelineParameter.ofInteger(name) },
  { factory: 'ofFloat', make: (name: string) => PipelineParameter.ofFloat(name) },
  { factory: 'ofBoolean', make: (name: string) => PipelineParameter.ofBoolean(name) },
])('a parameter that $factory makes has a name that SageMaker takes', ({ make }) => {
  const parameter = () => make('Input data');

  expect(parameter).toThrow(
    'NameMalformed: parameterName is "Input data", a parameter name is 1 to 256 characters: letters, digits, hyphens and underscores; write "Input-data"',
  );
});

test.each(['A', 'a'.repeat(256), 'Max_Mse-2'])('a parameter may be named %s', (name) => {
  expect(PipelineParameter.ofString(name).parameterName).toBe(name);
});

test('a default that is not allowed is refused', () => {
  const parameter = () =>
    PipelineParameter.ofString('Status', { defaultValue: 'Approved', allowedValues: ['Pending', 'Rejected'] });

  expect(parameter).toThrow(
    'ParameterDefaultNotAllowed: Status.defaultValue is "Approved", the allowed values are "Pending", "Rejected"; choose one of them, or allow the default',
  );
});

test.each([0.5, NaN])('%p is no default of an integer', (defaultValue) => {
  const parameter = () => PipelineParameter.ofInteger('Count', { defaultValue });

  expect(parameter).toThrow(
    `ParameterDefaultNotWhole: Count.defaultValue is ${defaultValue}, an integer parameter takes whole numbers; round it, or use PipelineParameter.ofFloat`,
  );
});

test.each([NaN, Infinity, -Infinity])('%p is no default of a number', (defaultValue) => {
  const parameter = () => PipelineParameter.ofFloat('Limit', { defaultValue });

  expect(parameter).toThrow(
    `ParameterDefaultNotFinite: Limit.defaultValue is ${defaultValue}, a definition has no way to write it; choose a finite number`,
  );
});

test.each([0, -1, 6.5, Number.MAX_VALUE])('%p is a default of a number', (defaultValue) => {
  expect(PipelineParameter.ofFloat('Limit', { defaultValue })._declare()).toMatchObject({ DefaultValue: defaultValue });
});

test('numbers may be known at deployment only', () => {
  const count = new CfnParameter(stackIn(), 'Count', { type: 'Number' }).valueAsNumber;

  expect(() => PipelineParameter.ofInteger('Count', { defaultValue: count })).not.toThrow();
  expect(() => PipelineParameter.ofFloat('Limit', { defaultValue: count })).not.toThrow();
});

test('a parameter that allows no value is refused', () => {
  const parameter = () => PipelineParameter.ofString('Status', { allowedValues: [] });

  expect(parameter).toThrow(
    'ParameterWithoutAllowedValues: Status.allowedValues is empty, no run could give a value; list the values, or leave it out',
  );
});

test('a value that is allowed twice is refused once', () => {
  const parameter = () => PipelineParameter.ofString('Status', { allowedValues: ['a', 'b', 'a', 'a'] });

  expect(parameter).toThrow(
    'ParameterValueRepeated: Status.allowedValues has "a" more than once, each value is listed once; remove all but one',
  );
});

const EXECUTION_ID = ExecutionVariable.pipelineExecutionId();

test.each([
  {
    path: 'X.defaultValue',
    make: () => PipelineParameter.ofString('X', { defaultValue: `s3://${EXECUTION_ID.asString}` }),
  },
  { path: 'X.defaultValue', make: () => PipelineParameter.ofInteger('X', { defaultValue: EXECUTION_ID.asNumber }) },
  { path: 'X.defaultValue', make: () => PipelineParameter.ofFloat('X', { defaultValue: EXECUTION_ID.asNumber }) },
  {
    path: 'X.allowedValues[1]',
    make: () => PipelineParameter.ofString('X', { allowedValues: ['a', EXECUTION_ID.asString] }),
  },
])('a parameter is not declared by what only a run knows', ({ path, make }) => {
  expect(make).toThrow(
    `ParameterDeclaredByReference: ${path} holds a reference, a parameter is declared before the pipeline runs; write the value itself`,
  );
});

test('all problems of a parameter are told', () => {
  const parameter = () => PipelineParameter.ofString('my status', { defaultValue: 'c', allowedValues: ['a', 'a'] });

  expect(parameter).toThrow(
    [
      '3 problems:',
      '  NameMalformed: parameterName is "my status", a parameter name is 1 to 256 characters: letters, digits, hyphens and underscores; write "my-status"',
      '  ParameterValueRepeated: my status.allowedValues has "a" more than once, each value is listed once; remove all but one',
      '  ParameterDefaultNotAllowed: my status.defaultValue is "c", the allowed values are "a", "a"; choose one of them, or allow the default',
    ].join('\n'),
  );
});

test.each([
  { parameter: PipelineParameter.ofString('X'), type: 'String' },
  { parameter: PipelineParameter.ofInteger('X'), type: 'Integer' },
  { parameter: PipelineParameter.ofFloat('X'), type: 'Float' },
  { parameter: PipelineParameter.ofBoolean('X'), type: 'Boolean' },
])('a parameter knows that it is a $type', ({ parameter, type }) => {
  expect(parameter._valueType).toBe(type);
});

test('two parameters of one name are refused', () => {
  const parameters = [PipelineParameter.ofString('Url'), PipelineParameter.ofString('Url')];

  const pipeline = () => pipelineIn(stackIn(), [stepUsing(parameters[0])], { parameters });

  expect(pipeline).toThrow(
    'ParameterNameTaken: parameters has "Url" more than once, a parameter name is unique in its pipeline; rename all but one',
  );
});

function stepUsing(parameter: PipelineParameter): CustomStep {
  return new CustomStep('Use', {
    stepType: 'Any',
    reason: 'takes a value of any type',
    argumentsJson: JSON.stringify({ Value: parameter.asString }),
  });
}
