import * as perms from '../perms';
import { SAGEMAKER_LOG_GROUPS } from './access-activities';
import { allowOnAll, allowPattern, logGroupArns, sageMakerArn, StatementsAt } from './activity-statement';

export function observe(): StatementsAt {
  return (place) => [
    allowOnAll([...perms.BROWSE_SAGEMAKER, ...perms.READ_METRICS]),
    allowPattern(
      perms.READ_PIPELINES_AND_JOBS,
      ['pipeline', 'processing-job', 'training-job'].map((kind) => sageMakerArn(place, kind, '*')),
    ),
    allowPattern(perms.READ_LOGS, logGroupArns(place, SAGEMAKER_LOG_GROUPS)),
  ];
}
