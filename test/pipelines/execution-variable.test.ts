import { ExecutionVariable, TrainingStep, ContainerImage } from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';

test.each([
  { variable: ExecutionVariable.pipelineExecutionId(), path: 'Execution.PipelineExecutionId' },
  { variable: ExecutionVariable.pipelineExecutionArn(), path: 'Execution.PipelineExecutionArn' },
  { variable: ExecutionVariable.pipelineName(), path: 'Execution.PipelineName' },
  { variable: ExecutionVariable.pipelineArn(), path: 'Execution.PipelineArn' },
  { variable: ExecutionVariable.startDateTime(), path: 'Execution.StartDateTime' },
  { variable: ExecutionVariable.currentDateTime(), path: 'Execution.CurrentDateTime' },
])('a step reads $path', ({ variable, path }) => {
  const step = new TrainingStep('Train', {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [{ channelName: 'train', s3Uri: 's3://acme-data/train' }],
    outputS3Uri: 's3://acme-data/models',
    hyperparameters: { origin: variable.asString },
  });

  const rendered = renderedIn(stackIn(), [step]);

  expect(rendered.Arguments.HyperParameters).toEqual({ origin: { Get: path } });
});
