import { ExecutionVariable, FailStep, ValueType } from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';

test.each([
  { variable: ExecutionVariable.pipelineExecutionId(), path: 'Execution.PipelineExecutionId' },
  { variable: ExecutionVariable.pipelineExecutionArn(), path: 'Execution.PipelineExecutionArn' },
  { variable: ExecutionVariable.pipelineName(), path: 'Execution.PipelineName' },
  { variable: ExecutionVariable.pipelineArn(), path: 'Execution.PipelineArn' },
  { variable: ExecutionVariable.startDateTime(), path: 'Execution.StartDateTime' },
  { variable: ExecutionVariable.currentDateTime(), path: 'Execution.CurrentDateTime' },
])('a step reads $path', ({ variable, path }) => {
  const rendered = renderedIn(stackIn(), [new FailStep('Stop', { message: variable.asString })]);

  expect(rendered.Arguments).toEqual({ ErrorMessage: { Get: path } });
  expect(variable._valueType).toBe(ValueType.STRING);
});
