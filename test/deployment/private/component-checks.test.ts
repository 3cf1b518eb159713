import { Lazy, Size } from 'aws-cdk-lib';
import { ComponentCompute, ServedModel } from '../../../lib/deployment';
import { checkComponentModel, checkCompute, checkHost } from '../../../lib/deployment/private/component-checks';
import { hostIn } from '../components';
import { endpointIn, stackIn, version } from '../endpoints';
import { container, OUR_IMAGE, told } from '../served';

test('an endpoint of components hosts them', () => {
  const problems = told((found) => checkHost(found, 'endpoint', hostIn(stackIn())));

  expect(problems).toEqual([]);
});

test('an endpoint of instances hosts none', () => {
  const problems = told((found) => checkHost(found, 'endpoint', endpointIn(stackIn())));

  expect(problems).toEqual([
    'EndpointHostsNoComponents: endpoint has a variant of the kind instances, inference components share instances that serve no model of their own; give the endpoint ProductionVariant.components()',
  ]);
});

test('a component serves one plain model', () => {
  const problems = told((found) => checkComponentModel(found, 'model', version(7), hostIn(stackIn())));

  expect(problems).toEqual([]);
});

test.each([
  {
    model: ServedModel.multiModel({ image: OUR_IMAGE, modelArchivesPrefix: 's3://acme-models/by-customer/' }),
    capability: 'many models in one container',
    advice:
      'each component holds one model; leave it out, or choose real-time, multi-model or inference pipeline; see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html',
  },
  {
    model: ServedModel.inferencePipeline([container({ hostname: 'prepare' }), container({ hostname: 'predict' })]),
    capability: 'serial inference pipeline',
    advice:
      'each component runs one container; leave it out, or choose real-time, batch transform, multi-model or inference pipeline; see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html',
  },
  {
    model: ServedModel.multiContainer([container({ hostname: 'oyster' }), container({ hostname: 'clam' })]),
    capability: 'direct invocation of containers',
    advice:
      'each component runs one container; leave it out, or choose real-time or multi-container; see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-direct.html',
  },
])('a component excludes $capability', ({ model, capability, advice }) => {
  const problems = told((found) => checkComponentModel(found, 'model', model, hostIn(stackIn())));

  expect(problems).toEqual([
    `InferenceOptionExcludes: model has more than one plain model, inference components excludes ${capability}, as ${advice}`,
  ]);
});

test.each<{ asked: string; compute: Partial<ComponentCompute> }>([
  { asked: 'the least memory', compute: { minMemory: Size.mebibytes(128), maxMemory: Size.mebibytes(128) } },
  { asked: 'a quarter of a core', compute: { cpuCores: 0.25 } },
  { asked: 'all cores', compute: { cpuCores: 32 } },
  { asked: 'all GPUs', compute: { accelerators: 4 } },
  { asked: 'what is known at deployment only', compute: { cpuCores: Lazy.number({ produce: () => 99 }) } },
])('a copy that asks for $asked fits', ({ compute }) => {
  expect(problemsOf(compute)).toEqual([]);
});

test.each<{ compute: Partial<ComponentCompute>; problem: string }>([
  {
    compute: { minMemory: Size.mebibytes(127) },
    problem: 'NumberOutOfRange: compute.minMemory is 127, it takes 128 or more whole MiB; write 128',
  },
  {
    compute: { minMemory: Size.mebibytes(256), maxMemory: Size.mebibytes(255) },
    problem: 'NumberOutOfRange: compute.maxMemory is 255, it takes 256 or more whole MiB; write 256',
  },
  {
    compute: { cpuCores: 0.24 },
    problem:
      'ComponentCoresTooFew: compute.cpuCores is 0.24, SageMaker gives a copy 0.25 cores or more; write 0.25, or leave it out so that copies share the cores',
  },
  {
    compute: { cpuCores: 33 },
    problem:
      'ComponentTooLargeForInstance: compute.cpuCores is 33, ml.p3.8xlarge has 32 cores, and a copy runs on one instance; ask for fewer, or let the endpoint have larger instances',
  },
  {
    compute: { accelerators: 0 },
    problem: 'NumberOutOfRange: compute.accelerators is 0, it takes 1 or more whole accelerators; write 1',
  },
  {
    compute: { accelerators: 5 },
    problem:
      'ComponentTooLargeForInstance: compute.accelerators is 5, ml.p3.8xlarge has 4 GPUs, and a copy runs on one instance; ask for fewer, or let the endpoint have larger instances',
  },
])('$compute is refused', ({ compute, problem }) => {
  expect(problemsOf(compute)).toEqual([problem]);
});

test('accelerators of Inferentia are not counted as GPUs', () => {
  expect(problemsOf({ accelerators: 12 }, 'ml.inf2.48xlarge')).toEqual([]);
});

function problemsOf(compute: Partial<ComponentCompute>, instanceType = 'ml.p3.8xlarge'): string[] {
  const wished = { minMemory: Size.gibibytes(1), ...compute };

  return told((problems) => checkCompute(problems, 'compute', wished, [instanceType]));
}
