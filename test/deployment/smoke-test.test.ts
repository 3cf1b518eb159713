import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { Expectation } from '../../lib/deployment/expectation';
import { InferenceTarget } from '../../lib/deployment/inference-target';
import { SmokeTest, SmokeTestProps } from '../../lib/deployment/smoke-test';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { lossesBetween } from '../losses';
import { endpointIn, functionsIn, stackIn, version, Wishes } from './endpoints';
import { isAllowed, statementsIn } from './simulation';

const ENDPOINT_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:endpoint/marine-life-abalone-prod';
const YOUNG = { name: 'young', body: '0.4,0.3', contentType: 'text/csv' };

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('an endpoint is tried when its configuration changes, after it has changed', () => {
  testIn(stack, { samples: [{ ...YOUNG, expectations: [Expectation.matching('^\\d+$')] }] });

  const template = Template.fromStack(stack);

  template.hasResource('Custom::SmokeTest', {
    Properties: {
      EndpointName: 'marine-life-abalone-prod',
      ConfigurationName: {
        'Fn::GetAtt': [onlyId(template, 'AWS::SageMaker::EndpointConfig'), 'EndpointConfigName'],
      },
      Samples: JSON.stringify([
        {
          name: 'young',
          contentType: 'text/csv',
          body: '0.4,0.3',
          target: {},
          expected: [{ kind: 'pattern', pattern: '^\\d+$' }],
        },
      ]),
      ServiceTimeout: '360',
    },
    DependsOn: [onlyId(template, 'AWS::SageMaker::Endpoint')],
  });
});

test('a function in the network tries it, and one outside answers CloudFormation', () => {
  testIn(stack, { timeout: Duration.minutes(14) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: 'Tries marine-life-abalone-prod after each deployment',
    VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'] },
    Timeout: 840,
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: Match.stringLikeRegexp('^AWS CDK resource provider framework'),
    VpcConfig: Match.absent(),
  });
});

test.each([
  { action: 'sagemaker:DescribeEndpoint', resource: ENDPOINT_ARN, allowed: true },
  { action: 'sagemaker:InvokeEndpoint', resource: ENDPOINT_ARN, allowed: true },
  { action: 'sagemaker:InvokeEndpoint', resource: `${ENDPOINT_ARN}-2`, allowed: false },
  { action: 'sagemaker:UpdateEndpoint', resource: ENDPOINT_ARN, allowed: false },
])('it may $action on $resource: $allowed', async ({ action, resource, allowed }) => {
  testIn(stack);

  const allows = await isAllowed({ action, resource, statements: statementsIn(stack) });

  expect(allows).toBe(allowed);
});

test('a model that a sample names may be asked, and no other', async () => {
  testIn(stack, { samples: [{ ...YOUNG, target: InferenceTarget.model('a.tar.gz') }] });
  const statements = statementsIn(stack);

  const allowed = await Promise.all(
    ['a.tar.gz', 'b.tar.gz'].map((model) =>
      isAllowed({
        action: 'sagemaker:InvokeEndpoint',
        resource: ENDPOINT_ARN,
        context: { 'sagemaker:TargetModel': model },
        statements,
      }),
    ),
  );

  expect(allowed).toEqual([true, false]);
});

test('no rule pack finds anything', () => {
  testIn(stack);

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test.each<[string, Partial<SmokeTestProps>, Wishes]>([
  ['a new version', {}, { variant: { model: version(4) } }],
  ['other samples', { samples: [{ ...YOUNG, body: '1' }] }, {}],
  ['more time', { timeout: Duration.minutes(10) }, {}],
])('%s replaces neither the test nor the endpoint', (_what, wished, endpoint) => {
  const before = assemblyOf({}, {});
  const after = assemblyOf(wished, endpoint);

  const losses = lossesBetween(before, after);

  expect(losses).toEqual([]);
});

test('all that is wrong is told at once', () => {
  const environment = functionsIn(stack, { alarmActions: [] });

  const defined = (): unknown => testIn(stack, { environment, samples: [], timeout: Duration.minutes(15) });

  expect(defined).toThrow(
    [
      '3 problems:',
      "  EndpointWithoutAlarmAction: environment.alarmActions is empty, somebody must know when an endpoint is unhealthy; give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
      '  SamplesOutOfRange: samples is empty, a smoke test tries 1 to 20; write a sample',
      '  DurationOutOfRange: timeout is 15 minutes, it takes 1 minute to 14 minutes; use Duration.seconds(840)',
    ].join('\n'),
  );
});

function testIn(in_: Stack, wished: Partial<SmokeTestProps> = {}, endpoint: Wishes = {}): SmokeTest {
  return new SmokeTest(in_, 'SmokeTest', {
    endpoint: endpointIn(in_, endpoint),
    environment: functionsIn(in_),
    samples: [YOUNG],
    ...wished,
  });
}

function assemblyOf(wished: Partial<SmokeTestProps>, endpoint: Wishes): CloudAssembly {
  const deployed = stackIn();
  testIn(deployed, wished, endpoint);

  return (deployed.node.root as App).synth();
}

function onlyId(template: Template, type: string): string {
  const ids = Object.keys(template.findResources(type));

  expect(ids).toHaveLength(1);
  return ids[0];
}
