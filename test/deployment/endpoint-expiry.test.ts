import { Stack, TimeZone } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import {
  EndpointExpiry,
  EndpointExpiryProps,
  EndpointHours,
  EndpointStage,
  InferenceAdapter,
  ModelEndpoint,
} from '../../lib/deployment';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { componentOn, hostIn } from './components';
import { alarmActionIn, endpointIn, functionsIn, stackIn, TOPIC_ARN } from './endpoints';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

function expiryOf(endpoint: ModelEndpoint, wished: Partial<EndpointExpiryProps> = {}): EndpointExpiry {
  const within = Stack.of(endpoint);

  return new EndpointExpiry(within, 'Expiry', {
    endpoint,
    expiresOn: '2027-03-31',
    environment: functionsIn(within),
    ...wished,
  });
}

function devEndpoint(within: Stack): ModelEndpoint {
  return endpointIn(within, { stage: EndpointStage.nonProduction() });
}

test('every morning a function looks at the date', () => {
  expiryOf(devEndpoint(stack), { timeZone: TimeZone.EUROPE_BERLIN, warningDays: 14 });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'cron(0 8 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        SETTINGS:
          '{"endpointName":"marine-life-abalone-prod","componentNames":[],"expiresOn":"2027-03-31","timeZone":"Europe/Berlin","warningDays":14}',
      },
    },
  });
});

test('somebody is warned of the date, and told when the endpoint is gone', () => {
  expiryOf(devEndpoint(stack));

  const template = Template.fromStack(stack);

  for (const MetricName of ['ExpiryWarning', 'EndpointExpired']) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName,
      Namespace: 'GovernedML/Deployment',
      AlarmDescription: Match.stringLikeRegexp('2027-03-31'),
      AlarmActions: [TOPIC_ARN],
    });
  }
});

test('the function may delete the endpoint and what it hosts, whenever that came, and nothing else', () => {
  const endpoint = hostIn(stack);
  expiryOf(endpoint);
  const baseComponent = componentOn(endpoint, { alarmActions: [alarmActionIn(stack)] });
  new InferenceAdapter(stack, 'Adapter', {
    componentName: 'billing',
    baseComponent,
    artifactUrl: 's3://acme/billing.tar.gz',
  });

  const template = Template.fromStack(stack);

  const arn = (resource: string): unknown => ({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:sagemaker:eu-west-1:111111111111:${resource}`]],
  });
  const statements = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
    (policy) => (policy as Policy).Properties.PolicyDocument.Statement,
  );
  expect(statements.filter(({ Action }) => /Delete(Endpoint|Inf)|Deregister/.test(JSON.stringify(Action)))).toEqual([
    {
      Action: 'application-autoscaling:DeregisterScalableTarget',
      Condition: { StringEquals: { 'application-autoscaling:service-namespace': 'sagemaker' } },
      Effect: 'Allow',
      Resource: {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':application-autoscaling:eu-west-1:111111111111:scalable-target/*'],
        ],
      },
    },
    {
      Action: ['sagemaker:DeleteEndpoint', 'sagemaker:DescribeEndpoint'],
      Effect: 'Allow',
      Resource: arn('endpoint/marine-life-abalone-prod'),
    },
    {
      Action: ['sagemaker:DeleteInferenceComponent', 'sagemaker:DescribeInferenceComponent'],
      Effect: 'Allow',
      Resource: [arn('inference-component/oyster'), arn('inference-component/billing')],
    },
  ]);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { SETTINGS: Match.stringLikeRegexp('"componentNames":\\["oyster","billing"\\]') } },
  });
});

test('no rule of a rule pack is broken', () => {
  expiryOf(devEndpoint(stack));

  const findings = findingsIn(stack);

  expect(findings).toEqual(NOTHING_FOUND);
});

test('a second deployment with a later date keeps endpoint, schedule, alarms and queue', () => {
  const later = stackIn();
  expiryOf(devEndpoint(stack));
  expiryOf(devEndpoint(later), { expiresOn: '2027-06-30', warningDays: 3 });

  const [first, second] = [stack, later].map((deployed) => Template.fromStack(deployed));

  expect(Object.keys(second.toJSON().Resources as object)).toEqual(Object.keys(first.toJSON().Resources as object));
});

test('every mistake is told at once', () => {
  const made = () => expiryOf(endpointIn(stack), { expiresOn: '2027-02-30', warningDays: 0 });

  expect(made).toThrow(
    [
      '3 problems:',
      '  ProductionEndpointDeleted: endpoint is in production, users depend on it, and this would delete it; leave it there, or say that it is EndpointStage.nonProduction()',
      '  DateMalformed: expiresOn is "2027-02-30", a date is a day that exists, with year, month and day; write one as "2027-03-31"',
      '  NumberOutOfRange: warningDays is 0, it takes 1 to 90 whole days; write 1',
    ].join('\n'),
  );
});

test.each(['31.3.2027', '2027-3-31', '2027-13-01', ''])('"%s" is no date', (expiresOn) => {
  const made = () => expiryOf(devEndpoint(stack), { expiresOn });

  expect(made).toThrow(
    `DateMalformed: expiresOn is "${expiresOn}", a date is a day that exists, with year, month and day; write one as "2027-03-31"`,
  );
});

test('an endpoint with hours would be made again after it expired', () => {
  const scaling = { minInstances: 1, maxInstances: 1 };
  const endpoint = endpointIn(stack, { stage: EndpointStage.nonProduction(), variant: { scaling } });
  new EndpointHours(stack, 'Hours', {
    endpoint,
    start: ScheduleExpression.cron({ minute: '0', hour: '7' }),
    stop: ScheduleExpression.cron({ minute: '0', hour: '19' }),
    environment: functionsIn(stack),
  });

  const made = () => expiryOf(endpoint);

  expect(made).toThrow(
    'EndpointLifeTaken: endpoint is made or deleted by Hosting/Hours, one would make what the other deleted; leave the endpoint to it, or to Hosting/Expiry',
  );
});

interface Policy {
  readonly Properties: { readonly PolicyDocument: { readonly Statement: { readonly Action: unknown }[] } };
}
