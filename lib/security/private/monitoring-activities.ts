import { MonitoringScope } from '../activity-scopes';
import * as perms from '../perms';
import {
  allowOnAll,
  allowPassing,
  allowPattern,
  allowTaggingOnCreation,
  sageMakerArns,
  StatementsAt,
} from './activity-statement';

const MONITORS = [
  'data-quality-job-definition',
  'model-bias-job-definition',
  'model-explainability-job-definition',
  'model-quality-job-definition',
  'monitoring-schedule',
];

export function manageModelMonitoring(scope: MonitoringScope): StatementsAt {
  return (place) => {
    const monitors = sageMakerArns(place, MONITORS, scope.namePrefix);

    return [
      allowPattern([...perms.CREATE_MONITORS, ...perms.FOLLOW_MONITORS], monitors),
      allowTaggingOnCreation(monitors, perms.CREATE_MONITORS),
      allowOnAll(perms.LIST_MONITORS),
      allowPassing(scope.monitoringRoles, ['sagemaker.amazonaws.com']),
    ];
  };
}
