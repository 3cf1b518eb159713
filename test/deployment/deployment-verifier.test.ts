import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DeploymentVerifier, ModelEndpoint, ProductionVariant } from '../../lib/deployment';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { captureIn, endpointIn, functionsIn, stackIn, TOPIC_ARN, version } from './endpoints';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each(['abalone', 'otter'])(
  'when the state of the endpoint %s changes, it is compared with what was deployed',
  (name) => {
    const [endpoint] = verified('abalone', 'otter').filter(({ endpointName }) => endpointName === name);

    const configuration = stack.resolve(endpoint._configuration.attrEndpointConfigName) as unknown;
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.sagemaker'],
        'detail-type': ['SageMaker Endpoint State Change', 'SageMaker Endpoint Deployment State Change'],
        detail: { EndpointName: [name] },
      },
      State: 'ENABLED',
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [functionId(), 'Arn'] },
          Input: {
            'Fn::Join': ['', [`{"endpointName":"${name}","configurationName":"`, configuration, '"}']],
          },
        }),
      ],
    });
  },
);

test.each(['abalone', 'otter'])('an alarm says that %s does not run what was deployed', (name) => {
  verified('abalone', 'otter');

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmDescription: `${name} does not run what was deployed: it was rolled back, or changed by hand`,
    Namespace: 'GovernedML/Deployment',
    MetricName: 'NotAsDeployed',
    Dimensions: [{ Name: 'EndpointName', Value: name }],
    Statistic: 'Maximum',
    Period: 300,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [TOPIC_ARN],
    OKActions: [TOPIC_ARN],
  });
});

test('one function describes all endpoints, and no others', () => {
  const endpoints = verified('abalone', 'otter');

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 1);
  template.resourceCountIs('AWS::Events::Rule', 2);
  expect(statementsOn('sagemaker:')).toEqual([
    {
      Effect: 'Allow',
      Action: 'sagemaker:DescribeEndpoint',
      Resource: stack.resolve(endpoints.map(({ endpointArn }) => endpointArn)) as unknown,
    },
  ]);
});

test('a verifier without endpoints describes nothing', () => {
  new DeploymentVerifier(stack, 'Verifier', { environment: functionsIn(stack) });

  expect(statementsOn('sagemaker:')).toEqual([]);
});

test('the rule knows what to expect before the endpoint changes', () => {
  verified('abalone');

  const template = Template.fromStack(stack);
  const [ruleId] = Object.keys(template.findResources('AWS::Events::Rule'));
  template.hasResource('AWS::SageMaker::Endpoint', { DependsOn: Match.arrayWith([ruleId]) });
});

test('a second endpoint and a new version change neither function nor queue nor the rule of the first', () => {
  const later = stackIn();
  verified('abalone');
  verifiedIn(later, 4, 'abalone', 'otter');

  const [first, second] = [stack, later].map((each) => Template.fromStack(each));

  for (const type of ['AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::Events::Rule', 'AWS::CloudWatch::Alarm']) {
    expect(second.findResources(type)).toMatchObject(first.findResources(type));
  }
});

test('no rule pack finds anything in an endpoint with a role of its own and a verifier', () => {
  const verifier = new DeploymentVerifier(stack, 'Verifier', { environment: functionsIn(stack) });
  endpointIn(stack, { executionRole: undefined, verifier });

  const findings = findingsIn(stack);

  expect(findings).toEqual(NOTHING_FOUND);
});

test('a verifier stands in a network and tells somebody', () => {
  const environment = functionsIn(stack, { subnets: [], alarmActions: [] });

  const verifier = () => new DeploymentVerifier(stack, 'Verifier', { environment });

  expect(verifier).toThrow(
    [
      '2 problems:',
      '  NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
      "  EndpointWithoutAlarmAction: environment.alarmActions is empty, somebody must know when an endpoint is unhealthy; give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
    ].join('\n'),
  );
});

function verified(...endpointNames: string[]): ModelEndpoint[] {
  return verifiedIn(stack, 3, ...endpointNames);
}

/** Endpoints of the names that serve the version, with one verifier. */
function verifiedIn(scope: Stack, number: number, ...endpointNames: string[]): ModelEndpoint[] {
  const environment = functionsIn(scope);
  const { subnets, securityGroups, encryptionKey: volumeKey, alarmActions } = environment;
  const verifier = new DeploymentVerifier(scope, 'Verifier', { environment });
  const dataCapture = captureIn(scope);

  return endpointNames.map(
    (endpointName) =>
      new ModelEndpoint(scope, endpointName, {
        endpointName,
        variants: [ProductionVariant.instances({ model: version(number) })],
        subnets,
        securityGroups,
        volumeKey,
        alarmActions,
        dataCapture,
        verifier,
      }),
  );
}

function functionId(): string {
  const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return id;
}

/** The statements about actions that begin so, of the verifier's role. */
function statementsOn(service: string): unknown[] {
  const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));

  return policies
    .filter(([id]) => id.startsWith('Verifier'))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as { Action: string | string[] }[])
    .filter(({ Action }) => [Action].flat().some((action) => action.startsWith(service)));
}
