import { Problems } from '../../core';

/** Checks that a pipeline leaves the decision about its model to somebody else. */
export function checkUndecided(problems: Problems, path: string, status: string | undefined): void {
  if (status !== 'Approved') return;

  problems.add({
    code: 'PipelineApprovesItsModel',
    path,
    got: 'is "Approved"',
    wanted: 'a pipeline registers a model that somebody else approves',
    remedy: 'leave it to the registry, with another status or none',
  });
}
