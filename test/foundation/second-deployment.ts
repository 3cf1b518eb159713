import { Template } from 'aws-cdk-lib/assertions';

/** The properties for which CloudFormation replaces a resource, by the types that must outlive every edit. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::SecurityGroup': ['GroupDescription', 'GroupName', 'VpcId'],
  'AWS::EC2::Subnet': ['AvailabilityZone', 'CidrBlock', 'VpcId'],
  'AWS::EC2::VPC': ['CidrBlock', 'InstanceTenancy'],
  'AWS::EC2::VPCEndpoint': ['ServiceName', 'VpcEndpointType', 'VpcId'],
  'AWS::KMS::Key': [],
  'AWS::S3::Bucket': ['BucketName'],
};

/** What may not change between two deployments: the resources by their logical ids, each with its replacing properties. */
export function permanentParts(template: Template): Record<string, unknown> {
  const resources = Object.entries(template.toJSON().Resources as Record<string, { Type: string; Properties: object }>);
  const permanent = resources.filter(([, { Type }]) => Type in REPLACING);

  return Object.fromEntries(
    permanent.map(([id, { Type, Properties }]) => [
      id,
      Object.fromEntries(Object.entries(Properties).filter(([name]) => REPLACING[Type].includes(name))),
    ]),
  );
}
