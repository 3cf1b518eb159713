import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';

/**
 * What every job of a pipeline runs in. The platform gives it once, so that no step can forget it.
 *
 * Network isolation and encryption between containers are always on.
 */
export interface JobEnvironment {
  /** The role that the jobs run as. */
  readonly role: iam.IRoleRef;

  /** The private subnets of the jobs' network interfaces. */
  readonly subnets: ec2.ISubnetRef[];

  /** The security groups of the jobs' network interfaces. */
  readonly securityGroups: ec2.ISecurityGroupRef[];

  /** The key that encrypts the jobs' volumes. */
  readonly volumeKey: kms.IKeyRef;

  /** The key that encrypts what the jobs write, by ARN; that of an alias will do, also in another account. */
  readonly outputKeyArn: string;
}
