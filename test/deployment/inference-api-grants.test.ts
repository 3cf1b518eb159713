import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ApiAuthorization } from '../../lib/deployment/api-authorization';
import { apiIn } from './apis';
import { stackIn } from './endpoints';
import { ENDPOINT_ARN } from './foreign-endpoint';
import { isAllowed, plain, SimulatedRequest } from './simulation';

const FOREIGN_ROLE_ARN = 'arn:aws:iam::222222222222:role/caller';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a role of the account may post to the API, and needs nothing on the endpoint', () => {
  const api = apiIn(stack);

  api.grants.invoke(callerIn());

  const { statements } = policiesIn(stack);
  expect(statements).toEqual([
    {
      Effect: 'Allow',
      Action: 'execute-api:Invoke',
      Resource: expect.stringMatching(
        /^arn:aws:execute-api:eu-west-1:111111111111:Api\w+\/ApiDeployment\w+\/POST\/invocations$/,
      ),
    },
  ]);
});

test.each([
  { who: 'a role that was allowed', granted: true, through: 'vpce-1', allowed: true },
  { who: 'a role that nobody allowed', granted: false, through: 'vpce-1', allowed: false },
  { who: 'a role that was allowed', granted: true, through: 'vpce-9', allowed: false },
  { who: 'a role that was allowed', granted: true, through: undefined, allowed: false },
])('$who, coming through $through: $allowed', async ({ granted, through, allowed }) => {
  const api = apiIn(stack);
  if (granted) api.grants.invoke(callerIn());

  const allows = await isAllowed({ ...callThrough(through), ...policiesIn(stack) });

  expect(allows).toBe(allowed);
});

test.each([
  { who: 'a foreign role that was allowed', granted: true, through: 'vpce-1', allowed: true },
  { who: 'a foreign role that was allowed', granted: true, through: 'vpce-9', allowed: false },
  { who: 'a foreign role that nobody allowed', granted: false, through: 'vpce-1', allowed: false },
])('$who, coming through $through: $allowed', async ({ granted, through, allowed }) => {
  const api = apiIn(stack);
  if (granted) api.grants.invoke(iam.Role.fromRoleArn(stack, 'Foreign', FOREIGN_ROLE_ARN));
  const { resourcePolicy } = policiesIn(stack);
  const own = [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }];

  const allows = await isAllowed({ ...callThrough(through), statements: own, resourcePolicy, foreign: true });

  expect(allows).toBe(allowed);
});

test('whoever may call the API may not invoke the endpoint past it', async () => {
  apiIn(stack).grants.invoke(callerIn());
  const { statements } = policiesIn(stack);

  const allows = await isAllowed({ action: 'sagemaker:InvokeEndpoint', resource: ENDPOINT_ARN, statements });

  expect(allows).toBe(false);
});

test('an API that takes tokens has nothing to allow a role', () => {
  const pool = cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-1_abc');
  const api = apiIn(stack, { authorization: ApiAuthorization.cognito([pool]) });

  const granted = (): unknown => api.grants.invoke(callerIn());

  expect(granted).toThrow(
    'ApiNotCalledByRoles: grantee is a principal of AWS, this API takes tokens of user pools; let the user pool give the caller a token, or use ApiAuthorization.iam()',
  );
});

function callerIn(): iam.Role {
  return new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
}

/** A request to the API as the template's own ids name it. */
function callThrough(vpcEndpointId?: string): Omit<SimulatedRequest, 'statements'> {
  const template = Template.fromStack(stack);
  const [api] = Object.keys(template.findResources('AWS::ApiGateway::RestApi'));
  const [stage] = Object.keys(template.findResources('AWS::ApiGateway::Stage'));

  return {
    action: 'execute-api:Invoke',
    resource: `arn:aws:execute-api:eu-west-1:111111111111:${api}/${stage}/POST/invocations`,
    context: vpcEndpointId === undefined ? {} : { 'aws:SourceVpce': vpcEndpointId },
  };
}

/** What the caller may do and whom the API lets in; API Gateway puts itself before what its policy names. */
function policiesIn(in_: Stack): { statements: object[]; resourcePolicy: object } {
  const template = Template.fromStack(in_);
  const [[api, { Properties }]] = Object.entries(template.findResources('AWS::ApiGateway::RestApi'));
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));

  return {
    statements: policies.flatMap((policy) => plain<object[]>(policy.Properties.PolicyDocument.Statement)),
    resourcePolicy: JSON.parse(
      JSON.stringify(plain(Properties.Policy)).replaceAll(
        'execute-api:/',
        `arn:aws:execute-api:eu-west-1:111111111111:${api}/`,
      ),
    ) as object,
  };
}
