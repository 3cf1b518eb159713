import { Arn, ArnFormat } from 'aws-cdk-lib';
import { ModelScope } from '../activity-scopes';
import * as perms from '../perms';
import {
  allowOnAll,
  allowPassing,
  allowPattern,
  allowTaggingOnCreation,
  sageMakerArn,
  StatementsAt,
} from './activity-statement';

/** What a version may be registered as; anything else is a decision of the registry's own account. */
export const UNDECIDED = {
  StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
};

const DECIDED = { StringEquals: { 'sagemaker:ModelApprovalStatus': ['Approved', 'Rejected'] } };

export function registerModels(modelPackageGroupArns: string[]): StatementsAt {
  return () => {
    const versions = modelPackageGroupArns.map(everyVersionOf);
    const groupsAndVersions = [...modelPackageGroupArns, ...versions];

    return [
      allowPattern(perms.READ_MODELS, groupsAndVersions),
      allowPattern(perms.REGISTER_MODELS, groupsAndVersions, UNDECIDED),
      allowTaggingOnCreation(versions, perms.REGISTER_MODELS),
    ];
  };
}

export function readModels(modelPackageGroupArns: string[]): StatementsAt {
  return () => [
    allowPattern(perms.READ_MODELS, [...modelPackageGroupArns, ...modelPackageGroupArns.map(everyVersionOf)]),
  ];
}

export function approveModels(modelPackageGroupArns: string[]): StatementsAt {
  return (place) => [
    allowPattern(perms.DECIDE_ON_MODELS, modelPackageGroupArns.map(everyVersionOf), DECIDED),
    ...readModels(modelPackageGroupArns)(place),
    allowPattern(perms.READ_MODEL_CARDS, [sageMakerArn(place, 'model-card', '*')]),
    allowOnAll(perms.LIST_REGISTRY),
  ];
}

export function manageModels(scope: ModelScope): StatementsAt {
  return (place) => {
    const models = sageMakerArn(place, 'model', `${scope.namePrefix}*`);
    const cards = sageMakerArn(place, 'model-card', `${scope.namePrefix}*`);
    const creating = [...perms.CREATE_MODELS, ...perms.CREATE_MODEL_CARDS];
    const registering =
      scope.modelPackageGroupArns.length > 0 ? registerModels(scope.modelPackageGroupArns)(place) : [];

    return [
      allowPattern([...perms.CREATE_MODELS, ...perms.FOLLOW_MODELS], [models]),
      allowPattern([...perms.CREATE_MODEL_CARDS, ...perms.WRITE_MODEL_CARDS, ...perms.READ_MODEL_CARDS], [cards]),
      allowTaggingOnCreation([models, cards], creating),
      ...registering,
      allowOnAll(perms.LIST_MODELS),
      allowPassing(scope.modelRoles, ['sagemaker.amazonaws.com']),
    ];
  };
}

function everyVersionOf(modelPackageGroupArn: string): string {
  const { resourceName, ...owner } = Arn.split(modelPackageGroupArn, ArnFormat.SLASH_RESOURCE_NAME);

  return Arn.format({ ...owner, resource: 'model-package', resourceName: `${resourceName}/*` });
}
