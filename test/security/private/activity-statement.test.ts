import {
  ACTION_TAKES_NO_RESOURCE,
  allow,
  allowOnAll,
  allowPassing,
  allowPattern,
  allowTaggingOnCreation,
  arnAt,
  ec2Arn,
  EXISTS_AFTER_SYNTHESIS,
  logGroupArns,
  sageMakerArns,
} from '../../../lib/security/private/activity-statement';
import { permissionOf, workspaceIn } from '../workspace';

const PLACE = { partition: 'aws-cn', region: 'cn-north-1', account: '111111111111' };

test('a statement says why a wildcard stays, if one does', () => {
  const reasons = [
    allow(['s3:GetObject'], ['arn:aws-cn:s3:::data/a']),
    allowPattern(['s3:GetObject'], ['arn:aws-cn:s3:::data/*']),
    allowOnAll(['sagemaker:ListModels']),
  ].map(({ wildcardReason }) => wildcardReason);

  expect(reasons).toEqual([undefined, EXISTS_AFTER_SYNTHESIS, ACTION_TAKES_NO_RESOURCE]);
});

test.each([
  [['sagemaker.amazonaws.com'], 'sagemaker.amazonaws.com'],
  [
    ['sagemaker.amazonaws.com', 'glue.amazonaws.com'],
    ['sagemaker.amazonaws.com', 'glue.amazonaws.com'],
  ],
])('roles are passed to %j alone', (services, passedTo) => {
  const { stack, jobRole } = workspaceIn();

  const { statement } = allowPassing([jobRole], services);

  expect(permissionOf(stack, statement)).toEqual({
    actions: ['iam:PassRole'],
    resources: ['arn:aws:iam::111111111111:role/jobs'],
    conditions: { StringEquals: { 'iam:PassedToService': passedTo } },
  });
});

test('tags are given to what is being created alone', () => {
  const { stack } = workspaceIn();

  const { statement } = allowTaggingOnCreation(['arn:aws-cn:sagemaker:::model/*'], ['sagemaker:CreateModel']);

  expect(permissionOf(stack, statement).conditions).toEqual({
    StringEquals: { 'sagemaker:TaggingAction': ['CreateModel'] },
  });
});

test('ARNs are of the place, unless a part is told otherwise', () => {
  const arns = [
    ...sageMakerArns(PLACE, ['model'], 'abalone-'),
    ec2Arn(PLACE, 'subnet', 'subnet-a'),
    arnAt(PLACE, { service: 'iam', region: '', resource: 'role', resourceName: 'jobs' }),
    ...logGroupArns(PLACE, '/aws/sagemaker/'),
  ];

  expect(arns).toEqual([
    'arn:aws-cn:sagemaker:cn-north-1:111111111111:model/abalone-*',
    'arn:aws-cn:ec2:cn-north-1:111111111111:subnet/subnet-a',
    'arn:aws-cn:iam::111111111111:role/jobs',
    'arn:aws-cn:logs:cn-north-1:111111111111:log-group:/aws/sagemaker/*',
    'arn:aws-cn:logs:cn-north-1:111111111111:log-group:/aws/sagemaker/*:log-stream:*',
  ]);
});
