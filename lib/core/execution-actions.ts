/** IAM actions that whatever SageMaker runs needs of its account: images, a network, logs and metrics. */

export const AUTHORIZE_PULL = ['ecr:GetAuthorizationToken'];

export const PULL_IMAGES = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

export const CREATE_NETWORK_INTERFACES = ['ec2:CreateNetworkInterface'];

/** To the account in which SageMaker runs the job, and back. */
export const LEND_NETWORK_INTERFACES = [
  'ec2:CreateNetworkInterfacePermission',
  'ec2:DeleteNetworkInterface',
  'ec2:DeleteNetworkInterfacePermission',
];

export const DESCRIBE_NETWORK = [
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcs',
];

export const WRITE_LOGS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
];

export const PUBLISH_METRICS = ['cloudwatch:PutMetricData'];
