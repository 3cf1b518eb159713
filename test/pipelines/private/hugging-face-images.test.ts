import { INFERENCE_BUILDS, TRAINING_BUILDS } from '../../../lib/pipelines/private/hugging-face-images';

test.each([
  { use: 'training', builds: TRAINING_BUILDS, accelerators: ['gpu'] },
  { use: 'inference', builds: INFERENCE_BUILDS, accelerators: ['gpu', 'cpu'] },
])('each image for $use says what its tag is made of', ({ builds, accelerators }) => {
  for (const [version, { framework, python, platforms }] of Object.entries(builds)) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(framework).toMatch(/^\d+\.\d+\.\d+$/);
    expect(python).toMatch(/^py3\d+$/);
    expect(Object.keys(platforms)).toEqual(accelerators);
    expect(platforms.gpu).toMatch(/^cu\d{3}-ubuntu\d\d\.04$/);
  }
});
