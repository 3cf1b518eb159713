import { PipelineScope } from '../activity-scopes';
import * as perms from '../perms';
import {
  allowOnAll,
  allowPassing,
  allowPattern,
  allowTaggingOnCreation,
  sageMakerArn,
  StatementsAt,
} from './activity-statement';

export function startPipelines(namePrefix: string): StatementsAt {
  return (place) => [allowPattern(perms.START_PIPELINES, [sageMakerArn(place, 'pipeline', `${namePrefix}*`)])];
}

export function managePipelines(scope: PipelineScope): StatementsAt {
  return (place) => {
    const pipelines = [sageMakerArn(place, 'pipeline', `${scope.namePrefix}*`)];

    return [
      allowPattern([...perms.CREATE_PIPELINES, ...perms.CHANGE_PIPELINES, ...perms.START_PIPELINES], pipelines),
      allowTaggingOnCreation(pipelines, perms.CREATE_PIPELINES),
      allowOnAll(perms.LIST_PIPELINES),
      allowPassing(scope.pipelineRoles, ['sagemaker.amazonaws.com']),
    ];
  };
}
