import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RewardSource } from '../../lib/deployment';
import { stackIn } from './endpoints';
import { ingressIn, privateRequests, shopEvents } from './rewarded';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each<[string, (in_: Stack) => RewardSource[], string[]]>([
  ['put events', () => [shopEvents()], ['events:PutEvents']],
  ['call the API', (in_) => [privateRequests(in_)], ['execute-api:Invoke']],
  ['do both', (in_) => [shopEvents(), privateRequests(in_)], ['events:PutEvents', 'execute-api:Invoke']],
])('whoever sends rewards may %s where the ingress takes them so', (_, sourcesIn, actions) => {
  const ingress = ingressIn(stack, { sources: sourcesIn(stack) });
  const shop = new iam.Role(stack, 'Shop', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });

  const grant = ingress.grants.reward(shop);

  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  expect(policy.Properties.PolicyDocument.Statement.map(({ Action }: { Action: string }) => Action)).toEqual(actions);
  expect(grant.success).toBe(true);
});
