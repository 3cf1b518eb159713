import { BatchTransformMonitoring, FailStep, TransformInput, TransformStep } from '../../lib/pipelines';
import { definitionOf, pipelineIn, stackIn, stepNamed } from './definitions';

test('a check of the input holds the job back', () => {
  const stack = stackIn();
  const { steps } = BatchTransformMonitoring.before(predict(), stepNamed('CheckInput'));

  pipelineIn(stack, steps);

  expect(definitionOf(stack).Steps).toMatchObject([
    { Name: 'CheckInput', Type: 'Processing' },
    { Name: 'Predict', Type: 'Transform', DependsOn: ['CheckInput'] },
  ]);
});

test('a check of the predictions waits for the job', () => {
  const stack = stackIn();
  const { steps } = BatchTransformMonitoring.after(predict(), stepNamed('CheckPredictions'));

  pipelineIn(stack, steps);

  expect(definitionOf(stack).Steps).toMatchObject([
    { Name: 'Predict', Type: 'Transform' },
    { Name: 'CheckPredictions', Type: 'Processing', DependsOn: ['Predict'] },
  ]);
});

test.each(['before', 'after'] as const)('a step that checks nothing is refused %s the job', (order) => {
  const fail = new FailStep('Give-up', { message: 'no' });

  const monitoring = () => BatchTransformMonitoring[order](predict(), fail);

  expect(monitoring).toThrow(
    'StepChecksNothing: steps.Give-up is of type Fail, a batch is checked by a step of type QualityCheck, ClarifyCheck, Processing; give a check step, or a processing step that runs a check of yours',
  );
});

function predict(): TransformStep {
  return new TransformStep('Predict', {
    modelName: 'abalone',
    input: TransformInput.fromPrefix('s3://acme-data/batch/'),
    outputS3Uri: 's3://acme-data/predictions/',
  });
}
