import { nameInExecution } from '../../../lib/pipelines/private/lineage-names';
import { renderDefinition } from '../../../lib/pipelines/private/rendering';

test('a name ends in the id of the execution', () => {
  const rendered = renderDefinition(nameInExecution('survey'));

  expect(rendered).toEqual({ 'Std:Join': { On: '', Values: ['survey-', { Get: 'Execution.PipelineExecutionId' }] } });
});
