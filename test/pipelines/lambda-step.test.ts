import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib';
import { LambdaStep, LambdaStepProps, PipelineParameter, ValueType } from '../../lib/pipelines';
import { definitionOf, permissionsOf, pipelineIn, renderedIn, stackIn } from './definitions';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:acme-deploy';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a function is called', () => {
  const rendered = renderedIn(stack, [callWith({})]);

  expect(rendered).toEqual({
    Name: 'Deploy',
    Type: 'Lambda',
    Arguments: {},
    FunctionArn: FUNCTION_ARN,
    OutputParameters: [],
  });
});

test('a function gets texts and references, and gives values back', () => {
  const limit = PipelineParameter.ofFloat('Limit', { defaultValue: 6 });
  const step = callWith({
    arguments: { model: 's3://acme-models/model.tar.gz', limit: limit.asString },
    outputs: [{ outputName: 'endpoint' }, { outputName: 'latency', valueType: ValueType.FLOAT }],
    cacheFor: Duration.days(1),
  });

  const rendered = renderedIn(stack, [step], { parameters: [limit] });

  expect(rendered).toMatchObject({
    Arguments: { model: 's3://acme-models/model.tar.gz', limit: { Get: 'Parameters.Limit' } },
    OutputParameters: [
      { OutputName: 'endpoint', OutputType: 'String' },
      { OutputName: 'latency', OutputType: 'Float' },
    ],
    CacheConfig: { Enabled: true },
  });
});

test('a later step uses a value of the answer', () => {
  const find = callWith({ outputs: [{ outputName: 'endpoint' }] }, 'Find');
  const tell = callWith({ arguments: { endpoint: find.output('endpoint').asString } }, 'Tell');

  pipelineIn(stack, [find, tell]);

  const [, rendered] = definitionOf(stack).Steps;
  expect(rendered.Arguments).toEqual({ endpoint: { Get: "Steps.Find.OutputParameters['endpoint']" } });
});

test('the pipeline may call this function and no other', () => {
  expect(permissionsOf(stack, callWith({}))).toEqual([
    { actions: ['lambda:InvokeFunction'], resources: [FUNCTION_ARN] },
  ]);
});

test('a value that the step does not declare is refused', () => {
  const value = () => callWith({ outputs: [{ outputName: 'endpoint' }] }).output('latency');

  expect(value).toThrow(
    'StepResultUnknown: steps.Deploy has no output "latency", it has "endpoint"; add the output to the step, or correct the name',
  );
});

function callWith(wished: Partial<LambdaStepProps>, stepName = 'Deploy'): LambdaStep {
  const handler = lambda.Function.fromFunctionArn(stack, `${stepName}Function`, FUNCTION_ARN);

  return new LambdaStep(stepName, { handler, ...wished });
}
