import { knownDefinition } from '../../../lib/pipelines/private/known-definition';
import { pipelineElsewhere, pipelineIn, stackIn, stepNamed } from '../definitions';

test('a pipeline of this library says what it does', () => {
  const pipeline = pipelineIn(stackIn(), [stepNamed('Prepare')]);

  expect(knownDefinition(pipeline, undefined)).toBe(pipeline.definition);
});

test('a pipeline that is defined elsewhere says nothing', () => {
  expect(knownDefinition(pipelineElsewhere(stackIn()), undefined)).toBeUndefined();
});

test('what is given comes first', () => {
  const stack = stackIn();
  const { definition } = pipelineIn(stack, [stepNamed('Prepare')]);

  expect(knownDefinition(pipelineElsewhere(stack), definition)).toBe(definition);
});
