import * as iam from 'aws-cdk-lib/aws-iam';

/** A way that rewards come in. */
export interface RewardEntrance {
  /** Where rewards are posted to; events are put on their bus instead. */
  readonly url?: string;

  /** Lets the grantee send rewards this way. */
  grant(grantee: iam.IGrantable): iam.Grant;
}
