import { unknownToAws } from './authorization-reference';

const JOBS = 'arn:aws:sagemaker:eu-west-1:111111111111:training-job/*';
const NETWORK_ISOLATION = { Bool: { 'sagemaker:NetworkIsolation': 'true' } };

test.each([
  ['an action that is none', ['sagemaker:CreateJobs'], [JOBS], {}, ['sagemaker:CreateJobs does not exist']],
  [
    'an action on everything that takes resources',
    ['sagemaker:StopTrainingJob'],
    ['*'],
    {},
    ['sagemaker:StopTrainingJob takes resources, and is granted on *'],
  ],
  [
    'an action on resources that takes none',
    ['sagemaker:ListTrainingJobs'],
    [JOBS],
    {},
    [`sagemaker:ListTrainingJobs takes none of ${JOBS}`],
  ],
  [
    'an action on the wrong kind of resource',
    ['sagemaker:StopPipelineExecution'],
    [JOBS],
    {},
    ['sagemaker:StopPipelineExecution takes none of arn:aws:sagemaker:eu-west-1:111111111111:training-job/*'],
  ],
  [
    'a condition that an action does not carry',
    ['sagemaker:StopTrainingJob'],
    [JOBS],
    NETWORK_ISOLATION,
    ['sagemaker:StopTrainingJob does not know sagemaker:NetworkIsolation'],
  ],
])('the reference does not know %s', async (_what, actions, resources, conditions, expected) => {
  const unknown = await unknownToAws([{ actions, resources, conditions }]);

  expect(unknown).toEqual(expected);
});

test('the reference knows actions on their resources under their conditions', async () => {
  const permission = { actions: ['sagemaker:CreateTrainingJob'], resources: [JOBS], conditions: NETWORK_ISOLATION };

  const unknown = await unknownToAws([permission]);

  expect(unknown).toEqual([]);
});
