import { GuardrailExemption } from '../../../lib/organization';
import { changesOfTags, withoutTags } from '../../../lib/organization/private/tag-denials';

test('each tag is demanded by a statement of its own, because keys in one block must all be missing', () => {
  const denials = withoutTags({ tags: [{ key: 'team' }, { key: 'stage', values: ['dev'] }] });

  expect(denials.map(({ sid, conditions }) => [sid, conditions])).toEqual([
    ['WithoutTag1', { Null: { 'aws:RequestTag/team': 'true' } }],
    ['WithoutTag2', { StringNotEquals: { 'aws:RequestTag/stage': ['dev'] } }],
  ]);
});

test('tags are free while something is being created', () => {
  const platformRoles = [GuardrailExemption.role('deployer', 'deploys the platform')];

  const [added, changed] = changesOfTags({ tagKeys: ['team'], platformRoles });

  expect(added.conditions).toMatchObject({ Null: { 'sagemaker:TaggingAction': 'true' } });
  expect(changed.conditions).toEqual({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } });
});
