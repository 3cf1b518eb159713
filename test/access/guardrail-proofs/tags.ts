import { Guardrail } from '../../../lib/organization';
import { Context } from '../control-policies';
import { ProvedGuardrail, PLATFORM, allowed, denied, endpoint } from './requests';

export const TAGS: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.requiredTags({ tags: [{ key: 'team' }, { key: 'stage', values: ['dev', 'prod'] }] }),
    proofs: [
      ...['dev', 'prod'].map((stage) =>
        allowed(`an endpoint of ${stage}`, 'sagemaker:CreateEndpoint', tagged('a', stage)),
      ),
      denied('an endpoint without a team', 'sagemaker:CreateEndpoint', { 'aws:RequestTag/stage': 'dev' }),
      denied('an endpoint without a stage', 'sagemaker:CreateEndpoint', { 'aws:RequestTag/team': 'a' }),
      denied('an endpoint of an unknown stage', 'sagemaker:CreateEndpoint', tagged('a', 'play')),
      denied('an endpoint without any tag', 'sagemaker:CreateEndpoint', {}),
      denied('a model whose tag is misspelt', 'sagemaker:CreateModel', { 'aws:RequestTag/teams': 'a' }),
      allowed('a job of a pipeline, which carries no tags', 'sagemaker:CreateTrainingJob', {}),
    ],
  },
  {
    guardrail: Guardrail.protectedTags({ tagKeys: ['team', 'stage'], platformRoles: PLATFORM }),
    proofs: [
      denied('a governance tag added afterwards', 'sagemaker:AddTags', { 'aws:TagKeys': ['team'] }, endpoint()),
      denied('one of two tags added', 'sagemaker:AddTags', { 'aws:TagKeys': ['colour', 'stage'] }, endpoint()),
      allowed(
        'governance tags on what is being created',
        'sagemaker:AddTags',
        { 'aws:TagKeys': ['team'], 'sagemaker:TaggingAction': 'CreateEndpoint' },
        endpoint(),
      ),
      allowed('another tag', 'sagemaker:AddTags', { 'aws:TagKeys': ['colour'] }, endpoint()),
      denied('a governance tag taken away', 'sagemaker:DeleteTags', { 'aws:TagKeys': ['stage'] }, endpoint()),
      allowed('another tag taken away', 'sagemaker:DeleteTags', { 'aws:TagKeys': ['colour'] }, endpoint()),
      denied('a role given a governance tag', 'iam:TagRole', { 'aws:TagKeys': ['team'] }),
      denied('a key relieved of a governance tag', 'kms:UntagResource', { 'aws:TagKeys': ['team'] }),
    ],
  },
];

function tagged(team: string, stage: string): Context {
  return { 'aws:RequestTag/team': team, 'aws:RequestTag/stage': stage };
}
