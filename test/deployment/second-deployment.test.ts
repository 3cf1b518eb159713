import { isDeepStrictEqual } from 'node:util';
import { App, CfnResource, Duration, Size, Stack, Tags } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import {
  AsyncInference,
  CapacitySize,
  DataCapture,
  DeploymentStrategy,
  DeploymentVerifier,
  EndpointStage,
  ExplainedInput,
  ExplainedOutput,
  InferenceComponent,
  ModelEndpoint,
  ModelEndpointProps,
  OnlineExplainability,
  Percent,
  ProductionVariant,
  ServedModel,
  ServingContainer,
  ShapBaseline,
} from '../../lib/deployment';
import { lossesBetween } from '../losses';
import { endpointIn, functionsIn, keyIn } from './endpoints';
import { container, OUR_IMAGE } from './served';

/** What may be edited, as it is deployed first. */
interface Choices {
  readonly version: number;
  readonly large: boolean;
  readonly capturePercent: number;
  readonly maxLatencyMs: number;
  readonly tag?: string;
  readonly description?: string;
  readonly most: number;
  readonly bakeMinutes: number;
  readonly challenger: boolean;
  readonly upgraded: boolean;
}

type Option = (choices: Choices, stack: Stack) => Partial<ModelEndpointProps>;

const FIRST: Choices = {
  version: 1,
  large: false,
  capturePercent: 100,
  maxLatencyMs: 500,
  most: 4,
  bakeMinutes: 15,
  challenger: false,
  upgraded: false,
};

const EDITS: Readonly<Record<string, Partial<Choices>>> = {
  'a new model version': { version: 2 },
  'other instances': { large: true },
  'another share of capture': { capturePercent: 20 },
  'another threshold of the alarms': { maxLatencyMs: 200 },
  'a new tag': { tag: '4711' },
  'a new description': { description: 'endpoints of Acme' },
  'other bounds of the scaling': { most: 9 },
  'another canary': { bakeMinutes: 30 },
  'a new variant': { challenger: true },
  'a new version of this library': { upgraded: true },
};

const OPTIONS: Readonly<Record<string, Option>> = {
  'real-time': (choices) => ({ variants: onInstances(choices, (version) => archived(version)) }),
  'multi-model': (choices) => ({
    variants: onInstances({ ...choices, challenger: false }, (version) =>
      ServedModel.multiModel({ image: OUR_IMAGE, modelArchivesPrefix: `s3://acme-models/branches/${version}/` }),
    ),
    ...withoutCapture(),
  }),
  'multi-container': (choices) => ({
    variants: onInstances(choices, (version) =>
      ServedModel.multiContainer(['rent', 'sale'].map((hostname) => contained(version, hostname))),
    ),
    ...withoutCapture(),
  }),
  'inference pipeline': (choices) => ({
    variants: onInstances(choices, (version) =>
      ServedModel.inferencePipeline([contained(version), contained(version)]),
    ),
  }),
  explained: (choices) => ({
    variants: onInstances(choices, (version) => archived(version)),
    explainability: OnlineExplainability.managed({
      baseline: ShapBaseline.ofRecords(['1,2']),
      input: ExplainedInput.csv(),
      output: ExplainedOutput.csv(),
    }),
  }),
  shadow: (choices) => ({
    variants: onInstances({ ...choices, challenger: false }, (version) => archived(version)),
    shadowVariant: ProductionVariant.instances({ variantName: 'Shadow', model: archived(choices.version + 1) }),
  }),
  asynchronous: (choices, stack) => ({
    variants: onInstances({ ...choices, challenger: false }, (version) => archived(version)),
    dataCapture: undefined,
    asynchronous: AsyncInference.toBucket({
      requests: { bucket: bucketIn(stack), prefix: 'requests/', key: keyIn(stack) },
      bucket: bucketIn(stack),
      prefix: 'answers/',
      key: keyIn(stack),
      retention: Duration.days(choices.capturePercent),
    }),
  }),
  serverless: ({ version, large, most, challenger }) => ({
    variants: [
      ProductionVariant.serverless({
        model: archived(challenger ? version + 1 : version),
        memory: Size.gibibytes(large ? 4 : 2),
        maxConcurrency: 20,
        provisioned: { minConcurrency: 1, maxConcurrency: most },
      }),
    ],
    subnets: undefined,
    securityGroups: undefined,
    strategy: DeploymentStrategy.allAtOnce(),
    dataCapture: undefined,
    stage: EndpointStage.production({
      withoutVpc: 'serverless variants have no network',
      withoutIsolation: 'serverless variants are not isolated',
      withoutCapture: 'serverless variants capture nothing',
    }),
  }),
  'inference components': ({ large }) => ({
    variants: [ProductionVariant.components({ instanceType: instances(large) })],
    strategy: undefined,
    health: undefined,
    ...withoutCapture(),
  }),
};

