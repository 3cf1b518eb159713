import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Pipeline } from '../../../lib/pipelines';
import { executionArns, pipelineArns } from '../../../lib/pipelines/private/pipeline-arns';
import { pipelineIn, stackIn, stepNamed } from '../definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a pipeline in lower case has one ARN', () => {
  const pipeline = pipelineNamed('abalone');

  expect(pipelineArns(pipeline)).toEqual([pipeline.pipelineArn]);
});

test('a pipeline with capital letters is also known by its ARN in lower case', () => {
  const arns = pipelineArns(pipelineNamed('AbaloneTrain'));

  expect(arns.map((arn) => arn.split(':').at(-1))).toEqual(['pipeline/AbaloneTrain', 'pipeline/abalonetrain']);
});

test('so are its executions', () => {
  const arns = executionArns(pipelineNamed('AbaloneTrain'));

  expect(arns.map((arn) => arn.split(':').at(-1))).toEqual([
    'pipeline/AbaloneTrain/execution/*',
    'pipeline/abalonetrain/execution/*',
  ]);
});

test('a name that is known at deployment only has one spelling', () => {
  const { valueAsString: name } = new CfnParameter(new Stack(new App(), 'Other'), 'Name');

  const pipeline = pipelineNamed(name);

  expect(pipelineArns(pipeline)).toEqual([pipeline.pipelineArn]);
});

function pipelineNamed(pipelineName: string): Pipeline {
  return pipelineIn(stack, [stepNamed('Prepare')], { pipelineName });
}
