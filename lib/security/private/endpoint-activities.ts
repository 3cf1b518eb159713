import { ArnFormat } from 'aws-cdk-lib';
import { EndpointScope } from '../activity-scopes';
import * as perms from '../perms';
import {
  allow,
  allowOnAll,
  allowPassing,
  allowPattern,
  allowTaggingOnCreation,
  arnAt,
  ExplainedStatement,
  Place,
  sageMakerArns,
  StatementsAt,
} from './activity-statement';

/** The service that scales endpoints, and whose role AWS creates at the first registration. */
const SCALING_SERVICE = 'sagemaker.application-autoscaling.amazonaws.com';
const SCALING_ROLE = `${SCALING_SERVICE}/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`;

export function manageEndpoints(scope: EndpointScope): StatementsAt {
  return (place) => {
    const endpoints = sageMakerArns(place, ['endpoint', 'endpoint-config', 'inference-component'], scope.namePrefix);
    const roles = scope.endpointRoles ?? [];
    const keys = (scope.keys ?? []).map((key) => key.keyRef.keyArn);

    return [
      allowPattern([...perms.CREATE_ENDPOINTS, ...perms.FOLLOW_ENDPOINTS], endpoints),
      allowTaggingOnCreation(endpoints, perms.CREATE_ENDPOINTS),
      allowOnAll(perms.LIST_ENDPOINTS),
      ...scaleEndpoints(place, scope.namePrefix),
      ...(roles.length > 0 ? [allowPassing(roles, ['sagemaker.amazonaws.com'])] : []),
      ...(keys.length > 0 ? lendKeys(keys) : []),
    ];
  };
}

export function invokeEndpoints(namePrefix: string): StatementsAt {
  return (place) => [
    allowPattern(perms.INVOKE_ENDPOINTS, sageMakerArns(place, ['endpoint', 'inference-component'], namePrefix)),
  ];
}

/** SageMaker encrypts the volumes of an endpoint with a grant that its caller must be allowed to make. */
function lendKeys(keys: string[]): ExplainedStatement[] {
  return [
    allow(perms.DESCRIBE_KEY, keys),
    allow(perms.DELEGATE_KEY, keys, { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
  ];
}

/** Targets have ids that AWS gives them, so that only the namespace narrows them. */
function scaleEndpoints(place: Place, namePrefix: string): ExplainedStatement[] {
  const targets = arnAt(place, { service: 'application-autoscaling', resource: 'scalable-target', resourceName: '*' });
  const alarms = ['endpoint', 'inference-component'].map((kind) =>
    arnAt(place, {
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `TargetTracking-${kind}/${namePrefix}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  const role = arnAt(place, {
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: `aws-service-role/${SCALING_ROLE}`,
  });

  return [
    allowPattern(perms.SCALE_ENDPOINTS, [targets], {
      StringEquals: { 'application-autoscaling:service-namespace': 'sagemaker' },
    }),
    allowPattern(perms.TRACK_SCALING, alarms),
    allow(perms.CREATE_SERVICE_LINKED_ROLE, [role], { StringEquals: { 'iam:AWSServiceName': SCALING_SERVICE } }),
    allowOnAll(perms.DESCRIBE_SCALING),
  ];
}
