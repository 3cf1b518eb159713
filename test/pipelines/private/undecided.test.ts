import { checkUndecided } from '../../../lib/pipelines/private/undecided';
import { told } from './told';

test.each([undefined, 'PendingManualApproval', 'Rejected'])('%s leaves the decision to others', (status) => {
  const found = told((problems) => checkUndecided(problems, 'status', status));

  expect(found).toEqual([]);
});

test('a pipeline cannot approve what it made', () => {
  const found = told((problems) => checkUndecided(problems, 'status', 'Approved'));

  expect(found).toEqual([
    'PipelineApprovesItsModel: status is "Approved", a pipeline registers a model that somebody else approves; leave it to the registry, with another status or none',
  ]);
});
