import * as iam from 'aws-cdk-lib/aws-iam';
import { RewardEntrance } from './private/reward-entrance';

/** Grants on a reward ingress. */
export class RewardIngressGrants {
  /** @internal */
  public static _of(entrances: readonly RewardEntrance[]): RewardIngressGrants {
    return new RewardIngressGrants(entrances);
  }

  private constructor(private readonly entrances: readonly RewardEntrance[]) {}

  /**
   * Lets the grantee send rewards in every way that the ingress has: put events of its source and detail type on the bus, post to
   * its API.
   */
  public reward(grantee: iam.IGrantable): iam.Grant {
    return this.entrances.map((entrance) => entrance.grant(grantee)).reduce((all, grant) => all.combine(grant));
  }
}
