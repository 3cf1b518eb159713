import { accelerationOf, accelerationOfAll } from '../../../lib/deployment/private/image-acceleration';

test.each([
  ['pytorch-inference', '2.6.0-gpu-py312', 'gpu'],
  ['pytorch-inference', '2.6.0-cpu-py312', 'cpu'],
  ['pytorch-inference-graviton', '2.4.0', 'cpu'],
  ['pytorch-inference-neuronx', '2.7.0-neuronx-py310-sdk2.24.1-ubuntu22.04', 'inferentia'],
  ['huggingface-pytorch-tgi-inference', '2.6.0-tgi3.2.3-gpu-py311-cu124-ubuntu22.04', 'gpu'],
  ['djl-inference', '0.30.0-lmi12.0.0-cu124', 'gpu'],
  ['djl-inference', '0.30.0-neuronx-sdk2.20.1', 'inferentia'],
  ['djl-inference', '0.30.0-cpu-full', 'cpu'],
  ['sagemaker-neo-pytorch', '1.5.1-inf-py3', 'inferentia'],
  ['sagemaker-tritonserver', '24.09-py3', undefined],
  ['sagemaker-tritonserver', '24.09-py3-cpu', 'cpu'],
  ['sagemaker-xgboost', '3.2-0', undefined],
  ['linear-learner', '1', undefined],
])('%s:%s computes on %s', (repository, tag, acceleration) => {
  expect(accelerationOf(repository, tag)).toBe(acceleration);
});

test.each([
  [['cpu', 'cpu'], 'cpu'],
  [['cpu', 'gpu'], 'gpu'],
  [[undefined, 'gpu'], 'gpu'],
  [['inferentia', 'cpu'], 'inferentia'],
  [['cpu', undefined], undefined],
] as const)('images for %p compute on %s together', (all, together) => {
  expect(accelerationOfAll(all)).toBe(together);
});
