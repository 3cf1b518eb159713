import { processorsOf } from '../../../lib/deployment/private/instance-processors';

test.each([
  { type: 'ml.m8g.medium', cores: 1, gpus: 0 },
  { type: 'ml.t2.medium', cores: 2, gpus: 0 },
  { type: 'ml.m5.large', cores: 2, gpus: 0 },
  { type: 'ml.c5.xlarge', cores: 4, gpus: 0 },
  { type: 'ml.c5.9xlarge', cores: 36, gpus: 0 },
  { type: 'ml.c4.8xlarge', cores: 36, gpus: 0 },
  { type: 'ml.inf2.24xlarge', cores: 96, gpus: 0 },
  { type: 'ml.g4dn.xlarge', cores: 4, gpus: 1 },
  { type: 'ml.g5.16xlarge', cores: 64, gpus: 1 },
  { type: 'ml.g5.12xlarge', cores: 48, gpus: 4 },
  { type: 'ml.g7e.12xlarge', cores: 48, gpus: 2 },
  { type: 'ml.p5.4xlarge', cores: 16, gpus: 1 },
  { type: 'ml.p5.48xlarge', cores: 192, gpus: 8 },
  { type: 'ml.p6e-gb200.36xlarge', cores: 144, gpus: 4 },
])('$type has $cores cores and $gpus GPUs', ({ type, cores, gpus }) => {
  expect(processorsOf(type, 'core')).toBe(cores);
  expect(processorsOf(type, 'gpu')).toBe(gpus);
});

test.each(['unlisted:ml.m9.large', 'ml.m5.metal', 'serverless'])('the cores of %s are not known', (type) => {
  expect(processorsOf(type, 'core')).toBeUndefined();
});

test('the GPUs of a family that is newer than this library are not known', () => {
  expect(processorsOf('ml.g9.xlarge', 'gpu')).toBeUndefined();
});
