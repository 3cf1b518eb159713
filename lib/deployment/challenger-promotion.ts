import { CfnResource } from 'aws-cdk-lib';
import { Problems } from '../core';
import { checkReason } from './private/range-checks';

/** Who approves a challenger that has won. */
export class ChallengerPromotion {
  /** A person, in the registry, when the alarm or the event of the test says so. */
  public static byHand(): ChallengerPromotion {
    return new ChallengerPromotion(undefined);
  }

  /**
   * The test itself: no person looks at the version before it is deployed as an approved one. A version that a person has rejected
   * stays rejected.
   *
   * @param reason why nobody needs to, in 10 characters or more; it ends up in the template's metadata, `governed-ml:relaxations`
   */
  public static automatic(reason: string): ChallengerPromotion {
    return new ChallengerPromotion(reason);
  }

  private constructor(private readonly reason: string | undefined) {}

  /** @internal */
  public get _isAutomatic(): boolean {
    return this.reason !== undefined;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    if (this.reason !== undefined) checkReason(problems, path, this.reason);
  }

  /**
   * Writes the reason where a reviewer of the template finds it.
   *
   * @internal
   */
  public _record(resource: CfnResource): void {
    if (this.reason === undefined) return;

    resource.addMetadata('governed-ml:relaxations', [{ setting: 'automaticPromotion', reason: this.reason }]);
  }
}
