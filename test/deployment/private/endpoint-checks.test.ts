import { Duration, Lazy, Size } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  CapacitySize,
  DeploymentStrategy,
  EndpointStage,
  InstanceVariantOptions,
  Percent,
  ProductionVariant,
} from '../../../lib/deployment';
import { CheckedEndpoint, checkEndpoint } from '../../../lib/deployment/private/endpoint-checks';
import { asynchronousIn } from '../asynchronous';
import { captureIn, functionsIn, stackIn, variantsOf, version } from '../endpoints';
import { told } from '../served';

const REASON = 'the marketplace has no network here';
const HALF = CapacitySize.percent(Percent.of(50));
const UNKNOWN = Lazy.number({ produce: () => 0 });

test('an endpoint with all that production asks for is right', () => {
  expect(toldOf({})).toEqual([]);
});

test('outside production one instance in one zone is enough, without capture', () => {
  const problems = toldOf({
    stage: EndpointStage.nonProduction(),
    variants: [instances({ scaling: { minInstances: 1 } })],
    subnets: subnets(1),
    dataCapture: undefined,
  });

  expect(problems).toEqual([]);
});

test.each([
  {
    count: 0,
    problem:
      'ListLengthOutOfRange: variants is empty, SageMaker takes 1 to 10 entries; leave the option out, or name an entry',
  },
  {
    count: 11,
    problem:
      'ListLengthOutOfRange: variants has 11 entries, SageMaker takes 1 to 10 entries; leave out those that are not needed',
  },
])('an endpoint has 1 to 10 variants, not $count', ({ count, problem }) => {
  const problems = toldOf({ variants: variantsOf(...Array.from({ length: count }, (_, i) => `Variant${i}`)) });

  expect(problems).toContain(problem);
});

test('variants have names of their own, the shadow included', () => {
  const problems = toldOf({
    variants: variantsOf('Champion'),
    shadowVariant: instances({ variantName: 'Champion' }),
  });

  expect(problems).toEqual([
    'VariantNameTaken: variants have the name "Champion" more than once, metrics, scaling and weights tell variants apart by their names; give each a variantName of its own, such as "Champion" and "Challenger"',
  ]);
});

test('variants are of one kind', () => {
  const problems = toldOf({ variants: [...variantsOf('Champion'), ProductionVariant.components()] });

  expect(problems).toContain(
    'VariantKindsMixed: variants are of the kinds instances, components, all variants of an endpoint are of one kind; make an endpoint for each kind',
  );
});

test.each([
  { weights: [0, 1], problems: [] },
  { weights: [0, UNKNOWN], problems: [] },
  {
    weights: [0, 0],
    problems: [
      'VariantWeightsAllZero: variants have no weight above 0, somebody must answer the requests; give one of them a weight, such as 1',
    ],
  },
])('somebody answers where the weights are $weights', ({ weights, problems }) => {
  const variants = weights.map((weight, i) => instances({ weight, variantName: `Variant${i}` }));

  expect(toldOf({ variants })).toEqual(problems);
});

test.each([
  {
    stage: EndpointStage.production(),
    remedy: "EndpointStage.production({ withoutVpc: '…' })",
  },
  {
    stage: EndpointStage.nonProduction(),
    remedy: "EndpointStage.nonProduction({ withoutVpc: '…' })",
  },
])('an endpoint stands in a network, or $remedy says why not', ({ stage, remedy }) => {
  const problems = toldOf({ stage, subnets: undefined, securityGroups: undefined });

  expect(problems).toEqual([
    `EndpointWithoutNetwork: subnets are missing, an endpoint stands in your private network; give subnets and securityGroups, or a reason: ${remedy}`,
  ]);
});

test('a reason lets an endpoint stand outside the network', () => {
  const stage = EndpointStage.production({ withoutVpc: REASON });

  expect(toldOf({ stage, subnets: undefined, securityGroups: undefined })).toEqual([]);
});

