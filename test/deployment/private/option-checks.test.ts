import { Size, Stack } from 'aws-cdk-lib';
import {
  AsyncInference,
  CapacitySize,
  DeploymentStrategy,
  EndpointStage,
  InstanceVariantOptions,
  OnlineExplainability,
  Percent,
  ProductionVariant,
  RoutingStrategy,
  ServedModel,
  ServingContainer,
  ShapBaseline,
} from '../../../lib/deployment';
import { checkOptions, OptionalParts, optionsOf } from '../../../lib/deployment/private/option-checks';
import { asynchronousIn } from '../asynchronous';
import { captureIn, endpointIn, functionsIn, stackIn, variantsOf, version } from '../endpoints';
import { container, OUR_IMAGE, told } from '../served';

const REASON = 'serverless endpoints have no network';
const OUTSIDE = EndpointStage.nonProduction({ withoutVpc: REASON, withoutIsolation: REASON });
const MULTI_MODEL = ServedModel.multiModel({ image: OUR_IMAGE, modelArchivesPrefix: 's3://acme-models/abalone/' });
const MULTI_CONTAINER = ServedModel.multiContainer([container({ hostname: 'a' }), container({ hostname: 'b' })]);
const PIPELINE = ServedModel.inferencePipeline([container(), container()]);
const LOOSE_FILES = ServedModel.of(
  ServingContainer.files({ image: OUR_IMAGE, modelDataUrl: 's3://acme-models/abalone/files/' }),
);
const CANARY = DeploymentStrategy.canary({ firstStep: CapacitySize.percent(Percent.of(50)) });

let stack: Stack;
let asynchronous: AsyncInference;

beforeEach(() => {
  stack = stackIn();
  asynchronous = asynchronousIn(stack);
});

test('what serves is real-time unless something else is asked for', () => {
  expect(optionsOf({ variants: variantsOf('Champion') })).toEqual(['realTime']);
});

test.each([
  { option: 'serverless', variant: serverless() },
  { option: 'inferenceComponents', variant: ProductionVariant.components() },
  { option: 'multiModel', variant: instances({ model: MULTI_MODEL }) },
  { option: 'multiContainer', variant: instances({ model: MULTI_CONTAINER }) },
  { option: 'inferencePipeline', variant: instances({ model: PIPELINE }) },
])('an endpoint is of the option $option, by its variants or its shadow', ({ option, variant }) => {
  expect(optionsOf({ variants: [variant] })).toEqual([option]);
  expect(optionsOf({ variants: variantsOf('Champion'), shadowVariant: variant })).toEqual([option]);
});

test('an endpoint may be of two options', () => {
  expect(optionsOf({ variants: [instances({ model: MULTI_MODEL })], asynchronous })).toEqual([
    'asynchronous',
    'multiModel',
  ]);
});

test('a real-time endpoint may have nearly everything', () => {
  const problems = toldOf({
    variants: variantsOf('Champion'),
    shadowVariant: instances({ variantName: 'Shadow' }),
    strategy: CANARY,
    dataCapture: captureIn(stack),
    explainability: explained(),
  });

  expect(problems).toEqual([]);
});

test.each([
  ['serverless', { variants: [serverless()], stage: OUTSIDE }],
  ['multi-model', { variants: [instances({ model: MULTI_MODEL })] }],
  ['multi-container', { variants: [instances({ model: MULTI_CONTAINER })] }],
  ['inference pipeline', { variants: [instances({ model: PIPELINE })] }],
  ['inference components', { variants: [ProductionVariant.components()] }],
])('%s has what it needs itself', (_, parts) => {
  expect(toldOf(parts)).toEqual([]);
});

test('an asynchronous endpoint has one variant, no shadow, no capture, no routing', () => {
  const problems = toldOf({
    asynchronous,
    variants: [instances({ routing: RoutingStrategy.RANDOM }), instances({ variantName: 'Challenger' })],
    shadowVariant: instances({ variantName: 'Shadow' }),
    dataCapture: captureIn(stack),
    explainability: explained(),
  });

  expect(problems.map(subjectOf)).toEqual([
    'variants are 2, asynchronous excludes several production variants',
    'shadowVariant is given, asynchronous excludes shadow variant and shadow test',
    'dataCapture is given, asynchronous excludes data capture',
    'explainability is given, asynchronous excludes online explainability',
    'variants[0].routing is given, asynchronous excludes routing strategy',
  ]);
});

