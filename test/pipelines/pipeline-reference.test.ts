import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Condition,
  ConditionStep,
  ContainerImage,
  ExecutionVariable,
  PipelineParameter,
  ProcessingStep,
} from '../../lib/pipelines';
import { definitionOf, pipelineIn, stackIn } from './definitions';

const EXECUTION = ExecutionVariable.pipelineExecutionId();
const LIMIT = PipelineParameter.ofFloat('Limit', { defaultValue: 6 });

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a reference that is the whole value stands as itself', () => {
  expect(argumentIn(EXECUTION.asString)).toEqual({ Get: 'Execution.PipelineExecutionId' });
});

test('a reference inside a text joins the text', () => {
  const url = `s3://acme-data/${EXECUTION.asString}/limit-${LIMIT.asString}/train`;

  expect(argumentIn(url)).toEqual({
    'Std:Join': {
      On: '',
      Values: [
        's3://acme-data/',
        { Get: 'Execution.PipelineExecutionId' },
        '/limit-',
        { Get: 'Parameters.Limit' },
        '/train',
      ],
    },
  });
});

test("a reference beside a value of CloudFormation's leaves each to its own time", () => {
  const url = `s3://${stack.partition}-data/${EXECUTION.asString}`;

  expect(argumentIn(url)).toEqual({
    'Std:Join': { On: '', Values: ['s3://{"Ref":"AWS::Partition"}-data/', { Get: 'Execution.PipelineExecutionId' }] },
  });
});

test('a reference that is a number stands as itself', () => {
  const conditions = [Condition.lessThan(LIMIT.asNumber, 7)];
  pipelineIn(stack, [new ConditionStep('Check', { conditions, ifSteps: [] })], { parameters: [LIMIT] });

  const [check] = definitionOf(stack).Steps;

  expect(check.Arguments.Conditions).toEqual([
    { Type: 'LessThan', LeftValue: { Get: 'Parameters.Limit' }, RightValue: 7 },
  ]);
});

test.each([
  { kind: 'string', value: () => EXECUTION.asString, path: '{"Get":"Execution.PipelineExecutionId"}' },
  { kind: 'text around it', value: () => `id ${EXECUTION.asString}`, path: '{"Get":"Execution.PipelineExecutionId"}' },
  { kind: 'number', value: () => `${stack.resolve(LIMIT.asNumber)}`, path: '{"Get":"Parameters.Limit"}' },
])('a reference outside a pipeline, as $kind, fails at synth', ({ value, path }) => {
  const synthesis = () => {
    new CfnOutput(stack, 'Output', { value: value() });
    Template.fromStack(stack);
  };

  expect(synthesis).toThrow(
    `ReferenceOutsidePipeline: ${path} is used outside a pipeline definition, its value exists only while the pipeline runs; use it in the arguments of a step`,
  );
});

test("a reference inside a function of CloudFormation's fails, because that runs at deployment", () => {
  const synthesis = () => argumentIn(Fn.join('/', ['s3://acme-data', EXECUTION.asString]));

  expect(synthesis).toThrow(
    'ReferenceOutsidePipeline: {"Get":"Execution.PipelineExecutionId"} is used outside a pipeline definition',
  );
});

function argumentIn(text: string): unknown {
  const step = new ProcessingStep('Prepare', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'run.py'],
    arguments: [text, LIMIT.asString],
  });
  pipelineIn(stack, [step], { parameters: [LIMIT] });
  const specification = definitionOf(stack).Steps[0].Arguments.AppSpecification as { ContainerArguments: unknown[] };

  return specification.ContainerArguments[0];
}
