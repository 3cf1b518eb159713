import { CfnParameter } from 'aws-cdk-lib';
import { ContainerImage, PipelineParameter, ProcessingStep } from '../../lib/pipelines';
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
  expect(Steps[0].Arguments.AppSpecification).toMatchObject({
    ContainerArguments: [{ Get: `Parameters.${declared.Name}` }],
  });
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

test('two parameters of one name are refused', () => {
  const parameters = [PipelineParameter.ofString('Url'), PipelineParameter.ofString('Url')];

  const pipeline = () => pipelineIn(stackIn(), [stepUsing(parameters[0])], { parameters });

  expect(pipeline).toThrow(
    'ParameterNameTaken: parameters has "Url" more than once, a parameter name is unique in its pipeline; rename all but one',
  );
});

function stepUsing(parameter: PipelineParameter): ProcessingStep {
  return new ProcessingStep('Prepare', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'run.py'],
    arguments: [parameter.asString],
  });
}
