import * as iam from 'aws-cdk-lib/aws-iam';
import { MlflowScope, MlflowServiceScope, MlflowTrackingServerScope } from '../activity-scopes';
import * as perms from '../mlflow-perms';
import * as registry from '../perms';
import {
  allow,
  allowOnAll,
  allowPassing,
  allowPattern,
  allowTaggingOnCreation,
  ExplainedStatement,
  sageMakerArn,
  StatementsAt,
} from './activity-statement';
import { whereKeysBegin } from './bucket-activities';
import { UNDECIDED } from './model-activities';

const APP_IDS =
  'SageMaker chooses the id of an MLflow app when it is created: the pattern admits the apps of one account and region';

export function useMlflow({ appArns = [], trackingServerArns = [] }: MlflowScope): StatementsAt {
  return () => [
    ...onEach(perms.OPEN_APPS, appArns),
    ...onEach(perms.OPEN_TRACKING_SERVERS, trackingServerArns),
    allow([...perms.READ_TRACKED, ...perms.TRACK], [...appArns, ...trackingServerArns]),
    allowOnAll([...perms.LIST_MLFLOW, 'sagemaker-mlflow:AccessUI']),
  ];
}

export function manageMlflowTrackingServers({ namePrefix, serviceRoles }: MlflowTrackingServerScope): StatementsAt {
  return (place) => {
    const servers = [sageMakerArn(place, 'mlflow-tracking-server', `${namePrefix}*`)];

    return [
      allowPattern(perms.MANAGE_TRACKING_SERVERS, servers),
      allowTaggingOnCreation(servers, ['sagemaker:CreateMlflowTrackingServer']),
      allowPassing(serviceRoles, ['sagemaker.amazonaws.com']),
      allowOnAll(['sagemaker:ListMlflowTrackingServers']),
    ];
  };
}

export function manageMlflowApps(serviceRoles: iam.IRoleRef[]): StatementsAt {
  return (place) => {
    const apps = [sageMakerArn(place, 'mlflow-app', '*')];

    return [
      { ...allow(perms.MANAGE_APPS, apps), wildcardReason: APP_IDS },
      allowTaggingOnCreation(apps, ['sagemaker:CreateMlflowApp']),
      allowPassing(serviceRoles, ['sagemaker.amazonaws.com']),
      allowOnAll(['sagemaker:ListMlflowApps']),
    ];
  };
}

export function accessRequiredToAwsServicesForMlflow(scope: MlflowServiceScope): StatementsAt {
  const { artifactBucket, prefix, namePrefix } = scope;
  const bucket = artifactBucket.bucketRef.bucketArn;

  return (place) => {
    const groups = sageMakerArn(place, 'model-package-group', `${namePrefix}*`);
    const versions = sageMakerArn(place, 'model-package', `${namePrefix}*`);

    return [
      allowPattern(perms.KEEP_ARTIFACTS, [`${bucket}/${prefix ?? ''}*`]),
      allow(['s3:ListBucket'], [bucket], whereKeysBegin(prefix)),
      allow(['s3:GetBucketLocation'], [bucket]),
      allowPattern(['sagemaker:CreateModelPackageGroup'], [groups]),
      allowPattern(registry.READ_MODELS, [groups, versions]),
      allowPattern(registry.REGISTER_MODELS, [groups, versions], UNDECIDED),
      allowTaggingOnCreation([groups, versions], ['sagemaker:CreateModelPackageGroup', ...registry.REGISTER_MODELS]),
    ];
  };
}

/** IAM refuses a statement without a resource. */
function onEach(actions: string[], resources: string[]): ExplainedStatement[] {
  return resources.length > 0 ? [allow(actions, resources)] : [];
}
