import { App, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import { freezeTags } from '../../lib/core';

let stack: Stack;
let domain: CfnDomain;

beforeEach(() => {
  stack = new Stack(new App(), 'Studio');
  domain = new CfnDomain(stack, 'Domain', {
    domainName: 'acme',
    authMode: 'IAM',
    defaultUserSettings: { executionRole: 'arn:aws:iam::111111111111:role/acme' },
  });
});

test('a resource with frozen tags carries them', () => {
  freezeTags(domain, { team: 'marine-life', 'governed-ml:platform': 'acme' });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Domain', {
    Tags: [
      { Key: 'team', Value: 'marine-life' },
      { Key: 'governed-ml:platform', Value: 'acme' },
    ],
  });
});

test('a tag of the whole app does not reach it, whether it comes before or after', () => {
  Tags.of(stack.node.root).add('cost-centre', '4711');
  freezeTags(domain, { team: 'marine-life' });
  Tags.of(stack).add('owner', 'ana');

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Domain', { Tags: [{ Key: 'team', Value: 'marine-life' }] });
});

test('a tag of the whole app does not change the value of a frozen one', () => {
  freezeTags(domain, { team: 'marine-life' });
  Tags.of(stack).add('team', 'forestry');

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Domain', { Tags: [{ Key: 'team', Value: 'marine-life' }] });
});

test('a resource that is frozen without tags has none', () => {
  freezeTags(domain, {});
  Tags.of(stack).add('cost-centre', '4711');

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Domain', { Tags: Match.absent() });
});