describe.each(Object.entries(OPTIONS))('an endpoint that is %s loses nothing by', (_, option) => {
  const deployed = synthesised(option, FIRST);
  const edited = new Map(
    Object.entries(EDITS).map(([name, edit]) => [name, synthesised(option, { ...FIRST, ...edit })]),
  );

  test.each([...edited])('%s', (_, assembly) => {
    expect(lossesBetween(deployed, assembly)).toEqual([]);
  });

  test('any of them, most of which it can see', () => {
    const [{ template: first }] = deployed.stacks;

    const seen = [...edited.values()].filter(({ stacks: [{ template }] }) => !isDeepStrictEqual(template, first));

    expect(seen.length).toBeGreaterThanOrEqual(7);
  });
});

test('and what would be lost is seen', () => {
  const deployed = synthesised(OPTIONS['real-time'], FIRST);

  const renamed = synthesised(
    (choices) => ({ ...OPTIONS['real-time'](choices, new Stack()), endpointName: 'b' }),
    FIRST,
  );

  expect(lossesBetween(deployed, renamed)).toContain(
    'Hosting/Endpoint/Resource (AWS::SageMaker::Endpoint) is replaced, because EndpointName changes',
  );
});

function synthesised(option: Option, choices: Choices): CloudAssembly {
  const app = new App();
  const stack = new Stack(app, 'Hosting', {
    env: { account: '111111111111', region: 'eu-west-1' },
    description: choices.description,
  });
  const verifier = new DeploymentVerifier(stack, 'Verifier', { environment: functionsIn(stack) });
  const endpoint = endpointIn(stack, {
    executionRole: undefined,
    dataCapture: DataCapture.toBucket({
      bucket: bucketIn(stack),
      prefix: 'capture/',
      key: keyIn(stack),
      share: Percent.of(choices.capturePercent),
      retention: Duration.days(choices.capturePercent),
    }),
    health: { maxModelLatency: Duration.millis(choices.maxLatencyMs) },
    strategy: DeploymentStrategy.canary({
      firstStep: CapacitySize.instances(1),
      bake: Duration.minutes(choices.bakeMinutes),
    }),
    verifier,
    ...option(choices, stack),
  });
  if (endpoint.variants[0]._kind === 'components') addComponent(endpoint, choices);
  if (choices.tag !== undefined) Tags.of(app).add('cost-centre', choices.tag);
  if (choices.upgraded) upgrade(stack);

  return app.synth();
}

function addComponent(endpoint: ModelEndpoint, { version, maxLatencyMs, most, bakeMinutes }: Choices): void {
  new InferenceComponent(Stack.of(endpoint), 'Component', {
    componentName: 'abalone',
    endpoint,
    model: archived(version),
    compute: { minMemory: Size.gibibytes(1), cpuCores: 1 },
    scaling: { minCopies: 2, maxCopies: most },
    health: { maxModelLatency: Duration.millis(maxLatencyMs) },
    strategy: DeploymentStrategy.rolling({ batch: CapacitySize.copies(1), bake: Duration.minutes(bakeMinutes) }),
    alarmActions: functionsIn(Stack.of(endpoint)).alarmActions,
  });
}

/** What another version of this library brings: other code of its functions. */
function upgrade(stack: Stack): void {
  for (const construct of stack.node.findAll()) {
    if (construct instanceof lambda.CfnFunction) construct.addPropertyOverride('Code.S3Key', 'another.zip');
    if (CfnResource.isCfnResource(construct)) construct.addMetadata('governed-ml:version', '9.9.9');
  }
}

function onInstances(
  { version, large, most, challenger }: Choices,
  modelOf: (version: number) => ServedModel,
): ProductionVariant[] {
  const names = challenger ? ['Champion', 'Challenger'] : ['Champion'];

  return names.map((variantName, i) =>
    ProductionVariant.instances({
      variantName,
      model: modelOf(version + i),
      instanceType: instances(large),
      scaling: { minInstances: 2, maxInstances: most },
    }),
  );
}

function instances(large: boolean): string {
  return large ? 'ml.m5.2xlarge' : 'ml.m5.large';
}

function archived(version: number): ServedModel {
  return ServedModel.of(contained(version));
}

function contained(version: number, hostname?: string): ServingContainer {
  return container({ hostname, environment: { VERSION: String(version) } });
}

function withoutCapture(): Partial<ModelEndpointProps> {
  return {
    dataCapture: undefined,
    stage: EndpointStage.production({ withoutCapture: 'SageMaker captures nothing here' }),
  };
}

function bucketIn(stack: Stack): s3.Bucket {
  return (stack.node.tryFindChild('Data') as s3.Bucket | undefined) ?? new s3.Bucket(stack, 'Data');
}