test('a serverless endpoint has neither network nor isolation, and moves at once', () => {
  const { subnets } = functionsIn(stack);

  const problems = toldOf({ variants: [serverless({ model: LOOSE_FILES })], strategy: CANARY, subnets });

  expect(problems.map(subjectOf)).toEqual([
    'subnets are given, serverless excludes private network (VPC)',
    'stage isolates the containers, serverless excludes network isolation',
    'strategy is DeploymentStrategy.canary, serverless excludes canary traffic shift',
    'variants[0].model lies in loose files, serverless excludes uncompressed model data',
  ]);
});

test('containers that are invoked directly have neither GPUs nor pools', () => {
  const variants = [
    instances({
      model: MULTI_CONTAINER,
      instanceType: 'ml.g5.xlarge',
      fallbackPools: [{ instanceType: 'ml.g4dn.xlarge' }],
    }),
  ];

  expect(toldOf({ variants }).map(subjectOf)).toEqual([
    'variants[0].instanceType has GPUs, multi-container excludes GPU instances',
    'variants[0].fallbackPools are given, multi-container excludes instance pools',
  ]);
});

test.each([
  {
    model: MULTI_MODEL,
    subject: 'variants[0].model serves many models, asynchronous excludes many models in one container',
  },
  {
    model: MULTI_CONTAINER,
    subject: 'variants[0].model has several containers, asynchronous excludes direct invocation of containers',
  },
  {
    model: PIPELINE,
    subject: 'variants[0].model is a pipeline of containers, asynchronous excludes serial inference pipeline',
  },
])('$subject', ({ model, subject }) => {
  expect(toldOf({ variants: [instances({ model })], asynchronous }).map(subjectOf)).toEqual([subject]);
});

describe('an endpoint tells in whole what its option excludes:', () => {
  test('capture of serverless variants', () => {
    const endpoint = () =>
      endpointIn(stack, { variants: [serverless()], stage: OUTSIDE, subnets: undefined, securityGroups: undefined });

    expect(endpoint).toThrow(
      'InferenceOptionExcludes: dataCapture is given, serverless excludes data capture, as SageMaker captures at instances only; leave it out, or choose real-time, batch transform, inference pipeline or inference components; see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html',
    );
  });

  test('a traffic shift of inference components', () => {
    const endpoint = () =>
      endpointIn(stack, {
        variants: [ProductionVariant.components()],
        stage: EndpointStage.nonProduction(),
        strategy: DeploymentStrategy.allAtOnce(),
      });

    expect(endpoint).toThrow(
      'InferenceOptionExcludes: strategy is DeploymentStrategy.allAtOnce, inference components excludes all-at-once traffic shift, as a component is updated in rolling batches only; leave it out, or choose real-time, serverless, asynchronous, multi-model, multi-container or inference pipeline; see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-all-at-once.html',
    );
  });

  test('several variants that answer asynchronously', () => {
    const endpoint = () =>
      endpointIn(stack, { variants: variantsOf('Champion', 'Challenger'), dataCapture: undefined, asynchronous });

    expect(endpoint).toThrow(
      'InferenceOptionExcludes: variants are 2, asynchronous excludes several production variants, as an asynchronous endpoint has one variant; leave it out, or choose real-time, multi-container or inference pipeline; see https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html',
    );
  });

  test('explanations of a pipeline', () => {
    const endpoint = () =>
      endpointIn(stack, { variants: [instances({ model: PIPELINE })], explainability: explained() });

    expect(endpoint).toThrow(
      'InferenceOptionExcludes: explainability is given, inference pipeline excludes online explainability, as the explainer asks one model container; leave it out, or choose real-time or multi-model; see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html',
    );
  });
});

function instances(options: Partial<InstanceVariantOptions>): ProductionVariant {
  return ProductionVariant.instances({ model: version(1), ...options });
}

function serverless({ model = version(1) } = {}): ProductionVariant {
  return ProductionVariant.serverless({ model, memory: Size.gibibytes(2), maxConcurrency: 10 });
}

function explained(): OnlineExplainability {
  return OnlineExplainability.managed({ baseline: ShapBaseline.ofRecords(['1,2,3']) });
}

function toldOf(parts: Partial<OptionalParts>): string[] {
  const stage = EndpointStage.production();

  return told((problems) => checkOptions(problems, { variants: variantsOf('Champion'), stage, ...parts }));
}

/** What is asked for, and what excludes it, without the reason and the way out. */
function subjectOf(problem: string): string {
  return problem.replace(/^InferenceOptionExcludes: /, '').replace(/, as .*/s, '');
}
