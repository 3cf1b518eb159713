import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { componentOn, hostIn } from './components';
import { alarmActionIn, stackIn } from './endpoints';

test('somebody may ask the component, and nothing else of the endpoint', () => {
  const stack = stackIn();
  const component = componentOn(hostIn(stack), { alarmActions: [alarmActionIn(stack)] });
  const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });

  component.grants.invoke(role);

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        {
          Action: 'sagemaker:InvokeEndpoint',
          Resource: stack.resolve([
            stack.formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: 'marine-life-abalone-prod' }),
            stack.formatArn({ service: 'sagemaker', resource: 'inference-component', resourceName: 'oyster' }),
          ]) as unknown,
        },
      ],
    },
  });
});
