import { placedSteps, RenderedDefinition, RenderedParameter } from '../../../lib/pipelines/private/rendered-definition';
import { checkApprovalParameters, checkUndecided } from '../../../lib/pipelines/private/undecided';
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

test.each<Partial<RenderedParameter>>([
  { EnumValues: ['PendingManualApproval', 'Rejected'] },
  { Name: 'Other' },
  { Name: 'Other', DefaultValue: 'Approved' },
])('a run may choose among what is no approval: %j', (parameter) => {
  expect(approvalProblems(parameter)).toEqual([]);
});

test.each<Partial<RenderedParameter>>([
  { DefaultValue: 'Approved' },
  { EnumValues: ['Rejected', 'Approved'] },
  { DefaultValue: 'Rejected', EnumValues: ['Rejected', 'Approved'] },
])('a run cannot approve what it made: %j', (parameter) => {
  expect(approvalProblems(parameter)).toEqual([
    `PipelineApprovesItsModel: steps.Register.approvalStatus may be "Approved" by the parameter "Status", a pipeline registers a model that somebody else approves; give the parameter allowedValues: ['PendingManualApproval', 'Rejected']`,
  ]);
});

test('a run cannot give any status', () => {
  expect(approvalProblems({ DefaultValue: 'Rejected' })).toEqual([
    `PipelineApprovesItsModel: steps.Register.approvalStatus is any text that the parameter "Status" is given, a pipeline registers a model that somebody else approves; give the parameter allowedValues: ['PendingManualApproval', 'Rejected']`,
  ]);
});

/** What is told of a step that takes its status from the parameter Status, beside a step that registers nothing. */
function approvalProblems(parameter: Partial<RenderedParameter>): string[] {
  const ModelApprovalStatus = { Get: 'Parameters.Status' };
  const definition: RenderedDefinition = {
    Version: '2020-12-01',
    Parameters: [{ Name: 'Status', Type: 'String', ...parameter }],
    Steps: [
      { Name: 'Register', Type: 'RegisterModel', Arguments: { ModelApprovalStatus } },
      { Name: 'Stop', Type: 'Fail' },
    ],
  };

  return told((problems) => checkApprovalParameters(problems, definition, placedSteps(definition.Steps)));
}
