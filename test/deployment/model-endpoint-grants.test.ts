import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { endpointIn, stackIn } from './endpoints';

test.each([
  { way: 'grants.invoke', method: 'grants' },
  { way: "CDK's own method", method: 'grantInvoke' },
])('whoever may invoke, by $way, may invoke this endpoint and nothing else', ({ method }) => {
  const stack = stackIn();
  const endpoint = endpointIn(stack);
  const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

  if (method === 'grants') endpoint.grants.invoke(caller);
  else endpoint.grantInvoke(caller);

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: stack.resolve(endpoint.endpointArn) },
      ],
    },
  });
});
