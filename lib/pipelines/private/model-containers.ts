import { Problems } from '../../core';
import { ModelContainer } from '../model-container';
import { checkDistinct } from './distinct-names';

const MOST_CONTAINERS = 15;

/** Checks the containers of one model: how many, each by itself, and their names. */
export function checkContainers(problems: Problems, path: string, containers: readonly ModelContainer[]): void {
  const hostnames = containers.flatMap((container) => container._hostname ?? []);

  if (containers.length < 1 || containers.length > MOST_CONTAINERS) {
    problems.add({
      code: 'ContainersOutOfRange',
      path: `${path}.containers`,
      got: containers.length === 0 ? 'is empty' : `has ${containers.length} entries`,
      wanted: `a model has 1 to ${MOST_CONTAINERS} containers`,
      remedy: containers.length === 0 ? 'add ModelContainer.of(…)' : 'join some of them in one image',
    });
  }
  containers.forEach((container, i) => container._check(problems, `${path}.containers[${i}]`));
  checkDistinct(problems, path, { prop: 'containers', noun: 'a container', names: hostnames });
  if (hostnames.length === 0 || hostnames.length === containers.length) return;
  problems.add({
    code: 'HostnamesIncomplete',
    path: `${path}.containers`,
    got: `has ${hostnames.length} of ${containers.length} with a hostname`,
    wanted: 'either all containers of a model have a hostname or none has',
    remedy: 'name the others too, or none',
  });
}
