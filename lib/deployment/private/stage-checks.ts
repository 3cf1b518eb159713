import { Problems } from '../../core';
import { ModelEndpoint } from '../model-endpoint';

/** Checks that nobody in production depends on an endpoint that will be deleted. */
export function checkNotProduction(problems: Problems, path: string, { _stage }: ModelEndpoint): void {
  if (!_stage._isProduction) return;

  problems.add({
    code: 'ProductionEndpointDeleted',
    path,
    got: 'is in production',
    wanted: 'users depend on it, and this would delete it',
    remedy: 'leave it there, or say that it is EndpointStage.nonProduction()',
  });
}
