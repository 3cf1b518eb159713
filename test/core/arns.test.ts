import { Token } from 'aws-cdk-lib';
import { Problems, checkArn, renderProblem } from '../../lib/core';

function told(value: string, service: string): string[] {
  const problems = new Problems();
  checkArn(problems, 'arn', value, service);

  return problems.all.map(renderProblem);
}

test.each([
  ['kms', 'arn:aws:kms:eu-west-1:111111111111:key/0a1b'],
  ['iam', 'arn:aws-cn:iam::111111111111:role/service-role/x'],
  ['s3', 'arn:aws-us-gov:s3:::bucket/prefix'],
  ['iam', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  ['sso', 'arn:aws:sso:::instance/ssoins-1234567890abcdef'],
  ['ec2', 'arn:aws-iso-b:ec2:us-isob-east-1:111111111111:vpc/vpc-1'],
  ['ec2', 'arn:aws-eusc:ec2:eusc-de-east-1:111111111111:vpc/vpc-1'],
])('an ARN of %s is accepted: %s', (service, arn) => {
  expect(told(arn, service)).toEqual([]);
});

test.each([
  '',
  'key/0a1b',
  'arn:aws:s3:::bucket',
  'arn:aws:kms:eu-west-1:1111:key/0a1b',
  'arn:aws:kms:eu-west-1:111111111111:',
  'arn:awsome:kms:eu-west-1:111111111111:key/0a1b',
  'arn:aws:kms:eu-west-1',
])('what is no ARN of the service is refused: %j', (value) => {
  expect(told(value, 'kms')).toEqual([
    `ArnMalformed: arn is "${value}", an ARN of kms reads arn:<partition>:kms:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
  ]);
});

test('a token passes', () => {
  expect(told(Token.asString({ 'Fn::GetAtt': ['Key', 'Arn'] }), 'kms')).toEqual([]);
});
