import { Lazy } from 'aws-cdk-lib';
import {
  InstanceVariantOptions,
  NeoRuntime,
  ProductionVariant,
  ServedModel,
  ServingContainer,
  ServingImage,
  ServingRepository,
} from '../../../lib/deployment';
import { checkInstanceFit } from '../../../lib/deployment/private/instance-fit';
import { version } from '../endpoints';
import { ARCHIVE, told } from '../served';

const CPU = modelOn(ServingImage.deepLearning(ServingRepository.PYTORCH, '2.6.0-cpu-py312-ubuntu22.04-sagemaker'));
const GPU = modelOn(
  ServingImage.deepLearning(ServingRepository.PYTORCH, '2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker'),
);
const NEURON = modelOn(
  ServingImage.deepLearning(ServingRepository.PYTORCH_NEURONX, '2.5.1-neuronx-py310-sdk2.21.0-ubuntu22.04'),
);
const COMPILED = compiledFor('ml.c5');

test.each<{ what: string; options: InstanceVariantOptions }>([
  { what: 'an image for CPUs on any type', options: { model: CPU, instanceType: 'ml.g5.xlarge' } },
  { what: 'an image that nobody knows on any type', options: { model: version(1), instanceType: 'ml.inf2.xlarge' } },
  { what: 'an image for GPUs on GPUs', options: { model: GPU, instanceType: 'ml.g5.xlarge' } },
  { what: 'an image for GPUs on a new type', options: { model: GPU, instanceType: 'unlisted:ml.g9.xlarge' } },
  { what: 'an image for Inferentia there', options: { model: NEURON, instanceType: 'ml.inf2.xlarge' } },
  { what: 'an image for Inferentia on Trainium', options: { model: NEURON, instanceType: 'ml.trn1.2xlarge' } },
  { what: 'a compiled model on its family', options: { model: COMPILED, instanceType: 'ml.c5.9xlarge' } },
  { what: 'any on a type that is a token', options: { model: NEURON, instanceType: tokenOf('ml.inf2.xlarge') } },
  { what: 'compiled for a token', options: { model: compiledFor(tokenOf('ml.c5')), instanceType: 'ml.m5.large' } },
  {
    what: 'each on the type that it was made for',
    options: {
      model: NEURON,
      instanceType: 'ml.inf2.xlarge',
      fallbackPools: [
        { instanceType: 'ml.g5.xlarge', model: GPU },
        { instanceType: 'ml.c5.xlarge', model: COMPILED },
      ],
    },
  },
])('a model fits: $what', ({ options }) => {
  expect(toldOf(ProductionVariant.instances(options))).toEqual([]);
});

test.each(['ml.m5.large', 'ml.inf2.xlarge'])('an image for GPUs does not fit %s', (instanceType) => {
  expect(toldOf(ProductionVariant.instances({ model: GPU, instanceType }))).toEqual([
    `ImageDoesNotFitInstance: variants[0].instanceType is "${instanceType}", the model's image needs a GPU, and instances of that type have none; use a type with GPUs such as ml.g5.xlarge, or an image for CPUs`,
  ]);
});

test.each(['ml.m5.large', 'ml.g5.xlarge'])('an image for Inferentia does not fit %s', (instanceType) => {
  expect(toldOf(ProductionVariant.instances({ model: NEURON, instanceType }))).toEqual([
    `ImageDoesNotFitInstance: variants[0].instanceType is "${instanceType}", the model's image needs Inferentia or Trainium, and instances of that type have none; use a type such as ml.inf2.xlarge, or an image for CPUs`,
  ]);
});

test.each(['ml.c5d.xlarge', 'ml.m5.large'])(
  'a model that was compiled for ml.c5 does not run on %s',
  (instanceType) => {
    expect(toldOf(ProductionVariant.instances({ model: COMPILED, instanceType }))).toEqual([
      `CompiledForOtherInstances: variants[0].instanceType is "${instanceType}", the model was compiled for ml.c5, and runs on that family alone; use a type of ml.c5, or compile the model again`,
    ]);
  },
);

test('a pool without a model of its own has to run that of the variant', () => {
  const variant = ProductionVariant.instances({
    model: GPU,
    instanceType: 'ml.g5.xlarge',
    fallbackPools: [{ instanceType: 'ml.c5.xlarge' }],
  });

  expect(toldOf(variant)).toEqual([
    'ImageDoesNotFitInstance: variants[0].fallbackPools[0].instanceType is "ml.c5.xlarge", the model\'s image needs a GPU, and instances of that type have none; use a type with GPUs such as ml.g5.xlarge, or an image for CPUs',
  ]);
});

test('instances of inference components fit whatever comes', () => {
  expect(toldOf(ProductionVariant.components({ instanceType: 'ml.m5.large' }))).toEqual([]);
});

function modelOn(image: ServingImage): ServedModel {
  return ServedModel.of(ServingContainer.archive({ image, modelDataUrl: ARCHIVE }));
}

function compiledFor(instanceFamily: string): ServedModel {
  const image = ServingImage.neo(NeoRuntime.XGBOOST, 'latest');

  return ServedModel.of(ServingContainer.compiled({ image, modelDataUrl: ARCHIVE, instanceFamily }));
}

function tokenOf(text: string): string {
  return Lazy.string({ produce: () => text });
}

function toldOf(variant: ProductionVariant): string[] {
  return told((problems) => checkInstanceFit(problems, 'variants[0]', variant._places));
}
