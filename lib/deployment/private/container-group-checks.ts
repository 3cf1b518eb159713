import { Token } from 'aws-cdk-lib';
import { Problems, repeatedIn } from '../../core';
import { ServingContainer } from '../serving-container';

const FEWEST = 2;
const MOST = 15;
const LARGEST_ENVIRONMENT = 32 * 1_024;

/** Checks that several containers are as many as a model takes. */
export function checkCount(problems: Problems, path: string, containers: readonly ServingContainer[]): void {
  if (containers.length >= FEWEST && containers.length <= MOST) return;

  problems.add({
    code: 'ContainerCountOutOfRange',
    path,
    got: containers.length === 0 ? 'is empty' : `has ${containers.length}`,
    wanted: `several containers of a model are ${FEWEST} to ${MOST}`,
    remedy: containers.length < FEWEST ? 'use ServedModel.of for a single one' : 'divide them between two models',
  });
}

/** Checks that either all containers of a pipeline have a hostname or none has, and that each is unique. */
export function checkHostnames(problems: Problems, path: string, containers: readonly ServingContainer[]): void {
  const named = containers.filter(({ _hostname }) => _hostname !== undefined);

  if (named.length > 0) {
    checkEachHasHostname(problems, path, containers, 'either all containers of a pipeline have a hostname or none has');
  }
  checkDistinctHostnames(problems, path, containers);
}

/** Checks that requests can tell the containers apart. */
export function checkDirectHostnames(problems: Problems, path: string, containers: readonly ServingContainer[]): void {
  checkEachHasHostname(problems, path, containers, 'a request names the container that it is for by its hostname');
  checkDistinctHostnames(problems, path, containers);
}

function checkEachHasHostname(
  problems: Problems,
  path: string,
  containers: readonly ServingContainer[],
  wanted: string,
): void {
  containers.forEach(({ _hostname }, i) => {
    if (_hostname !== undefined) return;
    problems.add({
      code: 'ContainerWithoutHostname',
      path: `${path}[${i}].hostname`,
      got: 'is missing',
      wanted,
      remedy: 'give each container one, such as "predict"',
    });
  });
}

function checkDistinctHostnames(problems: Problems, path: string, containers: readonly ServingContainer[]): void {
  const known = containers.flatMap(({ _hostname }) => (Token.isUnresolved(_hostname) ? [] : (_hostname ?? [])));

  for (const hostname of repeatedIn(known)) {
    problems.add({
      code: 'HostnameRepeated',
      path,
      got: `has "${hostname}" more than once`,
      wanted: 'each container of a model has a hostname of its own',
      remedy: 'rename one of them',
    });
  }
}

/** Checks how many containers that serve many models stand beside others. */
export function checkMultiModels(
  problems: Problems,
  path: string,
  containers: readonly ServingContainer[],
  { most, wanted }: { readonly most: number; readonly wanted: string },
): void {
  const places = containers.flatMap(({ _kind }, i) => (_kind === 'multiModel' ? [i] : []));

  for (const place of places.slice(most)) {
    problems.add({
      code: 'MultiModelContainerMisplaced',
      path: `${path}[${place}]`,
      got: 'serves many models',
      wanted,
      remedy: 'serve these models by an endpoint of their own, with ServedModel.multiModel',
    });
  }
}

/** Checks that all containers were made for the same instances. */
export function checkFamilies(problems: Problems, path: string, containers: readonly ServingContainer[]): void {
  const families = [...new Set(containers.flatMap(({ _compiledFor }) => _compiledFor ?? []))];
  if (families.length < 2) return;

  problems.add({
    code: 'ContainersForDifferentInstances',
    path,
    got: `has models that were made for ${families.join(' and ')}`,
    wanted: 'the containers of a model run on the same instance',
    remedy: 'compile all of them for one family',
  });
}

/** Checks how large the environment variables of all containers are together. */
export function checkEnvironments(problems: Problems, path: string, containers: readonly ServingContainer[]): void {
  const size = containers
    .flatMap(({ _environment }) => Object.entries(_environment))
    .reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + knownLength(value), 0);
  if (size <= LARGEST_ENVIRONMENT) return;

  problems.add({
    code: 'EnvironmentTooLarge',
    path,
    got: `has ${size} bytes of environment variables`,
    wanted: `a model takes up to ${LARGEST_ENVIRONMENT} in all of its containers`,
    remedy: 'put the larger ones into the model',
  });
}

function knownLength(value: string): number {
  return Token.isUnresolved(value) ? 0 : Buffer.byteLength(value);
}
