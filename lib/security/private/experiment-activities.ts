import * as perms from '../perms';
import { allowOnAll, allowPattern, allowTaggingOnCreation, sageMakerArns, StatementsAt } from './activity-statement';

const EXPERIMENTS = ['experiment', 'experiment-trial', 'experiment-trial-component'];
const NAMED_LINEAGE = ['action', 'context'];

/** SageMaker gives artifacts ids of its own, so that no prefix narrows them. */
const ARTIFACTS = ['artifact'];

export function manageExperiments(namePrefix: string): StatementsAt {
  return (place) => {
    const experiments = sageMakerArns(place, EXPERIMENTS, namePrefix);
    const lineage = [...sageMakerArns(place, NAMED_LINEAGE, namePrefix), ...sageMakerArns(place, ARTIFACTS, '')];
    const creating = [...perms.CREATE_EXPERIMENTS, ...perms.CREATE_LINEAGE];

    return [
      allowPattern([...perms.CREATE_EXPERIMENTS, ...perms.CHANGE_EXPERIMENTS, ...perms.READ_EXPERIMENTS], experiments),
      allowPattern(
        [...perms.CREATE_LINEAGE, ...perms.COMPLETE_LINEAGE, ...perms.READ_LINEAGE],
        [...lineage, ...experiments],
      ),
      allowTaggingOnCreation([...experiments, ...lineage], creating),
      allowOnAll(perms.SEARCH_EXPERIMENTS),
    ];
  };
}

export function searchAndVisualizeExperiments(): StatementsAt {
  return (place) => [
    allowPattern(perms.READ_EXPERIMENTS, sageMakerArns(place, [...EXPERIMENTS, 'training-job'], '')),
    allowPattern(perms.READ_LINEAGE, sageMakerArns(place, [...NAMED_LINEAGE, ...ARTIFACTS], '')),
    allowOnAll(perms.SEARCH_EXPERIMENTS),
  ];
}
