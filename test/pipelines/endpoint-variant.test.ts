import { Duration, Size } from 'aws-cdk-lib';
import {
  EndpointVariant,
  InstanceVariantOptions,
  PipelineParameter,
  ServerlessVariantOptions,
} from '../../lib/pipelines';
import { told } from './private/told';

test('a model on one instance gets all traffic', () => {
  const rendered = onInstances({})._render();

  expect(rendered).toEqual({
    VariantName: 'AllTraffic',
    ModelName: 'abalone',
    InstanceType: 'ml.m5.large',
    InitialInstanceCount: 1,
  });
});

test('a variant on instances says all that it may', () => {
  const rendered = onInstances({
    variantName: 'champion',
    weight: 9,
    initialInstanceCount: 2,
    volumeSize: Size.gibibytes(50),
    modelDownloadTimeout: Duration.minutes(20),
    containerStartupTimeout: Duration.minutes(5),
    routeToLeastBusy: true,
  })._render();

  expect(rendered).toEqual({
    VariantName: 'champion',
    ModelName: 'abalone',
    InitialVariantWeight: 9,
    InstanceType: 'ml.m5.large',
    InitialInstanceCount: 2,
    VolumeSizeInGB: 50,
    ModelDataDownloadTimeoutInSeconds: 1200,
    ContainerStartupHealthCheckTimeoutInSeconds: 300,
    RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
  });
});

test('a serverless variant has memory and a limit', () => {
  const rendered = serverless({ provisionedConcurrency: 2 })._render();

  expect(rendered).toMatchObject({
    ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5, ProvisionedConcurrency: 2 },
  });
});

test.each([
  onInstances({ weight: 0, volumeSize: Size.gibibytes(512), modelDownloadTimeout: Duration.hours(1) }),
  onInstances({ weight: PipelineParameter.ofFloat('Weight').asNumber }),
  serverless({ memory: Size.gibibytes(6), maxConcurrency: 200, provisionedConcurrency: 200 }),
  serverless({ maxConcurrency: PipelineParameter.ofInteger('Most').asNumber, provisionedConcurrency: 200 }),
])('what SageMaker accepts is not refused', (variant) => {
  const found = toldOf(variant);

  expect(found).toEqual([]);
});

test('a variant on instances that cannot start is told all its problems', () => {
  const variant = onInstances({
    variantName: 'the_champion',
    weight: -1,
    instanceType: 'ml.g5.xlarge',
    initialInstanceCount: 0,
    volumeSize: Size.gibibytes(513),
    containerStartupTimeout: Duration.seconds(59),
  });

  const found = toldOf(variant);

  expect(found).toEqual([
    'NameMalformed: variant.variantName is "the_champion", a variant name is 1 to 63 characters: letters, digits and hyphens between them; write "the-champion"',
    'InstanceCountOutOfRange: variant.initialInstanceCount is 0, a variant begins with a whole number of instances, 1 or more; write 1',
    'DurationOutOfRange: variant.containerStartupTimeout is 59 seconds, SageMaker waits 1 minute to 1 hour for a variant, in whole seconds; use Duration.minutes(10)',
    'VolumeSizeOutOfRange: variant.volumeSize is 513, an instance of an endpoint has 1 to 512 GiB, in whole numbers; use Size.gibibytes(30)',
    'VolumeSizeUnsupported: variant.volumeSize is given for ml.g5.xlarge, instances of that type store data on disks of their own; leave it out',
    'VariantWeightNegative: variant.weight is -1, a weight is a share of the traffic, 0 or more; write 0 for a variant without traffic',
  ]);
});

test('a serverless variant that cannot start is told all its problems', () => {
  const found = toldOf(serverless({ memory: Size.mebibytes(1500), maxConcurrency: 201, provisionedConcurrency: 202 }));

  expect(found).toEqual([
    'ServerlessMemoryOutOfRange: variant.memory is 1.46484375, a serverless variant has 1 to 6 GiB, in whole numbers; use Size.gibibytes(2)',
    'NumberOutOfRange: variant.maxConcurrency is 201, a serverless variant serves 1 to 200 requests at the same time; write 5',
    'NumberOutOfRange: variant.provisionedConcurrency is 202, capacity is held ready for 1 to maxConcurrency requests; write less, or leave it out',
  ]);
});

function onInstances(wished: Partial<InstanceVariantOptions>): EndpointVariant {
  return EndpointVariant.instances({ modelName: 'abalone', instanceType: 'ml.m5.large', ...wished });
}

function serverless(wished: Partial<ServerlessVariantOptions>): EndpointVariant {
  return EndpointVariant.serverless({ modelName: 'abalone', memory: Size.gibibytes(2), maxConcurrency: 5, ...wished });
}

function toldOf(variant: EndpointVariant): string[] {
  return told((problems) => variant._check(problems, 'variant'));
}
