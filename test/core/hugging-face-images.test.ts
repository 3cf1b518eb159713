import { huggingFaceTag, INFERENCE_BUILDS, TRAINING_BUILDS } from '../../lib/core';

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

test('a tag is made of what is known of the version and of what is told', () => {
  const tag = huggingFaceTag(INFERENCE_BUILDS, { transformersVersion: '4.49.0', platform: 'cu126-ubuntu22.04' });

  expect(tag).toBe('2.6.0-transformers4.49.0-gpu-py312-cu126-ubuntu22.04');
});

test('a version that is neither known nor told is refused', () => {
  const tag = () => huggingFaceTag(INFERENCE_BUILDS, { transformersVersion: '4.26.1', platform: 'ubuntu22.04' });

  expect(tag).toThrow(
    'HuggingFaceVersionUnknown: transformersVersion is "4.26.1", the versions known here are 4.26.0, 4.28.1, 4.37.0, 4.48.0, 4.49.0, 4.51.3, 5.5.3; take one of them, or give frameworkVersion, pythonVersion and platform as well',
  );
});

test('an accelerator that a version does not come for is refused', () => {
  const tag = () => huggingFaceTag(TRAINING_BUILDS, { transformersVersion: '4.49.0', accelerator: 'cpu' });

  expect(tag).toThrow(
    'HuggingFaceAcceleratorUnknown: accelerator is "cpu", transformers 4.49.0 comes for gpu here; use ImageAccelerator.GPU',
  );
});
