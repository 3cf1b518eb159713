import { check } from './problems';

/** What a Hugging Face image is made of, beside the version of transformers. */
export interface HuggingFaceBuild {
  readonly framework: string;
  readonly python: string;
  /** What its tag ends in, by accelerator: system and drivers. */
  readonly platforms: Readonly<Record<string, string>>;
}

/** Images by their version of transformers, PyTorch only. */
export type HuggingFaceBuilds = Readonly<Record<string, HuggingFaceBuild>>;

/** Which image is wanted; what is left out is taken from what is known of its version of transformers. */
export interface HuggingFaceImage {
  readonly transformersVersion: string;
  /** What the image computes on: `gpu`, unless it says otherwise, or `cpu`. */
  readonly accelerator?: string;
  readonly frameworkVersion?: string;
  readonly pythonVersion?: string;
  readonly platform?: string;
}

function trained(framework: string, python: string, gpu: string): HuggingFaceBuild {
  return { framework, python, platforms: { gpu } };
}

function served(framework: string, python: string, gpu: string, cpu: string): HuggingFaceBuild {
  return { framework, python, platforms: { gpu, cpu } };
}

// Facts of November 2026.

export const TRAINING_BUILDS: HuggingFaceBuilds = {
  '4.26.0': trained('1.13.1', 'py39', 'cu117-ubuntu20.04'),
  '4.28.1': trained('2.0.0', 'py310', 'cu118-ubuntu20.04'),
  '4.36.0': trained('2.1.0', 'py310', 'cu121-ubuntu20.04'),
  '4.46.1': trained('2.3.0', 'py311', 'cu121-ubuntu20.04'),
  '4.48.0': trained('2.3.0', 'py311', 'cu121-ubuntu20.04'),
  '4.49.0': trained('2.5.1', 'py311', 'cu124-ubuntu22.04'),
  '4.55.0': trained('2.7.1', 'py312', 'cu128-ubuntu22.04'),
  '4.56.2': trained('2.8.0', 'py312', 'cu129-ubuntu22.04'),
  '5.3.0': trained('2.9.0', 'py312', 'cu130-ubuntu22.04'),
};

export const INFERENCE_BUILDS: HuggingFaceBuilds = {
  '4.26.0': served('1.13.1', 'py39', 'cu117-ubuntu20.04', 'ubuntu20.04'),
  '4.28.1': served('2.0.0', 'py310', 'cu118-ubuntu20.04', 'ubuntu20.04'),
  '4.37.0': served('2.1.0', 'py310', 'cu118-ubuntu20.04', 'ubuntu22.04'),
  '4.48.0': served('2.3.0', 'py311', 'cu121-ubuntu22.04', 'ubuntu22.04'),
  '4.49.0': served('2.6.0', 'py312', 'cu124-ubuntu22.04', 'ubuntu22.04'),
  '4.51.3': served('2.6.0', 'py312', 'cu124-ubuntu22.04', 'ubuntu22.04'),
  '5.5.3': served('2.6.0', 'py312', 'cu124-ubuntu22.04', 'ubuntu22.04'),
};

/** Tag of an image; refuses what is neither known nor told. */
export function huggingFaceTag(builds: HuggingFaceBuilds, image: HuggingFaceImage): string {
  const { transformersVersion, accelerator = 'gpu' } = image;
  const known = builds[transformersVersion];
  const framework = image.frameworkVersion ?? known?.framework;
  const python = image.pythonVersion ?? known?.python;
  const platform = image.platform ?? known?.platforms[accelerator];

  check(undefined, (problems) => {
    if (framework !== undefined && python !== undefined && platform !== undefined) return;
    if (known !== undefined) {
      problems.add({
        code: 'HuggingFaceAcceleratorUnknown',
        path: 'accelerator',
        got: `is "${accelerator}"`,
        wanted: `transformers ${transformersVersion} comes for ${Object.keys(known.platforms).join(' and ')} here`,
        remedy: 'use ImageAccelerator.GPU',
      });
      return;
    }
    problems.add({
      code: 'HuggingFaceVersionUnknown',
      path: 'transformersVersion',
      got: `is "${transformersVersion}"`,
      wanted: `the versions known here are ${Object.keys(builds).join(', ')}`,
      remedy: 'take one of them, or give frameworkVersion, pythonVersion and platform as well',
    });
  });

  return [`${framework}-transformers${transformersVersion}`, accelerator, python, platform].join('-');
}