test.each([
  {
    wished: { subnets: undefined },
    problem: 'NetworkPlaceOutOfRange: subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
  },
  {
    wished: { securityGroups: undefined },
    problem:
      'NetworkPlaceOutOfRange: securityGroups is empty, SageMaker accepts 1 to 5 security groups; give at least one',
  },
])('half a network is none: $problem', ({ wished, problem }) => {
  expect(toldOf(wished)).toEqual([problem]);
});

test('a reason says something', () => {
  const stage = EndpointStage.production({ withoutCapture: 'later' });

  expect(toldOf({ stage })).toEqual([
    'RelaxationWithoutReason: stage.withoutCapture is "later", a security reviewer reads there why the rule does not hold; write the reason as a sentence',
  ]);
});

test('production captures, or says why not', () => {
  expect(toldOf({ dataCapture: undefined })).toEqual([
    "EndpointWithoutCapture: dataCapture is missing, what a production endpoint is asked and answers is kept for monitoring; give a DataCapture, or a reason: EndpointStage.production({ withoutCapture: '…' })",
  ]);
  expect(toldOf({ dataCapture: undefined, stage: EndpointStage.production({ withoutCapture: REASON }) })).toEqual([]);
});

test('what an asynchronous endpoint is asked and answers lies in S3 already', () => {
  const problems = toldOf({ dataCapture: undefined, asynchronous: asynchronousIn(stackIn()) });

  expect(problems).toEqual([]);
});

test('production spans two zones by its instances and its subnets, or says why not', () => {
  const variants = [instances({ scaling: { minInstances: 1 } }), instances({ variantName: 'Challenger' })];
  const oneZone = EndpointStage.production({ oneAvailabilityZone: REASON });

  expect(toldOf({ variants, subnets: subnets(1) })).toEqual([
    "EndpointInOneZone: variants[0] begins with fewer than 2 instances, a production endpoint spans two availability zones, with an instance in each; let it have 2 or more, or give a reason: EndpointStage.production({ oneAvailabilityZone: '…' })",
    "EndpointInOneZone: subnets is one, a production endpoint spans two availability zones, and a subnet lies in one; give a subnet of each of two zones, or a reason: EndpointStage.production({ oneAvailabilityZone: '…' })",
  ]);
  expect(toldOf({ variants, subnets: subnets(1), stage: oneZone })).toEqual([]);
});

test('how many instances there are may be known at deployment only', () => {
  const variants = [instances({ scaling: { minInstances: UNKNOWN, maxInstances: 9 } })];

  expect(toldOf({ variants })).toEqual([]);
});

test('every endpoint in production has an alarm to roll back on, and one of components leaves that to them', () => {
  const variants = [ProductionVariant.components()];
  const stage = EndpointStage.production({ withoutCapture: REASON });

  expect(toldOf({ variants, stage, dataCapture: undefined })).toEqual([]);
});

test('a deployment is watched for as long as its alarms take', () => {
  const alarm = new cloudwatch.Alarm(stackIn(), 'Alarm', {
    metric: new cloudwatch.Metric({ namespace: 'Acme', metricName: 'Complaints', period: Duration.minutes(10) }),
    threshold: 0,
    evaluationPeriods: 2,
  });
  const strategy = DeploymentStrategy.allAtOnce({ bake: Duration.minutes(2) });

  expect(toldOf({ strategy })).toEqual([
    "DeploymentBakeTooShort: strategy.bake is 2 minutes, the endpoint's alarms evaluate 3 minutes, so that nothing would roll back; use Duration.seconds(180) or more",
  ]);
  expect(toldOf({ strategy: DeploymentStrategy.allAtOnce(), health: { alarms: [alarm] } })).toEqual([
    "DeploymentBakeTooShort: strategy.bake is 15 minutes, the endpoint's alarms evaluate 20 minutes, so that nothing would roll back; use Duration.seconds(1200) or more",
  ]);
});

