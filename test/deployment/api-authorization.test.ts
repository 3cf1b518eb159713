import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiAuthorization } from '../../lib/deployment/api-authorization';
import { apiIn } from './apis';
import { stackIn } from './endpoints';

const POOL_ARN = 'arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_abc';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('roles sign their requests', () => {
  apiIn(stack, { authorization: ApiAuthorization.iam() });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM' });
  template.resourceCountIs('AWS::ApiGateway::Authorizer', 0);
});

test.each([{ scopes: undefined }, { scopes: ['abalone/predict'] }])(
  'tokens are taken with scopes: $scopes',
  ({ scopes }) => {
    const pool = cognito.UserPool.fromUserPoolArn(stack, 'Pool', POOL_ARN);

    apiIn(stack, { authorization: ApiAuthorization.cognito([pool], scopes) });

    const template = Template.fromStack(stack);
    const [authorizer] = Object.keys(template.findResources('AWS::ApiGateway::Authorizer'));
    const [method] = Object.values(template.findResources('AWS::ApiGateway::Method'));
    expect(method.Properties).toMatchObject({
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizerId: { Ref: authorizer },
    });
    expect(method.Properties.AuthorizationScopes).toEqual(scopes);
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'COGNITO_USER_POOLS',
      ProviderARNs: [POOL_ARN],
    });
  },
);
