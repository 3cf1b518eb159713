import { Duration, Size, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  CapacitySize,
  DeploymentStrategy,
  EndpointStage,
  InferenceComponentProps,
  Percent,
  ServedModel,
} from '../../lib/deployment';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { alarmActionIn, stackIn, version } from './endpoints';
import { componentOn, hostIn } from './components';
import { container, existingModel } from './served';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const MODEL_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:model/acme-oyster';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

function component(wished: Partial<InferenceComponentProps> = {}, within = stack) {
  return componentOn(hostIn(within), { alarmActions: [alarmActionIn(within)], ...wished });
}

function idsOf(template: Template, type: string): string[] {
  return Object.keys(template.findResources(type));
}

test('a component brings its model to the instances of the endpoint, two copies in batches of one', () => {
  const { alarms } = component({ dataCache: true, startupTimeout: Duration.minutes(20) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties(COMPONENT, {
    InferenceComponentName: 'oyster',
    EndpointName: { 'Fn::GetAtt': [idsOf(template, 'AWS::SageMaker::Endpoint')[0], 'EndpointName'] },
    VariantName: 'Components',
    Specification: {
      ModelName: { 'Fn::GetAtt': [idsOf(template, 'AWS::SageMaker::Model')[0], 'ModelName'] },
      ComputeResourceRequirements: { MinMemoryRequiredInMb: 8192, NumberOfAcceleratorDevicesRequired: 1 },
      StartupParameters: {
        ContainerStartupHealthCheckTimeoutInSeconds: 1200,
        ModelDataDownloadTimeoutInSeconds: Match.absent(),
      },
      DataCacheConfig: { EnableCaching: true },
    },
    RuntimeConfig: { CopyCount: 2 },
    DeploymentConfig: {
      RollingUpdatePolicy: { MaximumBatchSize: { Type: 'COPY_COUNT', Value: 1 }, WaitIntervalInSeconds: 900 },
      AutoRollbackConfiguration: { Alarms: stack.resolve(alarms.map(({ alarmName }) => ({ AlarmName: alarmName }))) },
    },
  });
});

test('its model runs as the models of the endpoint do, and the previous one stays for a rollback', () => {
  component();

  const template = Template.fromStack(stack);

  template.hasResource('AWS::SageMaker::Model', {
    Properties: {
      ExecutionRoleArn: 'arn:aws:iam::111111111111:role/acme-endpoint',
      EnableNetworkIsolation: true,
      VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
    },
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
  });
});

test('the copies scale from 2 to 4 with their requests, once the component is there', () => {
  component();

  const template = Template.fromStack(stack);

  const [id] = idsOf(template, COMPONENT);
  template.hasResourceProperties(TARGET, {
    ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
    ResourceId: {
      'Fn::Join': [
        '',
        [
          'inference-component/',
          { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': [id, 'InferenceComponentArn'] }] }] },
        ],
      ],
    },
    MinCapacity: 2,
    MaxCapacity: 4,
  });
});

test('a component that scales to zero is woken by a request that finds no copy', () => {
  component({ scaling: { minCopies: 0, maxCopies: 3 } });

  const template = Template.fromStack(stack);

  template.hasResourceProperties(COMPONENT, { RuntimeConfig: { CopyCount: 0 }, DeploymentConfig: Match.absent() });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'NoCapacityInvocationFailures',
    Dimensions: Match.arrayWith([Match.objectLike({ Name: 'InferenceComponentName' })]),
  });
});

test('without rollback, no alarm takes a deployment back', () => {
  const stage = EndpointStage.production({ withoutRollback: 'the evaluation needs every answer' });
  componentOn(hostIn(stack, { stage }), { alarmActions: [alarmActionIn(stack)] });

  const template = Template.fromStack(stack);

  template.hasResourceProperties(COMPONENT, { DeploymentConfig: { AutoRollbackConfiguration: Match.absent() } });
});

test('a model that exists is served under its own name', () => {
  component({ model: existingModel(stack, MODEL_ARN) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties(COMPONENT, { Specification: { ModelName: 'acme-oyster' } });
  template.resourceCountIs('AWS::SageMaker::Model', 0);
});

test("the endpoint's own role may load what the component serves, before the component comes", () => {
  const endpoint = hostIn(stack, { executionRole: undefined });
  componentOn(endpoint, { model: ServedModel.of(container()), alarmActions: [alarmActionIn(stack)] });

  const template = Template.fromStack(stack);

  const [[policyId, policy]] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) =>
    id.includes('Besides'),
  );
  const statements = (policy as { Properties: { PolicyDocument: { Statement: { Action: unknown }[] } } }).Properties
    .PolicyDocument.Statement;
  expect(statements.map(({ Action }) => Action)).toEqual([
    'cloudwatch:DescribeAlarms',
    ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    'ecr:GetAuthorizationToken',
    's3:GetObject',
  ]);
  template.hasResource(COMPONENT, { DependsOn: Match.arrayWith([policyId]) });
});

test('its metrics are those of the component', () => {
  const oyster = component();

  const metrics = [
    oyster.metricInvocations(),
    oyster.metricInvocation4XXErrors(),
    oyster.metricInvocation5XXErrors(),
    oyster.metricModelLatency(),
    oyster.metricNoCapacityInvocationFailures({ period: Duration.minutes(5) }),
  ];

  expect(metrics.map(({ metricName, dimensions }) => [metricName, dimensions])).toEqual(
    ['Invocations', 'Invocation4XXErrors', 'Invocation5XXErrors', 'ModelLatency', 'NoCapacityInvocationFailures'].map(
      (name) => [name, { InferenceComponentName: 'oyster' }],
    ),
  );
});

test('no rule of a rule pack is broken', () => {
  const endpoint = hostIn(stack, { executionRole: undefined });
  componentOn(endpoint, { model: ServedModel.of(container()), alarmActions: [alarmActionIn(stack)] });

  const findings = findingsIn(stack);

  expect(findings).toEqual(NOTHING_FOUND);
});

test.each<{ edit: string; wished: Partial<InferenceComponentProps> }>([
  { edit: 'a new version', wished: { model: version(8) } },
  { edit: 'more memory', wished: { compute: { minMemory: Size.gibibytes(16), accelerators: 1 } } },
  { edit: 'other bounds', wished: { scaling: { minCopies: 4, maxCopies: 9 } } },
  { edit: 'other limits', wished: { health: { maxErrors: Percent.of(3) } } },
  {
    edit: 'another batch',
    wished: { strategy: DeploymentStrategy.rolling({ batch: CapacitySize.percent(Percent.of(50)) }) },
  },
])('a second deployment with $edit and a new tag replaces neither component nor scaling', ({ wished }) => {
  const later = stackIn();
  component();
  component(wished, later);
  Tags.of(later).add('cost-centre', '4711');

  const [first, second] = [stack, later].map((deployed) => Template.fromStack(deployed));

  for (const type of [COMPONENT, TARGET, 'AWS::SageMaker::Endpoint', 'AWS::CloudWatch::Alarm']) {
    expect(idsOf(second, type)).toEqual(idsOf(first, type));
  }
  second.hasResourceProperties(COMPONENT, { InferenceComponentName: 'oyster' });
});

test('every mistake is told at once', () => {
  const wished: Partial<InferenceComponentProps> = {
    componentName: 'oyster_1',
    compute: { minMemory: Size.mebibytes(64), maxMemory: Size.mebibytes(32), cpuCores: 0.1, accelerators: 5 },
    scaling: { minCopies: -1, maxCopies: 2 },
    startupTimeout: Duration.seconds(5),
    downloadTimeout: Duration.hours(2),
    alarmActions: [],
    strategy: DeploymentStrategy.allAtOnce(),
  };

  const made = () => component(wished);

  expect(made).toThrow(
    [
      '10 problems:',
      '  NameMalformed: componentName is "oyster_1", an inference component name is 1 to 63 characters: letters, digits and hyphens between them; write "oyster-1"',
      '  NumberOutOfRange: compute.minMemory is 64, it takes 128 or more whole MiB; write 128',
      '  NumberOutOfRange: compute.maxMemory is 32, it takes 64 or more whole MiB; write 64',
      '  ComponentCoresTooFew: compute.cpuCores is 0.1, SageMaker gives a copy 0.25 cores or more; write 0.25, or leave it out so that copies share the cores',
      '  ComponentTooLargeForInstance: compute.accelerators is 5, ml.p3.8xlarge has 4 GPUs, and a copy runs on one instance; ask for fewer, or let the endpoint have larger instances',
      '  ScalingBoundOutOfRange: scaling.minCopies is -1, the copies here are a whole number, 0 or more; write a number of 0 or more',
      '  DurationOutOfRange: downloadTimeout is 2 hours, it takes 1 minute to 1 hour; use Duration.seconds(3600)',
      '  DurationOutOfRange: startupTimeout is 5 seconds, it takes 1 minute to 1 hour; use Duration.seconds(60)',
      "  EndpointWithoutAlarmAction: alarmActions is empty, somebody must know when an endpoint is unhealthy; give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
      '  ComponentDeploymentNotRolling: strategy is a blue/green deployment, an inference component shares its instances and is replaced in batches; use DeploymentStrategy.rolling({ batch: CapacitySize.copies(1) })',
    ].join('\n'),
  );
});

test('two components of an account and region cannot share a name', () => {
  const endpoint = hostIn(stack);
  componentOn(endpoint, { alarmActions: [alarmActionIn(stack)] });

  const made = () => componentOn(endpoint, { alarmActions: [alarmActionIn(stack)] }, 'Second');

  expect(made).toThrow(
    'NameTaken: Hosting/Second wants the inference component name "oyster" in 111111111111/eu-west-1, which Hosting/Component has, no two of a kind share a name there; give one of the two another name',
  );
});
