import { NetworkScope, RequiredServicesScope } from '../activity-scopes';
import * as perms from '../perms';
import { allow, allowOnAll, allowPattern, ec2Arn, logGroupArns, StatementsAt } from './activity-statement';
import { useKey } from './object-activities';

/** Where SageMaker writes the logs of jobs, endpoints and Studio apps. */
export const SAGEMAKER_LOG_GROUPS = '/aws/sagemaker/';

export function pullImages(repositoryArns: string[]): StatementsAt {
  return () => [allowOnAll(perms.AUTHORIZE_PULL), allow(perms.PULL_IMAGES, repositoryArns)];
}

export function attachToNetwork(network: NetworkScope): StatementsAt {
  return (place) => {
    const interfaces = ec2Arn(place, 'network-interface', '*');
    const subnets = network.subnets.map((subnet) => ec2Arn(place, 'subnet', subnet.subnetRef.subnetId));
    const groups = network.securityGroups.map((group) =>
      ec2Arn(place, 'security-group', group.securityGroupRef.securityGroupId),
    );

    return [
      allowPattern(perms.CREATE_NETWORK_INTERFACES, [interfaces, ...subnets, ...groups]),
      allowPattern(perms.LEND_NETWORK_INTERFACES, [interfaces], { ArnEquals: { 'ec2:Subnet': subnets } }),
      allowOnAll(perms.DESCRIBE_NETWORK),
    ];
  };
}

export function writeLogs(): StatementsAt {
  return (place) => [allowPattern(perms.WRITE_LOGS, logGroupArns(place, SAGEMAKER_LOG_GROUPS))];
}

export function publishMetrics(): StatementsAt {
  const inNamespace = {
    StringLike: { 'cloudwatch:namespace': ['/aws/sagemaker/*', 'aws/sagemaker/*', 'AWS/SageMaker'] },
  };

  return () => [allowOnAll(perms.PUBLISH_METRICS, inNamespace)];
}

export function accessRequiredAwsServices(scope: RequiredServicesScope): StatementsAt {
  const buckets = (scope.buckets ?? []).map((bucket) => bucket.bucketRef.bucketArn);

  return (place) => [
    ...writeLogs()(place),
    ...publishMetrics()(place),
    ...pullImages(scope.repositoryArns)(place),
    ...attachToNetwork(scope.network)(place),
    ...(buckets.length > 0 ? [allow(perms.LOCATE_BUCKET, buckets)] : []),
    ...(scope.keys ?? []).flatMap((key) => useKey(key)(place)),
  ];
}