test('a rolling deployment has one variant', () => {
  const strategy = DeploymentStrategy.rolling({ batch: HALF });

  expect(toldOf({ strategy })).toEqual([]);
  expect(toldOf({ strategy, variants: variantsOf('Champion', 'Challenger') })).toEqual([
    'RollingWithSeveralVariants: strategy is rolling, and there are 2 variants, SageMaker rolls one variant at a time, and no second one stands beside it; use a blue/green strategy such as DeploymentStrategy.canary(…)',
  ]);
});

test('a shadow stands beside one variant', () => {
  const shadowVariant = instances({ variantName: 'Shadow' });

  expect(toldOf({ shadowVariant })).toEqual([]);
  expect(toldOf({ shadowVariant, variants: variantsOf('Champion', 'Challenger') })).toEqual([
    'ShadowBesideSeveralVariants: shadowVariant stands beside 2 variants, SageMaker copies the requests of one variant to one shadow; keep one variant, or drop the shadow',
  ]);
});

test.each([
  { strategy: DeploymentStrategy.canary({ firstStep: HALF }), shift: 'canary' },
  { strategy: DeploymentStrategy.linear({ step: HALF }), shift: 'linear' },
  { strategy: DeploymentStrategy.rolling({ batch: HALF }), shift: 'rolling' },
])('first-generation Inferentia moves all at once, not by $shift', ({ strategy, shift }) => {
  const variants = [instances({ instanceType: 'ml.inf1.xlarge' })];

  expect(toldOf({ variants, strategy: DeploymentStrategy.allAtOnce() })).toEqual([]);
  expect(toldOf({ variants: [instances({ instanceType: 'ml.inf2.xlarge' })], strategy })).toEqual([]);
  expect(toldOf({ variants, strategy })).toEqual([
    `GuardrailsOnInferentia: strategy is DeploymentStrategy.${shift}, SageMaker has no deployment guardrails for ml.inf1.xlarge; use DeploymentStrategy.allAtOnce(), or ml.inf2 instances`,
  ]);
});

test('variants, the shadow among them, are checked where they stand', () => {
  const problems = toldOf({
    variants: [instances({ weight: -1 }), instances({ variantName: 'B', weight: 1 })],
    shadowVariant: instances({ variantName: 'a_b', volumeSize: Size.gibibytes(1_000) }),
  });

  expect(problems).toEqual([
    'VariantWeightNegative: variants[0].weight is -1, a weight is a share of the requests, 0 or more; write 0 for a variant that gets none',
    'VariantNameMalformed: shadowVariant.variantName is "a_b", a variant name is 1 to 63 letters, digits and hyphens between them; write one such as "Champion"',
    'NumberOutOfRange: shadowVariant.volumeSize is 1000, it takes 1 to 512 whole GiB; write 512',
    'ShadowBesideSeveralVariants: shadowVariant stands beside 2 variants, SageMaker copies the requests of one variant to one shadow; keep one variant, or drop the shadow',
  ]);
});

function instances(options: Partial<InstanceVariantOptions>): ProductionVariant {
  return ProductionVariant.instances({ model: version(1), ...options });
}

function subnets(count: number): ec2.ISubnetRef[] {
  const stack = stackIn();

  return Array.from({ length: count }, (_, i) => ec2.Subnet.fromSubnetId(stack, `Subnet${i}`, `subnet-${i}`));
}

function toldOf(wished: Partial<CheckedEndpoint>): string[] {
  const stack = stackIn();
  const { subnets, securityGroups, alarmActions } = functionsIn(stack);

  return told((problems) =>
    checkEndpoint(problems, {
      endpointName: 'abalone',
      variants: variantsOf('Champion'),
      subnets,
      securityGroups,
      alarmActions,
      stage: EndpointStage.production(),
      dataCapture: captureIn(stack),
      ...wished,
    }),
  );
}
