import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';

/** Where the functions of this capability run, and who is told when one fails. */
export interface FunctionEnvironment {
  /** The private subnets of the functions: 1 to 16. They reach SageMaker, CloudWatch and what else they call by VPC endpoints. */
  readonly subnets: ec2.ISubnetRef[];

  /** The security groups of the functions: 1 to 5. */
  readonly securityGroups: ec2.ISecurityGroupRef[];

  /**
   * The key that encrypts logs, settings and what the functions keep. Its policy lets CloudWatch Logs use it for the log groups of
   * the account.
   */
  readonly encryptionKey: kms.IKeyRef;

  /** Who is told when a function fails, or finds what somebody must know; at least one. */
  readonly alarmActions: cloudwatch.IAlarmAction[];

  /**
   * Limit that no policy of a function's role can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}
