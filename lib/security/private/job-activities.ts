import * as iam from 'aws-cdk-lib/aws-iam';
import { insideNetwork, mergeBlocks, onLocalDisks } from '../../core';
import { JobScope, MlJobScope } from '../activity-scopes';
import * as perms from '../perms';
import {
  allowOnAll,
  allowPassing,
  allowPattern,
  allowTaggingOnCreation,
  sageMakerArns,
  StatementsAt,
} from './activity-statement';

const ML_JOBS = [
  'automl-job',
  'compilation-job',
  'hyper-parameter-tuning-job',
  'inference-recommendations-job',
  'processing-job',
  'training-job',
  'transform-job',
];

export function runJobs(scope: JobScope): StatementsAt {
  return (place) => {
    const jobs = sageMakerArns(place, ['processing-job', 'training-job'], scope.namePrefix);

    return [
      allowPattern(perms.CREATE_JOBS, jobs, withVolumes(scope)),
      allowPattern(perms.CREATE_JOBS, jobs, withoutVolumes(scope)),
      allowPattern(perms.FOLLOW_JOBS, jobs),
      allowTaggingOnCreation(jobs, perms.CREATE_JOBS),
      allowPassing([scope.jobRole], ['sagemaker.amazonaws.com']),
    ];
  };
}

export function manageMlJobs(scope: MlJobScope): StatementsAt {
  return (place) => {
    const jobs = sageMakerArns(place, ML_JOBS, scope.namePrefix);

    return [
      allowPattern(perms.CREATE_ML_JOBS, jobs),
      allowPattern(perms.FOLLOW_ML_JOBS, jobs),
      allowTaggingOnCreation(jobs, perms.CREATE_ML_JOBS),
      allowOnAll(perms.LIST_ML_JOBS),
      allowPassing(scope.jobRoles, ['sagemaker.amazonaws.com']),
    ];
  };
}

function withVolumes({ network, volumeKey }: JobScope): iam.Conditions {
  return { ...insideNetwork(network), ArnEquals: { 'sagemaker:VolumeKmsKeyArn': volumeKey.keyRef.keyArn } };
}

function withoutVolumes({ network }: JobScope): iam.Conditions {
  const [conditions] = mergeBlocks(insideNetwork(network), onLocalDisks(['processing', 'training']));

  return conditions;
}
