import { Size } from 'aws-cdk-lib';
import { ProductionVariant } from '../../../lib/deployment';
import { processorsAt, watchedVariants } from '../../../lib/deployment/private/watched-place';
import { version } from '../endpoints';

const model = version(3);

test.each([
  { asynchronous: false, emitter: 'realTime' },
  { asynchronous: true, emitter: 'asynchronous' },
])('instances emit as $emitter variants', ({ asynchronous, emitter }) => {
  const variant = ProductionVariant.instances({
    model,
    instanceType: 'ml.g5.xlarge',
    fallbackPools: [{ instanceType: 'ml.g6.xlarge' }],
  });

  const places = watchedVariants('abalone', [variant], asynchronous);

  expect(places).toEqual([
    {
      place: { emitter, endpointName: 'abalone', variantName: 'AllTraffic' },
      instanceTypes: ['ml.g5.xlarge', 'ml.g6.xlarge'],
    },
  ]);
});

test('each variant is watched for what its kind emits', () => {
  const serverless = ProductionVariant.serverless({
    model,
    memory: Size.gibibytes(2),
    maxConcurrency: 5,
  });

  const places = watchedVariants('abalone', [serverless, ProductionVariant.components()], false);

  expect(places).toEqual([
    { place: { emitter: 'serverless', endpointName: 'abalone', variantName: 'Serverless' }, instanceTypes: [] },
    {
      place: { emitter: 'componentHost', endpointName: 'abalone', variantName: 'Components' },
      instanceTypes: ['ml.m5.large'],
    },
  ]);
});

test.each([
  { instanceTypes: ['ml.m5.xlarge'], cores: 4, gpus: 0 },
  { instanceTypes: ['ml.g5.xlarge', 'ml.g6.xlarge'], cores: 4, gpus: 1 },
  { instanceTypes: ['ml.g5.xlarge', 'ml.g5.12xlarge'], cores: undefined, gpus: undefined },
  { instanceTypes: [], cores: undefined, gpus: undefined },
])('instances of $instanceTypes have $cores cores and $gpus GPUs each', ({ instanceTypes, cores, gpus }) => {
  const watched = { place: { emitter: 'component', componentName: 'abalone' } as const, instanceTypes };

  expect(processorsAt(watched, 'core')).toBe(cores);
  expect(processorsAt(watched, 'gpu')).toBe(gpus);
});
