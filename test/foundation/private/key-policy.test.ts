import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { addToKeyPolicy } from '../../../lib/foundation/private/key-policy';

const STATEMENT = new iam.PolicyStatement({
  sid: 'Readers',
  principals: [new iam.AccountPrincipal('222222222222')],
  actions: ['kms:Decrypt'],
  resources: ['*'],
});

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Keys');
});

test('a statement is added to the policy of a key of this app', () => {
  addToKeyPolicy(stack, new kms.Key(stack, 'Key'), STATEMENT);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'Readers', Action: 'kms:Decrypt' })]) },
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('where a key is only referred to, the statement to add is told', () => {
  const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:333333333333:key/0a1b2c3d');

  addToKeyPolicy(stack, key, STATEMENT);

  Annotations.fromStack(stack).hasWarning(
    '/Keys',
    Match.stringLikeRegexp(
      '^the policy of the key of Keys is written elsewhere; add to it: \\{"Action":"kms:Decrypt",.*"Sid":"Readers"\\}',
    ),
  );
});
