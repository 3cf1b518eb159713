import { Duration, Lazy, Size, Token } from 'aws-cdk-lib';
import { ProductionVariant, RoutingStrategy, ServingContainer, ServedModel, ServingImage } from '../../lib/deployment';
import { version } from './endpoints';
import { container, told } from './served';

const IN_NETWORK = { isolated: true, inVpc: true };
const OUTSIDE = { isolated: false, inVpc: false };
const UNKNOWN = Lazy.number({ produce: () => 3 });
const MODEL = version(3);

test('a variant on instances has two of a usual type, and asks the one with the most room', () => {
  const variant = ProductionVariant.instances({ model: MODEL });

  expect(variant._render(['abalone-3'], false)).toEqual({
    variantName: 'AllTraffic',
    initialVariantWeight: 1,
    modelName: 'abalone-3',
    instanceType: 'ml.m5.large',
    initialInstanceCount: 2,
    routingConfig: { routingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
  });
});

test('all of a variant on instances can be chosen', () => {
  const variant = ProductionVariant.instances({
    model: MODEL,
    variantName: 'Champion',
    weight: 9,
    instanceType: 'unlisted:ml.m9.large',
    scaling: { minInstances: 4 },
    routing: RoutingStrategy.RANDOM,
    volumeSize: Size.gibibytes(64),
    downloadTimeout: Duration.minutes(20),
    startupTimeout: Duration.minutes(10),
    inferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1',
  });

  expect(variant._render(['abalone-3'], false)).toEqual({
    variantName: 'Champion',
    initialVariantWeight: 9,
    modelName: 'abalone-3',
    instanceType: 'ml.m9.large',
    initialInstanceCount: 4,
    routingConfig: { routingStrategy: 'RANDOM' },
    volumeSizeInGb: 64,
    modelDataDownloadTimeoutInSeconds: 1_200,
    containerStartupHealthCheckTimeoutInSeconds: 600,
    inferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1',
  });
});

test('pools are tried in their order, each with the model that was made for it', () => {
  const variant = ProductionVariant.instances({
    model: MODEL,
    instanceType: 'ml.g5.xlarge',
    fallbackPools: [
      { instanceType: 'ml.inf2.xlarge', model: version(4) },
      { instanceType: 'ml.g4dn.xlarge' },
      { instanceType: 'ml.c5.xlarge', model: version(5) },
    ],
    provisionTimeout: Duration.minutes(30),
  });

  expect(variant._models).toHaveLength(3);
  expect(variant._render(['on-gpus', 'on-inferentia', 'on-cpus'], false)).toEqual({
    variantName: 'AllTraffic',
    initialVariantWeight: 1,
    modelName: 'on-gpus',
    initialInstanceCount: 2,
    instancePools: [
      { instanceType: 'ml.g5.xlarge', priority: 1 },
      { instanceType: 'ml.inf2.xlarge', priority: 2, modelNameOverride: 'on-inferentia' },
      { instanceType: 'ml.g4dn.xlarge', priority: 3 },
      { instanceType: 'ml.c5.xlarge', priority: 4, modelNameOverride: 'on-cpus' },
    ],
    variantInstanceProvisionTimeoutInSeconds: 1_800,
    routingConfig: { routingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
  });
});

test('asynchronous instances take requests from a queue, so that nothing routes', () => {
  const variant = ProductionVariant.instances({ model: MODEL, scaling: { minInstances: 0 } });

  expect(variant._render(['abalone-3'], true)).toEqual({
    variantName: 'AllTraffic',
    initialVariantWeight: 1,
    modelName: 'abalone-3',
    instanceType: 'ml.m5.large',
    initialInstanceCount: 1,
  });
});

test('a variant without instances starts containers as requests come', () => {
  const variant = ProductionVariant.serverless({ model: MODEL, memory: Size.gibibytes(2), maxConcurrency: 10 });

  expect(variant._render(['abalone-3'], false)).toEqual({
    variantName: 'Serverless',
    initialVariantWeight: 1,
    modelName: 'abalone-3',
    serverlessConfig: { memorySizeInMb: 2_048, maxConcurrency: 10 },
  });
  expect(variant._bounds(false)).toBeUndefined();
});

test.each([
  { provisioned: { maxConcurrency: 8 }, fewest: 1 },
  { provisioned: { minConcurrency: 4, maxConcurrency: 8 }, fewest: 4 },
])('it keeps $fewest containers warm where that is wished', ({ provisioned, fewest }) => {
  const variant = ProductionVariant.serverless({
    model: MODEL,
    memory: Size.gibibytes(2),
    maxConcurrency: 10,
    provisioned,
  });

  expect(variant._render(['abalone-3'], false).serverlessConfig).toEqual({
    memorySizeInMb: 2_048,
    maxConcurrency: 10,
    provisionedConcurrency: fewest,
  });
  expect(variant._bounds(false)).toMatchObject({ least: fewest, most: 8 });
});

test.each([
  { options: {}, begins: 2, fewest: 2, most: 4 },
  { options: { minInstances: 0 }, begins: 1, fewest: 0, most: 2 },
  { options: { minInstances: 1 }, begins: 1, fewest: 1, most: 2 },
  { options: { minInstances: 3, maxInstances: 9 }, begins: 3, fewest: 3, most: 9 },
])('instances for components scale with their copies: $options', ({ options, begins, fewest, most }) => {
  const variant = ProductionVariant.components(options);

  expect(variant._render([], false)).toEqual({
    variantName: 'Components',
    initialVariantWeight: 1,
    instanceType: 'ml.m5.large',
    initialInstanceCount: begins,
    managedInstanceScaling: { status: 'ENABLED', minInstanceCount: fewest, maxInstanceCount: most },
    routingConfig: { routingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
  });
  expect(variant._bounds(false)).toBeUndefined();
});

test('how many instances there are may be known at deployment only', () => {
  const variant = ProductionVariant.components({ minInstances: UNKNOWN, maxInstances: 9 });

  const { initialInstanceCount, managedInstanceScaling } = variant._render([], false);

  expect(Token.isUnresolved(initialInstanceCount)).toBe(true);
  expect(managedInstanceScaling).toMatchObject({ minInstanceCount: UNKNOWN, maxInstanceCount: 9 });
});

test.each([
  { asynchronous: false, leastAllowed: 1 },
  { asynchronous: true, leastAllowed: 0 },
])('instances may scale to $leastAllowed', ({ asynchronous, leastAllowed }) => {
  const variant = ProductionVariant.instances({ model: MODEL });

  expect(variant._context(asynchronous)).toEqual({
    kind: 'instances',
    asynchronous,
    leastAllowed,
    mostAllowed: undefined,
    instanceType: 'ml.m5.large',
  });
});

test('of several types none is the one that scales', () => {
  const variant = ProductionVariant.instances({ model: MODEL, fallbackPools: [{ instanceType: 'ml.c5.large' }] });

  expect(variant._context(false).instanceType).toBeUndefined();
});

test.each([
  ProductionVariant.instances({ model: MODEL }),
  ProductionVariant.serverless({ model: MODEL, memory: Size.gibibytes(2), maxConcurrency: 10 }),
  ProductionVariant.components(),
])('what is usual is right', (variant) => {
  expect(told((problems) => variant._check(problems, 'v', false, IN_NETWORK))).toEqual([]);
});

test('everything that is wrong with a variant on instances is told where it stands', () => {
  const variant = ProductionVariant.instances({
    model: ServedModel.of(container({ hostname: '-' })),
    variantName: 'a_b',
    weight: -1,
    fallbackPools: [{ instanceType: 'ml.c5.large', model: ServedModel.of(container({ hostname: '_' })) }],
    startupTimeout: Duration.hours(2),
    scaling: { minInstances: 0 },
  });

  expect(told((problems) => variant._check(problems, 'v', false, IN_NETWORK))).toEqual([
    'VariantNameMalformed: v.variantName is "a_b", a variant name is 1 to 63 letters, digits and hyphens between them; write one such as "Champion"',
    'VariantWeightNegative: v.weight is -1, a weight is a share of the requests, 0 or more; write 0 for a variant that gets none',
    'DurationOutOfRange: v.startupTimeout is 2 hours, it takes 1 minute to 1 hour; use Duration.seconds(3600)',
    'ScalingBoundOutOfRange: v.scaling.minInstances is 0, the instances here are a whole number, 1 or more; write a number of 1 or more',
    'ContainerNameMalformed: v.model.container.hostname is "-", it is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
    'ContainerNameMalformed: v.fallbackPools[0].model.container.hostname is "_", it is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
  ]);
});

test('provisioned concurrency stays below what is answered side by side', () => {
  const variant = ProductionVariant.serverless({
    model: MODEL,
    memory: Size.gibibytes(2),
    maxConcurrency: 10,
    provisioned: { maxConcurrency: 11 },
  });

  expect(told((problems) => variant._check(problems, 'v', false, OUTSIDE))).toEqual([
    'ScalingBoundOutOfRange: v.provisioned.maxConcurrency is 11, the provisioned requests here are a whole number, 1 to 10; write a number of 1 or more',
  ]);
});

test('the models of a variant and of its pools need what the network gives', () => {
  const image = ServingImage.fromPrivateRegistry('registry.acme.example/abalone:1.4.2');
  const model = ServedModel.of(ServingContainer.archive({ image }));
  const variant = ProductionVariant.instances({ model, fallbackPools: [{ instanceType: 'ml.c5.large', model }] });

  expect(told((problems) => variant._check(problems, 'v', false, OUTSIDE))).toEqual(
    ['v.model', 'v.fallbackPools[0].model'].map(
      (path) =>
        `RegistryBeyondReach: ${path}.container.image lies in a private registry, SageMaker reaches it through the model's subnets, and this model has none; copy the image to ECR and use ServingImage.fromRepository, or serve the model on instances in subnets`,
    ),
  );
});
