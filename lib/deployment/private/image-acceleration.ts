/** What an image computes on. Inferentia stands for Trainium too: images for the one run on the other. */
export type ImageAcceleration = 'cpu' | 'gpu' | 'inferentia';

/** What one of AWS's images computes on, as its repository and tag tell; undefined when they do not. */
export function accelerationOf(repository: string, tag: string): ImageAcceleration | undefined {
  const parts = tag.split('-');
  const computesOn = (accelerator: RegExp): boolean => parts.some((part) => accelerator.test(part));

  if (repository.includes('neuron') || computesOn(/^(inf|neuronx?)$/)) return 'inferentia';
  if (computesOn(/^(gpu|cu\d+)$/)) return 'gpu';
  return computesOn(/^cpu$/) || repository.endsWith('-graviton') ? 'cpu' : undefined;
}

/** What several images compute on together; undefined unless one decides it, or all agree. */
export function accelerationOfAll(all: readonly (ImageAcceleration | undefined)[]): ImageAcceleration | undefined {
  const demanding = all.find((each) => each === 'gpu' || each === 'inferentia');

  return demanding ?? (all.every((each) => each === 'cpu') ? 'cpu' : undefined);
}
